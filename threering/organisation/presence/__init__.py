"""Who is here, and what they do just now; with its history, for occupancy and adherence.
Owns BreakReason, Presence, AgentState.
Must not know what a ticket or a shift is.
"""
