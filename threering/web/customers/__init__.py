"""A customer on a page of their own; beside a ticket they stand by web/tickets/cards.py.
Owns no tables. same.py and merging.py ask whether two are one person.
Must not show a ticket that its reader may not see.
"""
