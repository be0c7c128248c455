"""The demo: a believable shop floor to look around in, made up from one seed.

Owns no tables; `content` is pure and says what there is, `seed` writes it through the rooms.
Must not know: the clock, the network, or anything real about anybody.
"""
