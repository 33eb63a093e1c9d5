"""Markdown of a model's card as HTML: none of its own HTML, no pictures, no links, headings below the page's own."""

from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_DEEPEST: Final = 6
_OPEN: Final = '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>\n'
_CLOSE: Final = "</table></div>\n"


def as_html(text: str, *, below: int = 1) -> Markup:
    """The text as HTML; its headings of level 1 become those of level `below` + 1."""
    made = _reader()
    tokens = made.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(_DEEPEST, int(token.tag[1:]) + below)}"
        elif token.type in ("th_open", "td_open"):
            # The desk allows no inline styles.
            token.attrs = {"class": "number"} if "right" in str(token.attrs.get("style", "")) else {}
    return Markup(made.renderer.render(tokens, made.options, {}))  # noqa: S704 - the reader escapes all that is text


@cache
def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.disable(["html_inline", "html_block", "image", "link", "autolink", "reference"])
    made.add_render_rule("table_open", _open_table)
    made.add_render_rule("table_close", _close_table)
    return made


def _open_table(_self: object, _tokens: list[Token], _index: int, _options: Any, _env: Any) -> str:  # noqa: ANN401
    return _OPEN


def _close_table(_self: object, _tokens: list[Token], _index: int, _options: Any, _env: Any) -> str:  # noqa: ANN401
    return _CLOSE
