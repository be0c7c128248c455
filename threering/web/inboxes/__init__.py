"""Settings of inboxes: their addresses, how mail comes and how it goes, and the connection test.

It shows no secret, and must not know how mail is read or sent.
"""
