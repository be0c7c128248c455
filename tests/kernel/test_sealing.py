from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from threering.kernel.sealing import new_key, seal, unseal


@given(st.binary(max_size=2000))
def test_what_is_sealed_can_be_read_with_its_key(plain: bytes) -> None:
    key = new_key()
    assert unseal(seal(plain, key), key) == plain


def test_another_key_reads_nothing() -> None:
    with pytest.raises(InvalidTag):
        unseal(seal(b"secret", new_key()), new_key())


def test_a_changed_byte_is_noticed() -> None:
    key = new_key()
    sealed = bytearray(seal(b"secret", key))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        unseal(bytes(sealed), key)
