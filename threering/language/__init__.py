"""What can be read from words alone: for now, the language they are in.
Owns no tables, knows no ticket and no customer: text in, answer out.
Must not import Django, nor ask anybody.
"""
