"""Which group of people a comment names is not read: each of their names is read as one and the same word."""

from typing import Final

from training.groups import words_by_form

READ_AS: Final = {"one": "foreigner", "many": "foreigners", "adj": "foreign"}
"""By the form of a name, what is read: words that any people may be called by, and faiths and ways of living beside."""


def alike() -> dict[str, tuple[str, ...]]:
    """By what is read, the words that are read so, as `model.reader.wordpiece` finds them in a text."""
    return {READ_AS[form]: tuple(words) for form, words in words_by_form().items()}
