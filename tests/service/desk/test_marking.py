"""A comment's text cut where words weighed."""

from hypothesis import given
from hypothesis import strategies as st

from model.findings import Finding, Severity, Span
from model.html import to_text
from service.desk.marking import FOLD, Piece, shown


def finding(*spans: tuple[int, int, float], code: str = "insult") -> Finding:
    """A finding of these spans."""
    return Finding(code, Severity.QUEUE, "It is.", spans=tuple(Span(*span) for span in spans))


def test_words_are_marked_by_how_much_they_weighed() -> None:
    text = shown("you old fool", "text", [finding((0, 3, 0.5), (8, 12, 1.5), (4, 7, 1.0))])
    assert text.head == [
        Piece("you", 1, "insult"),
        Piece(" "),
        Piece("old", 2, "insult"),
        Piece(" "),
        Piece("fool", 3, "insult"),
    ]
    assert text.rest == []


def test_what_is_wide_is_folded_earlier() -> None:
    for character in ("\N{GRINNING FACE}", "\N{CJK UNIFIED IDEOGRAPH-6F22}"):
        text = shown(character * 1_000 + " idiot", "text", [])
        assert len(text.head[0].text) == FOLD // 2
        assert text.rest
    assert not shown("a" * 1_000 + " idiot", "text", []).rest


def test_spans_of_all_findings_are_merged() -> None:
    found = [finding((0, 4, 1.0)), finding((2, 6, 2.0), code="spam")]
    assert shown("abcdefgh", "text", found).head == [
        Piece("ab", 2, "insult"),
        Piece("cd", 3, "insult, spam"),
        Piece("ef", 3, "spam"),
        Piece("gh"),
    ]


def test_spans_count_code_points_and_those_outside_the_text_are_cut() -> None:
    text = shown("\N{GRINNING FACE} hi", "text", [finding((0, 1, 1.0), (2, 99, 1.0), (50, 60, 1.0))])
    assert text.head == [Piece("\N{GRINNING FACE}", 3, "insult"), Piece(" "), Piece("hi", 3, "insult")]


def test_html_is_shown_as_its_text_with_the_targets_of_links() -> None:
    content = '<p>A &amp; <b>fool</b><br>see <a href="https://a.example">this</a></p>'
    at = content.index("fool")
    text = shown(content, "html", [finding((at, at + 4, 1.0))])
    assert "".join(piece.text for piece in text.head) == "A & fool\nsee  https://a.example this"
    assert [piece.text for piece in text.head if piece.level] == ["fool"]


def test_a_long_text_is_folded_and_nothing_is_lost() -> None:
    content = "words_and_" * 500 + "fool"
    text = shown(content, "text", [finding((len(content) - 4, len(content), 1.0))])
    assert sum(len(piece.text) for piece in text.head) == FOLD
    assert text.marked_below == 1
    assert "".join(piece.text for piece in text.head + text.rest) == content
    assert text.length == len(content)


def test_many_lines_are_folded_too() -> None:
    text = shown("a\n" * 400, "text", [])
    assert sum(piece.text.count("\n") for piece in text.head) <= FOLD // 60
    assert text.rest


@given(
    st.text(max_size=3_000) | st.text("<>&;/abp \n", max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200), st.floats(-1, 5))),
    st.sampled_from(["text", "html"]),
)
def test_whatever_the_spans_the_text_is_the_same(
    content: str, spans: list[tuple[int, int, float]], content_format: str
) -> None:
    text = shown(content, content_format, [finding(*spans)])
    whole = "".join(piece.text for piece in text.head + text.rest)
    expected = to_text(content) if content_format == "html" else content
    assert whole.split() == expected.split()
    assert all(0 <= piece.level <= 3 for piece in text.head + text.rest)
