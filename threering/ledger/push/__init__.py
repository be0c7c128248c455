"""Browsers that are told of notices while no page is open, and what is on its way to each.
Owns PushKey, PushSubscription, Push, all in the ledger. Must not know what a notice says.
"""
