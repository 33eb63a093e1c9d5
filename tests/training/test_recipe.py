"""Whose rows stand for a site's comments."""

from training.recipe import Recipe

RECIPE = Recipe(reference={"abuse": ("talk",), "spam": ("mail",)})


def test_named_sources_stand_for_a_site_with_their_parts() -> None:
    assert RECIPE.stands_for("abuse", ["talk", "talk:video", "mail", "synthetic:civil"]).tolist() == [1, 1, 0, 0]


def test_where_none_is_there_all_but_what_was_generated_does() -> None:
    assert RECIPE.stands_for("spam", ["talk", "synthetic:spam", "other"]).tolist() == [1, 0, 1]
