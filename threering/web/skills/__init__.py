"""Skills on the screen: named and archived by those who lead all brands, who say who has them.
Owns no tables. Must not know what work is given out by them.
"""
