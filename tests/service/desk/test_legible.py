"""Texts that are not what they seem to be."""

import pytest

from service.desk.legible import SIGNS, direction, legible


def test_what_changes_the_order_or_is_not_seen_is_named() -> None:
    codes = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B]
    assert set(map(chr, codes)) <= SIGNS.keys()
    for sign, (short, name) in SIGNS.items():
        assert legible(f"a{sign}b") == f'a<bdi class="sign" title="{name}">{short}</bdi>b'


def test_a_text_is_escaped_and_what_scripts_need_stays() -> None:
    assert legible('<b>&"') == "&lt;b&gt;&amp;&#34;"
    for needed in ("\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}", "\N{RIGHT-TO-LEFT MARK}"):
        assert legible(needed) == needed


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("BBC \N{ARABIC LETTER ALEF}", "fa", "rtl"),
        ("BBC \N{ARABIC LETTER ALEF}", "fa-IR", "rtl"),
        ("BBC \N{HEBREW LETTER ALEF}", "he", "rtl"),
        ("BBC lies", "fa", "auto"),
        ("BBC \N{ARABIC LETTER ALEF}", "en", "auto"),
        ("BBC \N{ARABIC LETTER ALEF}", None, "auto"),
    ],
)
def test_a_text_runs_as_its_language_does(text: str, language: str | None, found: str) -> None:
    assert direction(text, language) == found
