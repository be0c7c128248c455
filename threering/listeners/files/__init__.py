"""Mail that lies in files: mbox of every dialect, Maildir, single mails and folders of them.

Owns no tables. Knows only bytes and where they lie; never what a mail says.
"""
