"""What is sealed is read again by the same secret alone."""

from base64 import b64decode, b64encode

from hypothesis import given
from hypothesis import strategies as some

from store.seal import Seal

SEAL = Seal(b"s" * 32)


@given(some.text(max_size=200))
def test_a_text_comes_back(text: str) -> None:
    sealed = SEAL.close(text)
    assert SEAL.open(sealed) == text
    assert SEAL.close(text) != sealed
    assert Seal(b"t" * 32).open(sealed) is None


@given(some.text(min_size=1, max_size=50), some.integers(0, 10_000))
def test_what_was_changed_is_not_opened(text: str, place: int) -> None:
    whole = bytearray(b64decode(SEAL.close(text)))
    whole[place % len(whole)] ^= 1
    assert SEAL.open(b64encode(whole).decode()) is None


@given(some.text(max_size=80))
def test_what_was_never_sealed_is_not_opened(text: str) -> None:
    assert SEAL.open(text) is None
