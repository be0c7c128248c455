"""The first steps: the first person comes in, and a client's first mail is answered.

Owns no tables: how far one is, is seen by what is there. Must not do what no settings page does.
"""
