"""Settings of clients: whose customers write to this house, and what each is called.

Owns no tables. Must not reach what belongs to a client.
"""
