"""Which language a comment is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.languages import UNDETERMINED, identify, primary, unsupported


@pytest.mark.parametrize(
    ("text", "stated", "languages", "expected"),
    [
        ("hello", "", ("en", "de"), "en"),
        ("hello", "pt-BR", ("en",), "pt"),
        ("ты читал статью?", "", ("en",), UNDETERMINED),
        ("ты читал статью?", "en-US", ("en", "az", "ru"), "ru"),
        ("سلام", "", ("en", "fa", "ar"), "fa"),
        ("שלום", "", ("en",), UNDETERMINED),
        ("Բարեւ", "", ("en",), "hy"),
        ("გამარჯობა", "", ("en",), "ka"),
        ("日本のテレビ", "", ("en",), "ja"),
        ("nobody knows ¯\\_(ツ)_/¯", "", ("en",), "en"),
        ("Sən haqlısan, əziz dostum", "", ("az", "en"), "az"),
        ("😀 123 !!", "", ("fa", "en"), "fa"),
        ("", "", ("en",), "en"),
        ("", "pt-BR", ("en",), "pt"),
        ("chera hich kas in pol ro dorost nemikone", "fa", ("en", "fa"), "fa-Latn"),
        ("Köprü üç yıldır bozuk ve kimse tamir etmiyor", "en", ("en",), "tr"),
        ("Why does nobody mend this bridge?", "", ("fa",), "en"),
        ("hm", "", ("fa",), UNDETERMINED),
        ("Ne razumem zašto niko ništa ne radi", "", ("sr",), "hr"),
        ("Не разумем зашто нико ништа не ради", "", ("sr",), "sr"),
        ("I read Война и мир in translation, twice, and never finished it", "", ("en",), "en"),
    ],
)
def test_the_script_tells_what_the_words_of_client_and_site_leave_open(
    text: str, stated: str, languages: tuple[str, ...], expected: str
) -> None:
    assert identify(text, stated, languages) == expected


def test_a_long_text_is_not_read_by_its_beginning_alone() -> None:
    english, russian = "They should have said so before. ", "Съешь же ещё этих мягких булочек, хуже не станет, правда! "
    assert identify(20 * english + 200 * russian, "", ("en",)) == "ru"
    turkish = "bence bunu daha önce söylemeleri gerekirdi, ama kimse bir şey demedi. "
    assert identify(10 * english + 100 * turkish, "", ("en",)) == "tr"


@given(text=st.text(), stated=st.text(max_size=35))
def test_any_text_is_in_some_language(text: str, stated: str) -> None:
    assert isinstance(identify(text, stated, ("en", "fa")), str)


def test_a_language_is_known_without_its_region() -> None:
    assert primary("zh-Hant_TW") == "zh"
    assert unsupported(["en-GB", "it", "PT-br"], ["en", "pt"]) == ["it"]
