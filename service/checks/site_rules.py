"""A site's policy, compiled once for all its comments."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.bundle import Bundle
from model.policy import Policy, Threshold
from service.checks.domains import Domains
from service.checks.phrases import Phrases


@dataclass(frozen=True, slots=True)
class SiteRules:
    """A site and what its policy asks for, in the form that checks read fastest."""

    site_id: int
    name: str
    policy: Policy
    trusted_roles: frozenset[str]
    words: Phrases
    allowed_domains: Domains
    banned_domains: Domains
    host: str = ""
    _thresholds: list[tuple[Bundle, Mapping[str, Threshold]]] = field(
        default_factory=list, init=False, compare=False, repr=False
    )

    @classmethod
    def of(cls, site_id: int, name: str, policy: Policy, host: str = "") -> "SiteRules":
        """The rules of a site; 10,000 listed words take about a tenth of a second.

        `host` is that of its pages, with a port where that is not the usual one; empty where it is not registered.
        """
        return cls(
            site_id,
            name,
            policy,
            frozenset(role.strip().casefold() for role in policy.trusted_roles),
            Phrases(suspect=policy.suspect_words, banned=policy.banned_words),
            Domains(policy.allowed_domains),
            Domains(policy.banned_domains),
            host,
        )

    def thresholds(self, bundle: Bundle) -> Mapping[str, Threshold]:
        """The site's thresholds for the bundle; worked out once for the bundle in use."""
        for known, thresholds in self._thresholds:
            if known is bundle:
                return thresholds
        thresholds = self.policy.thresholds(bundle.thresholds, bundle.curves)
        self._thresholds[:] = [(bundle, thresholds)]
        return thresholds
