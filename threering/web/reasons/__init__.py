"""Contact reasons on the screen: offered beside a ticket, kept as a tree on a page of their own.
Owns no tables. Must not decide where a reason may hang or which one is meant: the tree does.
"""
