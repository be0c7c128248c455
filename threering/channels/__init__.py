"""How things come and go: inboxes, and one folder an adapter for each kind of channel.
Owns Inbox. An adapter translates and decides nothing; a transport touches the wire.
Must not know customers or tickets.
"""
