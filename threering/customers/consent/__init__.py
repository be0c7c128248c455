"""What a person agreed to or refuses to get by mail, said line by line, and what may be written.
Owns Consent.
Must not know which survey or campaign asks.
"""
