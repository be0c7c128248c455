"""Brands on the screen: which names a client sells under, and where mail for them comes.
Owns no tables. Must not change inboxes: the commands do.
"""
