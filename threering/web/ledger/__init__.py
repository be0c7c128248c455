"""The ledger page: everything that arrived and its one outcome; the quarantined can be replayed.
Owns no tables.
Must not show what a message says: only that it came, and what became of it.
"""
