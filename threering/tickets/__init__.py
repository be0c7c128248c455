"""The heart: tickets, their contacts and messages, and how an utterance finds its ticket.
Owns Ticket, Contact, Message, Attachment and the counter of ticket numbers.
Must not know promises, routing or orders: they look at tickets, never the other way round.
"""
