"""Who we are: merchants (clients), their brands, the people and machines who act for them.
Owns Client, Brand, Agent, Grant, SignIn. Answers who may do what, and what an actor can see.
Must not know what a ticket, a customer or a channel is.
"""
