"""Mail as the large providers post it: verified, cut into its pieces and read through anymail.
The mail inside goes through our own reader, so that it is understood like any other.
Must not know what becomes of a message.
"""
