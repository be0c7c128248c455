"""Who wrote to us: customers of a client and the handles they write from.
Owns Customer and Handle; each customer has the key that their raw mail is sealed under.
Must not know tickets or channels.
"""
