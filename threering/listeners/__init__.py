"""The doors through which things come in by themselves: SMTP and LMTP, and the mailboxes we read.
Owns no tables: stores a raw arrival and answers the other side, nothing more.
Must not understand what it takes.
"""
