"""Texts that nobody wrote in good faith, for whoever has to read any text."""

from typing import Final

from hypothesis import strategies as st

_WORDS: Final = (
    "a b ab fuck FuCk you's it’s idiot! !! ' ’ * ** f**k @ $ a$$ 1 42 sh1t _ f_u f.u.c.k - ~ | , / \\ . … ? # ; = so "
    "+79991112223 12*34 İ ı ß ẞ ſ ﬁ ﷺ é ὖ ǅ ё рu жa 한 हि ไทย 漢字 ｆｕｌｌ 𝓯 🅵 👍🏽 → "
    "< & > <b> </b> <br> <p <script> <!-- &amp; &#102; &#x66 http://example.com/a?b=c www.example.org name@example.com"
)
_SEQUENCES: Final = (
    *(
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\u00a0",
        "\u2028",
        "f u c k",
        "a a a",
        "x" * 60,
        "<a href='http://example.com/'>",
    ),
    *("e\u0301", "\u0301", "\u0301\u0302\u0303", "\u0345", "\u0643", "\u064b", "می\u200cخواهم", "\u05d0\u05b8"),
    *("\u1112\u1161\u11ab", "\u1100", "\uffb7", "\x00", "\x1c", "\x7f", "\u200b", "\u200d", "\u202e", "\ufeff"),
    *("\ud800", "\udfff", "👨\u200d👩\u200d👧"),
)

# Every code point there is, lone surrogates too, between scraps of what matters here.
ANY_TEXT: Final = st.lists(
    st.sampled_from((*_WORDS.split(" "), *_SEQUENCES)) | st.text(st.characters(), max_size=3), max_size=25
).map("".join)
