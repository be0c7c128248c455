"""Sentences of ours that are kept in English, told in the reader's language.
Owns no tables: why a message is in its ticket, why an arrival was set aside, what ails a mailbox.
Must not change what is stored; what it does not know it shows as it is.
"""
