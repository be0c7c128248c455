"""The demo's outbox: what would have been in the customers' mailboxes.
Owns no tables; reads the folder that the demo's mail server fills.
Must not exist outside a demo.
"""
