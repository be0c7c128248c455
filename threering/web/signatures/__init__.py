"""Settings of signatures: under which name mails leave, and what stands below them.

Owns no tables. Must not send.
"""
