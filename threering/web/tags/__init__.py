"""Settings of tags: the words that a client's people put on tickets.

Owns no tables. Must not put them on tickets: that is done beside a conversation.
"""
