"""What weighed beside a comment's words, in words a moderator understands."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

LEAST: Final = 0.25
"""How much something must raise a score (logits) to be named."""
_MOST: Final = 4
_PHRASES: Final[Mapping[str, str]] = {
    "obfuscated link": "a link that is written to escape notice",
    "author: web address": "the author's web address",
    "author: link in the name": "a link in the author's name",
    "author: digits in the name": "digits in the author's name",
    "author: long name": "the length of the author's name",
    "author: no e-mail": "no e-mail address of the author",
    "link: address of offers": "the words of the address that is linked to",
    "link: throwaway ending": "the ending of the address that is linked to",
    "link: digits or hyphens": "digits or hyphens in the address that is linked to",
    "link: shortened": "a link by a shortener",
    "link: same address again": "the same address again and again",
    "link: most of the text": "hardly anything but links",
    "contact: messenger": "a handle or number on a messenger",
    "author: address of offers": "the words of the author's web address",
    "author: throwaway ending": "the ending of the author's web address",
    "author: digits or hyphens in the address": "digits or hyphens in the author's web address",
    "author: address also in the text": "a link to the author's own web address",
    "author: page of an address": "a page within the author's web address",
    "author: name of offers": "a name that is an offer",
    "article: another script": "a script other than the article's",
    "links: 1 or more": "a link",
    "links: 2 or more": "two links",
    "links: 3 or more": "three links or more",
    "links: 5 or more": "five links or more",
    "links: 9 or more": "nine links or more",
}
"""What each of `model.features.SHAPES` beside the words is called."""


def told(circumstances: Mapping[str, float]) -> str:
    """A sentence on what raised the score, by weight in logits, the heaviest first; nothing where nothing did.

    Of several steps of one count the last is named, with the weight of all.
    """
    if not circumstances:
        return ""
    weights: defaultdict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    for name, weight in circumstances.items():
        kind = "links" if name.startswith("links: ") else name
        weights[kind] += weight
        names[kind] = name
    heaviest = sorted((kind for kind, weight in weights.items() if weight >= LEAST), key=lambda kind: -weights[kind])
    phrases = [_PHRASES.get(names[kind], names[kind]) for kind in heaviest[:_MOST]]
    return f"Beside its words weighed: {', '.join(phrases)}." if phrases else ""
