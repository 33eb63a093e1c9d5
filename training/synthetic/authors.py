"""Who wrote a row: readers, some with a page of their own, and those who sell; so that an address alone is no offence.

Every family has readers of the same kind, so that nothing but what is said or sold is learned from them.
"""

import random
from collections.abc import Callable, Mapping
from typing import Final

from model.comment import Comment
from training.synthetic.addresses import SLOTS as ADDRESSES
from training.synthetic.common import SLOTS as COMMON
from training.synthetic.grammar import ADVERTISER, BLOGGER, READER, SELLER, Choices, expand
from training.synthetic.spam import SLOTS as SPAM

_READERS: Final[Mapping[str, Choices]] = {
    **COMMON,
    **ADDRESSES,
    "who": {
        "{name}": 6, "{name} {syllable}{syllable}": 5, "{name} {letter}.": 2, "{syllable}{syllable}": 2,
        "{name}{digit}{digit}": 1.5, "{job} from {city}": 0.8, "{name} and {name}": 0.3, "a reader from {city}": 0.4,
        "old {job} with a lot of time": 0.2, "{name} {syllable}{syllable}, {job} in {city}": 0.2,
    },
    "letter": tuple("ABDEHKLMNRSTV"),
    "tld": {"com": 8, "org": 4, "net": 3, "info": 1, "de": 2, "fr": 1, "am": 1, "ge": 1, "ir": 1, "eu": 1, "io": 1,
            "me": 1, "blog": 1, "xyz": 0.4, "site": 0.3, "online": 0.3},
    "site": {
        "{name}{invented}.{tld}": 4, "{invented}.{tld}": 4, "{name}-{invented}.{tld}": 1.2,
        "{arts}-{invented}.{tld}": 0.8, "{invented}{digit}{digit}.{tld}": 0.6, "{name}.{reserved}": 1.5,
        "shop.{invented}.{tld}": 0.15,
    },
    "page": {"": 5, "/": 4, "/blog": 2, "/about": 1, "/2024/{syllable}": 1, "/en": 0.5},
    "url": ("https://{site}{page}", "https://www.{site}{page}", "http://{site}{page}"),
    "mailbox": ("{name}.{syllable}@example.com", "{invented}@example.org", "{name}{digit}{digit}@{invented}.example"),
}  # fmt: skip
_SELLERS: Final[Mapping[str, Choices]] = {
    **COMMON,
    **SPAM,
    "who": {
        "{name}": 5, "{name} {syllable}{syllable}": 3, "{ware}": 3, "{anchor}": 2, "{niche}{syllable}": 1.5,
        "{domain}": 1, "{syllable}{syllable}{digit}{digit}{digit}": 1.5, "Dr {name}": 0.4, "{niche} {city}": 0.8,
    },
    "page": {"": 3, "/": 3, "/{niche}": 2, "/{niche}-{niche}-{city}": 2, "/?ref={digit}{digit}": 1, "{path}": 2},
    "url": {"https://{domain}{page}": 6, "https://www.{domain}{page}": 2, "http://{domain}{page}": 3,
            "https://{niche}-{niche}-{invented}.{tld}{page}": 2, "https://{invented}{digit}{digit}.{tld}{page}": 1},
    "mailbox": (
        "{niche}{invented}@example.com", "{name}{digit}{digit}{digit}@{invented}.{tld}", "info@{invented}.{tld}",
        "{invented}@example.net",
    ),
}  # fmt: skip
_TITLES: Final[Mapping[str, Choices]] = {
    **COMMON,
    "title": (
        "{city} votes on a new bridge", "What the ceasefire means for {city}", "A {job} and his {arts}",
        "Prices rise again", "Interview: the {job} who stayed", "Rain, at last", "Court rules on the old cemetery",
        "The long way to {city}", "Opinion: listen to the {job}s", "{n} hurt in bus accident near {city}",
    ),
    "abroad": (
        "خبر تازه از شهر", "پل تازه باز شد", "ახალი ხიდი გაიხსნა", "Նոր կամուրջ քաղաքում", "Новый мост открыт",
        "الجسر الجديد", "הגשר החדש נפתח", "Выборы в городе",
    ),
}  # fmt: skip
_HAS_PAGE: Final = {READER: 0.35, BLOGGER: 1.0, SELLER: 0.5, ADVERTISER: 1.0}
_HAS_MAIL: Final = {READER: 0.7, BLOGGER: 0.7, SELLER: 0.6, ADVERTISER: 0.7}
_IS_ABROAD: Final = {READER: 0.14, BLOGGER: 0.14, SELLER: 0.18, ADVERTISER: 0.18}
_IS_UNKNOWN: Final = {READER: 0.4, BLOGGER: 0.0, SELLER: 0.35, ADVERTISER: 0.0}
"""Of how many nothing is known but the text, as of the corpora's authors."""
_HAS_TITLE: Final = 0.6


def author_of(kind: str, text: str, chance: random.Random) -> Comment | None:
    """The comment around a text by such an author; None where nobody knows the author."""
    if chance.random() < _IS_UNKNOWN[kind]:
        return None
    slots = _READERS if kind in {READER, BLOGGER} else _SELLERS

    def said(slot: str, among: Mapping[str, Choices] = slots) -> str:
        return expand("{" + slot + "}", among, chance)

    def at_times(share: float, make: Callable[[], str]) -> str:
        return make() if chance.random() < share else ""

    title = at_times(_HAS_TITLE, lambda: said("abroad" if chance.random() < _IS_ABROAD[kind] else "title", _TITLES))
    return Comment.model_construct(
        content=text,
        author_name=said("who"),
        author_url=at_times(_HAS_PAGE[kind], lambda: said("url").replace(" ", "").lower()),
        author_email=at_times(_HAS_MAIL[kind], lambda: said("mailbox").lower()),
        article_title=title,
    )
