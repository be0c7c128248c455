"""Who is told of what happens to tickets, what waits for somebody, and who is named in notes.
Owns no tables: notices stand in the ledger. Must not know how they are shown or sent.
"""
