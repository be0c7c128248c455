"""What somebody was told: the bell's count and the page behind it.
Owns no tables; every reader has their own notices, of what they may still see.
Must not decide who is told of what.
"""
