"""Custom fields on the screen: a page for those who keep them, and a card beside each ticket.
Owns no tables. Must not decide what fits into a field: the rules do.
"""
