"""What a page of the queue is asked for, in its address and back."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, cast, get_args
from urllib.parse import urlencode

from model.scorer import ATTRIBUTES
from store.queue import Order
from store.queue_filters import Filter
from store.records import Kind

REASONS: Final[Mapping[str, str]] = {
    "toxicity": "toxic",
    "severe_toxicity": "very toxic",
    "obscene": "obscene",
    "threat": "threat",
    "insult": "insult",
    "identity_attack": "attack on a group",
    "spam": "spam",
    "unwanted": "like what you reject",
    "banned_word": "banned word",
    "suspect_word": "suspect word",
    "banned_domain": "banned domain",
    "too_many_links": "many links",
    "obfuscated_link": "hidden link",
    "repeated_comment": "repetition",
    "near_duplicate": "nearly a repetition",
    "campaign": "campaign",
    "flood": "flood",
    "honeypot": "honeypot",
    "language_not_supported": "language not learned",
    "model_unavailable": "not judged",
    "check_failed": "check failed",
    "store_unavailable": "database was away",
    "still_waiting": "checked again",
}
"""Codes of findings in few words; others are shown as they are."""

ORDERS: Final[Mapping[Order, str]] = {
    Order.URGENCY: "most urgent",
    Order.UNCERTAINTY: "least certain",
    Order.TIME: "oldest",
}
_CHARACTERS: Final = 2_000


class Asked(NamedTuple):
    """An order and a filter."""

    order: Order = Order.URGENCY
    wanted: Filter = Filter()

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """What the query asks for; what it has no sense for is passed over."""
        order = query.get("order", "")
        kind, value = query.get("author_kind", ""), query.get("author", "")[:_CHARACTERS]
        return cls(
            Order(order) if order in list(Order) else Order.URGENCY,
            Filter(
                reason=query.get("reason", "")[:_CHARACTERS],
                attribute=query.get("attribute", "") if query.get("attribute", "") in ATTRIBUTES else "",
                language=query.get("language", "")[:_CHARACTERS],
                article=query.get("article", "")[:_CHARACTERS],
                author=(cast("Kind", kind), value) if value and kind in get_args(Kind) else None,
                text=query.get("text", "").strip()[:200],
                is_set_aside=query.get("aside") == "1",
            ),
        )

    def query(self, **changed: Any) -> str:  # noqa: ANN401 - any field of the filter
        """The address's query, with some of the filter's fields changed; empty for the plain queue."""
        order = changed.pop("order", self.order)
        wanted = self.wanted._replace(**changed)
        kind, value = wanted.author or ("", "")
        told = {
            "order": "" if order is Order.URGENCY else str(order),
            "reason": wanted.reason,
            "attribute": wanted.attribute,
            "language": wanted.language,
            "article": wanted.article,
            "author_kind": kind,
            "author": value,
            "text": wanted.text,
            "aside": "1" if wanted.is_set_aside else "",
        }
        return urlencode({name: one for name, one in told.items() if one})

    def address(self, **changed: Any) -> str:  # noqa: ANN401 - as above
        """The page's address."""
        query = self.query(**changed)
        return f"/desk?{query}" if query else "/desk"
