"""A site's policy: what may stand in it."""

import pytest
from pydantic import ValidationError

from model.policy import Policy


def test_a_required_field_must_be_one() -> None:
    with pytest.raises(ValidationError, match="'email' is no field of a comment"):
        Policy(required=frozenset({"content", "email"}))


@pytest.mark.parametrize("language", ["german", "English", "", "de bitte", "de-", f"de{'-x' * 20}"])
def test_a_sites_languages_are_language_tags(language: str) -> None:
    with pytest.raises(ValidationError, match="is no language tag, such as en or pt-BR"):
        Policy(languages=("en", language))
    assert Policy(languages=("en", "pt-BR", "de_DE", "ckb")).languages[-1] == "ckb"
