"""The API's names of attributes, and which of the model's attributes each is."""

import re
from collections.abc import Container, Mapping
from typing import Final

_OWN: Final = {
    "TOXICITY": "toxicity",
    "SEVERE_TOXICITY": "severe_toxicity",
    "IDENTITY_ATTACK": "identity_attack",
    "INSULT": "insult",
    "PROFANITY": "obscene",
    "THREAT": "threat",
}
ATTRIBUTES: Final[Mapping[str, str]] = {
    **_OWN,
    **{f"{name}_EXPERIMENTAL": attribute for name, attribute in _OWN.items()},
    "TOXICITY_FAST": "toxicity",
    "OBSCENE": "obscene",
    "SPAM": "spam",
    "LIKELY_TO_REJECT": "unwanted",
}
"""By the API's name, the model's attribute."""
OTHERS: Final = frozenset(
    {
        "SEXUALLY_EXPLICIT",
        "FLIRTATION",
        "ATTACK_ON_AUTHOR",
        "ATTACK_ON_COMMENTER",
        "INCOHERENT",
        "INFLAMMATORY",
        "UNSUBSTANTIAL",
    }
)
"""Names of the API for what no model here is taught."""
_VERSION: Final = re.compile(r"@[0-9]{1,4}\Z")


def unversioned(name: str) -> str:
    """The name without the version that may follow it: `TOXICITY@6` is TOXICITY."""
    return _VERSION.sub("", name)


def attribute_of(name: str, scored: Container[str]) -> str | None:
    """The model's attribute of that name; None where it is not among those that the model in use scores."""
    attribute = ATTRIBUTES.get(unversioned(name))
    return attribute if attribute in scored else None
