"""Small lexicons for tests: words with their levels."""

from collections.abc import Mapping

from model.lexicon import hash_of


def entries_of(levels: Mapping[str, int]) -> bytes:
    """The entries of a lexicon of these words."""
    numbers = sorted(hash_of(word) & ~0xFF | level for word, level in levels.items())
    return b"".join(number.to_bytes(8, "little") for number in numbers)
