"""Teams on the screen: named, filled and archived by those who lead all brands of a client.
Owns no tables. Must not know how tickets come to a team.
"""
