"""A customer on the screen: beside a ticket, and on a page of their own.
Owns no tables. cards.py is what templates are given; same.py asks whether two are one person.
Must not show a ticket that its reader may not see.
"""
