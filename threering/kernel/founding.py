"""The word that opens an installation in which nobody is yet: for whoever started it, no stranger.

It is made from the installation's secret, so nothing has to be kept; whether it still opens
anything is for the house to say.
"""

from __future__ import annotations

from threering.kernel.signing import is_signature, signature, signing_key

SAID, PURPOSE = "the first administrator", "founding"


def founding_word(secret: str) -> str:
    """What stands in the address that `threering start` prints."""
    return signature(SAID, signing_key(secret, PURPOSE))


def is_founding_word(found: str, secret: str) -> bool:
    """Whether it is that word; takes the same time whatever is wrong with it."""
    return is_signature(found, SAID, signing_key(secret, PURPOSE))
