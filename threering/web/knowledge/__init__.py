"""Saved replies on the screen: chosen in the composer, kept on a page of their own.
Owns no tables. Must not decide which reply is meant: rules do.
"""
