"""What the product does: one file a story, each one atomic and told in order.
Owns no tables. A story decides nothing, calls no other story and touches no wire.
Read the list of files: it is the table of contents of the product.
"""
