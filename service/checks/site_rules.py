"""A site's policy, compiled once for all its comments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

from model.bundle import Bundle
from model.form import FormRules
from model.policy import Policy, Threshold
from service.checks.domains import Domains
from service.checks.phrases import Phrases

if TYPE_CHECKING:
    from model.reader.reader import Beside


@dataclass(frozen=True, slots=True)
class Limits:
    """A site's thresholds for a bundle, and the lowest of each attribute."""

    thresholds: Mapping[str, Threshold]
    lowest: dict[str, float]

    @classmethod
    def of(cls, thresholds: Mapping[str, Threshold]) -> "Limits":
        """The limits that follow from the thresholds by attribute."""
        return cls(
            thresholds,
            {
                attribute: min((at for at in (limits.queue_at, limits.reject_at) if at is not None), default=inf)
                for attribute, limits in thresholds.items()
            },
        )

    def are_above(self, scores: dict[str, float]) -> bool:
        """Whether no score reaches its threshold; one that is no number does.

        Dictionaries, not mappings: compiled, to go through one takes a quarter of the time.
        """
        lowest = self.lowest
        for attribute, score in scores.items():  # noqa: SIM110 - every comment pays for the generator of all()
            if not score < lowest.get(attribute, inf):
                return False
        return True


@dataclass(frozen=True, slots=True)
class SiteRules:
    """A site and what its policy asks for, in the form that checks read fastest: a policy's own attributes are slow."""

    site_id: int
    name: str
    policy: Policy
    form: FormRules
    trusted_roles: frozenset[str]
    words: Phrases
    allowed_domains: Domains
    banned_domains: Domains
    languages: tuple[str, ...]
    judges_any_language: bool
    keeps_personal_data: bool
    flood_seconds: int
    flood_comments: int
    repeat_minutes: int
    campaign_minutes: int
    requests_per_minute: int | None
    host: str = ""
    _limits: "list[tuple[Bundle | Beside, Limits]]" = field(default_factory=list, init=False, compare=False, repr=False)

    @classmethod
    def of(cls, site_id: int, name: str, policy: Policy, host: str = "") -> "SiteRules":
        """The rules of a site; 10,000 listed words take about a tenth of a second.

        `host` is that of its pages, with a port where that is not the usual one; empty where it is not registered.
        """
        return cls(
            site_id,
            name,
            policy,
            policy.form_rules,
            frozenset(role.strip().casefold() for role in policy.trusted_roles),
            Phrases(suspect=policy.suspect_words, banned=policy.banned_words),
            Domains(policy.allowed_domains),
            Domains(policy.banned_domains),
            policy.languages,
            policy.unsupported_languages == "judge",
            policy.keep_personal_data,
            policy.flood_seconds,
            policy.flood_comments,
            policy.repeat_minutes,
            policy.campaign_minutes,
            policy.requests_per_minute,
            host,
        )

    def thresholds(self, bundle: Bundle) -> Mapping[str, Threshold]:
        """The site's thresholds for the bundle."""
        return self.limits(bundle).thresholds

    def limits(self, bundle: "Bundle | Beside") -> Limits:
        """The same with what else follows from them; worked out once for the bundle in use, alone and with another."""
        for known, limits in self._limits:
            if known is bundle:
                return limits
        limits = Limits.of(self.policy.thresholds(bundle.thresholds, bundle.curves))
        self._limits[:] = [(bundle, limits), *self._limits[:1]]
        return limits
