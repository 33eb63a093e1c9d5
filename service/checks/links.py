"""How many links a comment has, where they lead, and whether they are hidden."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from model.findings import Finding, Severity, Span
from model.links import Link
from model.text import Text, read
from service.checks.context import Context

_SPANS: Final = 50
_NAMED: Final = 5


class Links:
    """Finds more links than the site wants, links that hide from filters, and links to banned domains."""

    name: Final = "links"

    def __call__(self, context: Context) -> Iterable[Finding]:
        """At most one finding of each kind; links to allowed domains count for nothing."""
        links = context.text.links
        if not links and not context.site.banned_domains:
            return ()
        return [*_banned(context, links), *_counted(context, links)]


def _banned(context: Context, links: Sequence[Link]) -> Iterator[Finding]:
    """Links to banned domains, their names where they are no links, and such an address of the author's own."""
    banned, text = context.site.banned_domains, context.text
    if not banned:
        return
    found = [(link.domain, link.begin, link.end) for link in links if link.domain in banned]
    if not found:
        found = [(text.normalised[begin:end], begin, end) for begin, end in banned.mentions(text.normalised)]
    own = [domain for domain in _domains(context.comment.author_url) if domain in banned]
    if found or own:
        named = _named([*own, *(domain for domain, _, _ in found)])
        message = f"A domain this site has banned: {named}."
        yield Finding("banned_domain", Severity.REJECT, message, spans=_spans(text, (place[1:] for place in found)))


def _counted(context: Context, links: Sequence[Link]) -> Iterator[Finding]:
    site, text = context.site, context.text
    counted = [link for link in links if link.domain not in site.allowed_domains]
    if len(counted) > site.policy.max_links:
        message = f"{len(counted)} links, and this site's limit is {site.policy.max_links}."
        yield Finding("too_many_links", Severity.QUEUE, message, spans=_spans(text, (link[:2] for link in counted)))
    if hidden := [link for link in counted if link.obfuscated]:
        written = _named(text.normalised[link.begin : link.end] for link in hidden)
        message = f"Written so that filters do not see the link: {written}."
        yield Finding("obfuscated_link", Severity.QUEUE, message, spans=_spans(text, (link[:2] for link in hidden)))


def _domains(url: str) -> list[str]:
    return [link.domain for link in read(url).links] if url else []


def _named(written: Iterable[str]) -> str:
    return ", ".join(f"“{one[:100]}”" for one in islice(dict.fromkeys(written), _NAMED))


def _spans(text: Text, places: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(*text.span(begin, end), 1.0) for begin, end in islice(places, _SPANS))
