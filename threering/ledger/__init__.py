"""What came in, what went out, what happened: rows written before anything is believed.
Owns Arrival, Delivery, Event, Blob, Decision, Notice, and those of push/.
Must not know tickets, customers or channels: it keeps their ids, never their meaning.
"""
