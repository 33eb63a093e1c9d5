"""What a comment shows beside its words, by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.comment import Comment
from model.surroundings import SURROUNDINGS, surroundings_of
from model.text import read
from tests.model.texts import ANY_TEXT


def shown(content: str = "hello", **fields: str) -> set[str]:
    """The names of what a comment shows; its author has an e-mail address unless the test says otherwise."""
    comment = Comment.model_validate({"content": content, "author_name": "Ann", "author_email": "a@b.example"} | fields)
    return {SURROUNDINGS[row] for row in surroundings_of(read(content), comment)}


def test_names_are_distinct() -> None:
    assert len(set(SURROUNDINGS)) == len(SURROUNDINGS)


def test_a_plain_comment_shows_nothing() -> None:
    assert shown("The bridge is closed again, says the council.") == set()


def test_without_the_comment_only_the_text_shows() -> None:
    rows = surroundings_of(read("see http://cheap-pills.top"), None)
    assert {SURROUNDINGS[row].partition(":")[0] for row in rows} == {"link"}


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("the source is at http://archive.example/1974/report", set()),
        ("the source is at http://casinovux.example/a", {"link: address of offers"}),
        ("the source is at http://vux-bet.example/a", {"link: address of offers", "link: digits or hyphens"}),
        ("the source is at http://alphabet.example/a", set()),
        ("the source is at http://vuxqar.xyz/a", {"link: throwaway ending"}),
        ("the source is at http://vux42.example/a", {"link: digits or hyphens"}),
        ("the source is at https://bit.ly/3xYz", {"link: shortened"}),
        ("one http://a.example/one and another http://a.example/two, both long", {"link: same address again"}),
        ("write to me at https://t.me/vuxqar", {"contact: messenger"}),
    ],
)
def test_links_are_judged_by_what_they_are_made_of(content: str, names: set[str]) -> None:
    assert shown(f"{content} as we said before, in the first letter and again in the second one") == names


def test_a_text_that_is_hardly_more_than_its_links_is_told() -> None:
    assert shown("look: http://vuxqar.example/a") == {"link: most of the text"}


@pytest.mark.parametrize(
    "content",
    [
        "Contact her on Telegram @vuxqar_zib",
        "WhatsApp: +1 (202) 555-0142",
        "write to @vuxqar on telegram",
        "+44 7700 900123 (whatsapp)",
    ],
)
def test_a_handle_on_a_messenger_is_a_contact(content: str) -> None:
    assert "contact: messenger" in shown(content)


@pytest.mark.parametrize("apart", [0, 24, 25])
def test_a_handle_or_number_stands_no_further_from_the_name_than_two_dozen_characters(apart: int) -> None:
    between = "." * apart
    for content in (
        f"viber{between}@vuxqar",
        f"@v{between}viber",
        f"viber{between}+4477009001",
        f"{'1' * 32}{between}viber",
    ):
        assert ("contact: messenger" in shown(content)) is (apart <= 24)
        assert ("contact: messenger" in shown(f"Signal or viber.\n{content}")) is (apart <= 24)


@pytest.mark.parametrize(
    "content",
    [
        "WhatsApp was down for three hours, how quiet it was.",
        "Telegram is blocked again, people use other ways.",
        "The helpline is 020 7946 0123, calls are free.",
        "@Anna: you are right about the bridge",
    ],
)
def test_talk_of_messengers_and_a_number_alone_are_none(content: str) -> None:
    assert "contact: messenger" not in shown(content)


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"author_url": "https://anna.example"}, {"author: web address"}),
        ({"author_url": "https://www.anna.example/"}, {"author: web address"}),
        ({"author_url": "https://anna.example/blog"}, {"author: web address", "author: page of an address"}),
        ({"author_url": "https://cheappills.example"}, {"author: web address", "author: address of offers"}),
        ({"author_url": "https://anna.top"}, {"author: web address", "author: throwaway ending"}),
        ({"author_url": "https://anna24.example"}, {"author: web address", "author: digits or hyphens in the address"}),
        ({"author_name": "Cheap Loans"}, {"author: name of offers"}),
        ({"author_name": "Casinos"}, {"author: name of offers"}),
        ({"author_name": "Betty Winter"}, set()),
        ({"author_name": "anna.example.com"}, {"author: link in the name"}),
        ({"author_name": "Anna 42"}, {"author: digits in the name"}),
        ({"author_name": "best roof repair in town"}, {"author: long name"}),
        ({"author_email": ""}, {"author: no e-mail"}),
    ],
)
def test_an_author_is_known_by_the_fields(fields: dict[str, str], names: set[str]) -> None:
    assert shown(**fields) == names


def test_an_address_of_the_author_that_stands_in_the_text_is_told() -> None:
    told = shown("my page is http://anna.example/a and it is about bridges", author_url="https://www.anna.example")
    assert "author: address also in the text" in told


@pytest.mark.parametrize(
    ("content", "title", "other"),
    [
        ("Мост снова закрыт", "The bridge is closed", True),
        ("Мост снова закрыт", "Мост закрыт", False),
        ("Мост (bridge)", "The bridge is closed", False),
        ("پل بسته است", "The bridge is closed", True),
        ("café", "The bridge is closed", False),
        ("1974 😀", "The bridge is closed", False),
        ("The bridge", "კომენტარი", True),
        ("Мост снова закрыт", "", False),
    ],
)
def test_a_script_that_is_not_the_headlines_is_told(content: str, title: str, other: bool) -> None:  # noqa: FBT001
    assert ("article: another script" in shown(content, article_title=title)) is other


@given(ANY_TEXT, st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_submitted_shows_each_thing_once(content: str, name: str, title: str) -> None:
    comment = Comment(content=content, author_name=name, author_url="http://x.example/", article_title=title)
    rows = surroundings_of(read(content), comment)
    assert len(set(rows)) == len(rows)
    assert all(0 <= row < len(SURROUNDINGS) for row in rows)
