"""People on the screen: who works for a client and as what, and whom it invites.
Owns no tables. Must not decide what a role may do: the rules of the organisation do.
"""
