"""Who stands in for whom while they are away, and from when until when.
Owns StandIn.
Must not know what a ticket is, nor who is told of what.
"""
