"""What a reader sees of HTML, whatever is wrong with it, and where each character came from."""

import time
from itertools import pairwise

import pytest
from hypothesis import given

from model.html import origins_of, to_text
from tests.model.texts import ANY_TEXT


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("no markup at all", "no markup at all"),
        ("<b>bold</b> and <i class='x'>italic</i>", "bold and italic"),
        ("f<b>u</b>c<!-- x -->k", "fuck"),
        ("<p>one</p><p>two</p>", "\none\n\ntwo\n"),
        ("one<br/>two<BR>three", "one\ntwo\nthree"),
        ("<ul><li>one<li>two</ul>", "\n\none\ntwo\n"),
        ("a &amp; b &lt;c&gt; &quot;d&quot; &eacute; &#233; &#xE9; &#XE9;", 'a & b <c> "d" é é é é'),
        ("&amp;lt;", "&lt;"),
        ("&#102&#117&#x63&#107", "fuck"),
        ("&#0000000000102;", "f"),
        ("&ltb&gt", "<b>"),
        ("&#0; &#9999999999; &nosuchname; AT&T & R&B; q&a", "\ufffd \ufffd &nosuchname; AT&T & R&B; q&a"),
        ("&NotEqualTilde;", "\u2242\u0338"),
        ("x<script>if (a < b) { alert(1) }</script>y", "xif (a < b) { alert(1) }y"),
        ("x<STYLE type='y'>you idiot</style >z", "xyou idiotz"),
        ("x<style>you idiot", "xyou idiot"),
        ("x<noscript>you</noscript> <template>idiot</template>", "xyou idiot"),
        ("x<!-- <b>y</b> -->z", "xz"),
        ("x<!-- never closed", "x"),
        ("x<!--> you idiot -->", "x you idiot -->"),
        ("x<!---> you idiot -->", "x you idiot -->"),
        ("x<!-- y --!> you idiot -->", "x you idiot -->"),
        ("x<!---->y<!-- - -- -->z", "xyz"),
        ("<!DOCTYPE html><html><?xml version='1.0'?>x</html>", "x"),
        ("<style-guide>x", "x"),
        ("1 < 2 and 3 > 2, <3 <- -> <> </>", "1 < 2 and 3 > 2, <3 <- -> <> </>"),
        ("<b never closed", "<b never closed"),
        ("<i you <b>idiot", "<i you idiot"),
        ("<", "<"),
        ("&", "&"),
        ("", ""),
    ],
)
def test_a_reader_sees(html: str, text: str) -> None:
    assert to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href='http://example.com/'>here</a>", " http://example.com/ here"),
        ('<A title="x" HREF = "http://example.com/?a=1&amp;b=2">here</A>', " http://example.com/?a=1&b=2 here"),
        ("<a\nhref=example.com>here</a>", " example.com here"),
        ("<a href='&#104;ttp://example.com'>here</a>", " http://example.com here"),
        ("<a href='http://example.com/'> http://example.com/ </a>", " http://example.com/ "),
        ("<a href='http://example.com/?a&amp;b'>http://example.com/?a&amp;b</a>", "http://example.com/?a&b"),
        ("<a href='http://example.com/'><b>http://example.com/</b></a>", " http://example.com/ http://example.com/"),
        ("<a href='http://one.example'>http://two.example</a>", " http://one.example http://two.example"),
        ("<a href='http://www.pills.example'>www.pills.example</a>", "www.pills.example"),
        ("<a href='http://Pills.example/'>pills.example</a>", "pills.example"),
        ("<a href='HTTPS://pills.example/a?b&amp;c'> pills.example/a?b&amp;c</a>", "pills.example/a?b&c"),
        ("<a href='https://pills.example/'>http://pills.example</a>", "http://pills.example"),
        ("<a href='https://social.example/@reader'>social.example/@reader</a>", "social.example/@reader"),
        ("<a href='mailto:ada@reader.example'>Ada@reader.example</a>", "Ada@reader.example"),
        ("<a href='http://ada@pills.example'>ada@pills.example</a>", " http://ada@pills.example ada@pills.example"),
        ("<a href='mailto:x@y.example?body=z'>x@y.example</a>", " mailto:x@y.example?body=z x@y.example"),
        ("<a href='ftp://pills.example'>pills.example</a>", " ftp://pills.example pills.example"),
        ("<a href='http://pills.example/buy'>pills.example</a>", " http://pills.example/buy pills.example"),
        ("<a name='top'>here</a>", "here"),
        ("<a href=''>here</a>", "  here"),
        ("<abbr href='http://example.com/'>here</abbr>", "here"),
        ("<a href='http://example.com/", "<a href='http://example.com/"),
        ("<a href='http://example.com/>here", " http://example.com/ here"),
    ],
)
def test_where_a_link_leads_is_read_once(html: str, text: str) -> None:
    assert to_text(html).split() == text.split()


@given(ANY_TEXT)
def test_every_character_came_from_somewhere_and_in_order(html: str) -> None:
    origins = origins_of(html)
    assert len(origins) == len(to_text(html))
    assert all(0 <= origin.begin < origin.end <= len(html) for origin in origins)
    assert all(one == other or one.end <= other.begin for one, other in pairwise(origins))


@given(ANY_TEXT)
def test_text_without_markup_is_itself(text: str) -> None:
    plain = text.replace("<", "").replace("&", "")
    assert to_text(plain) == plain
    assert origins_of(plain) == [(at, at + 1) for at in range(len(plain))]


def test_a_character_stands_for_its_entity_and_an_address_for_its_tag() -> None:
    html = "x &amp; <a href='y.example'>z&roll"
    text, origins = to_text(html), origins_of(html)
    assert origins[text.index("&")] == (2, 7)
    assert {origins[at] for at in range(text.index("y"), text.index("y") + 9)} == {(8, 28)}
    assert origins[-5:] == [(29, 30), (30, 31), (31, 32), (32, 33), (33, 34)]


@pytest.mark.parametrize(
    "scrap",
    [
        "<", "<a", "<a ", "<a href", "<a href=", '<a href="', "<a href='x\"", "<a href=x>", "<a href=x>&amp;", "href=",
        "</", "<!--", "<!-->", "<!-- -->", "<!", "<script>", "</script", "<style <", "&", "&a", "&#1", "&#x",
        "&lt", "&amp;", "&" + "a" * 40, "&#" + "1" * 70, "<b", "<b>", "<b <", " ", ">", "-->",
    ],
)  # fmt: skip
def test_hostile_html_costs_no_more_than_its_length(scrap: str) -> None:
    whole = (scrap * 60_000)[:60_000]
    for begin, end in (("", ""), ("<a ", ">")):
        # Measured 1 to 40 ms, on a slow and crowded machine 200; what grows with its square takes many seconds.
        assert any(milliseconds(begin + whole + end) < 1_000 for _ in range(3))


def milliseconds(html: str) -> float:
    """CPU time of one reading with its origins."""
    begin = time.thread_time()
    to_text(html)
    origins_of(html)
    return (time.thread_time() - begin) * 1e3
