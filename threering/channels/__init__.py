"""How things come and go: inboxes, and one folder an adapter for each kind of channel.
Owns Inbox, and how its mails leave: WayOut, Letterhead, Wording, Acknowledgement, DkimKey.
An adapter translates and decides nothing; a transport touches the wire.
Must not know customers or tickets.
"""
