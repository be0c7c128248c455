"""The console: views, list, ticket, composer.
Owns no tables. pages.py turns rows into what templates show; views.py parses, tells, renders.
Must not decide anything about a ticket.
"""
