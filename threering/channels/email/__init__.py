"""E-mail: RFC 5322 in and out.
adapter.py translates, transport.py speaks SMTP; the other files are parts of the adapter.
Must not know what becomes of a message.
"""
