"""What weighed beside the words, as moderators are told it."""

import pytest

from model.features import SHAPES, shapes_beside
from model.surroundings import SURROUNDINGS
from model.text import read
from service.checks.circumstances import LEAST, told


def test_the_heaviest_come_first_and_what_hardly_weighed_is_not_named() -> None:
    weights = {"author: web address": 0.4, "contact: messenger": 1.2, "author: no e-mail": LEAST / 2}
    assert told(weights) == ("Beside its words weighed: a handle or number on a messenger, the author's web address.")


def test_steps_of_a_count_weigh_together_and_the_last_is_named() -> None:
    assert told({"links: 1 or more": 0.2, "links: 2 or more": 0.2}) == "Beside its words weighed: two links."
    assert told({"links: 1 or more": 0.9, "links: 2 or more": -0.9}) == ""


def test_what_lowers_a_score_is_not_told() -> None:
    assert told({"author: web address": -2.0}) == told({}) == ""


def test_no_more_than_four_are_named() -> None:
    assert told(dict.fromkeys(SURROUNDINGS, 1.0)).count(",") == 3


@pytest.mark.parametrize("name", [*SURROUNDINGS, "obfuscated link"])
def test_everything_that_may_surround_a_comment_has_words(name: str) -> None:
    assert ":" not in told({name: 1.0}).removeprefix("Beside its words weighed:")


@pytest.mark.parametrize("links", [1, 2, 3, 5, 9])
def test_so_have_links_however_many(links: int) -> None:
    text = read(" and ".join(f"http://a{number}.example/" for number in range(links)))
    found = {SHAPES[row]: 1.0 for row in shapes_beside(text, None) if SHAPES[row].startswith("links")}
    assert told(found).endswith(("link.", "links.", "or more."))
    assert ":" not in told(found).removeprefix("Beside its words weighed:")
