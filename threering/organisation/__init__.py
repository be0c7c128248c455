"""Who we are: merchants (clients), their brands, the people and machines who act for them.
Owns Client, Brand, Agent, Grant, Team, Invitation, SignIn, and those of presence/. Who may what?
Must not know what a ticket, a customer or a channel is.
"""
