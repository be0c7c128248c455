"""What people see: the console, sign-in, the ledger page, the live stream.
Owns no tables: parses a request, tells a story, renders what came of it.
Every route declares its verb (doors.py) and reads only through visible_to.
"""
