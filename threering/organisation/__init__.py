"""Who we are: merchants (clients), their brands, the people and machines who act for them.
Owns Client, Brand, Agent, Grant, Team, Invitation, SignIn, Access, and what is in presence/.
Must not know what a ticket, a customer or a channel is.
"""
