"""A site's policy, and the thresholds that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import fullmatch
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from model.comment import DEFAULT_REQUIRED, LANGUAGE_CHARACTERS, LANGUAGE_PATTERN, Comment
from model.curves import Curve
from model.form import FormRules


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which calibrated score (0..1) an attribute is queued and rejected; None: never."""

    queue_at: float | None = None
    reject_at: float | None = None

    def without_reject(self) -> "Threshold":
        """The same where nothing is rejected: what would be is queued."""
        return Threshold(self.queue_at if self.queue_at is not None else self.reject_at)


def _is_tag(language: str) -> str:
    if len(language) > LANGUAGE_CHARACTERS or not fullmatch(LANGUAGE_PATTERN, language):
        message = f"{language!r:.40} is no language tag, such as en or pt-BR"
        raise ValueError(message)
    return language


Share = Annotated[float, Field(ge=0, le=1)]
Promised = Annotated[float, Field(gt=0, lt=1)]
Language = Annotated[str, AfterValidator(_is_tag)]
Words = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(max_length=20_000)]


_SECRET_CHARACTERS: Final = 16


class Policy(BaseModel):
    """What one site asks for: required fields, thresholds, lists and switches. Every field has a sane default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    required: frozenset[str] = Field(DEFAULT_REQUIRED, description="Fields a comment must fill in.")
    messages: dict[str, str] = Field({}, description="Words for the reader, by `field.code` or `code`.")
    languages: tuple[Language, ...] = Field(
        ("en",), min_length=1, description="Languages of the site, the main one first."
    )
    unsupported_languages: Literal["queue", "judge"] = Field(
        "queue", description="What becomes of a comment in a language that the model has not learned."
    )
    max_wrong_rejects: Promised | None = Field(
        None, description="At most so many of the rejected comments may be fine; null: as the model was trained."
    )
    max_missed: Promised | None = Field(
        None, description="At most so much of the abuse and spam may be accepted; null: as the model was trained."
    )
    audit_share: Share = Field(
        0.01, description="Share of the accepted and of the rejected comments that moderators are asked to judge."
    )
    retrain_every: int | None = Field(
        None, ge=1, description="After how many verdicts the site's model is retrained by itself; null: never."
    )
    queue_at: dict[str, Share] = Field({}, description="By attribute: from which score a comment is queued.")
    reject_at: dict[str, Share | None] = Field({}, description="By attribute: from which score it is rejected.")
    banned_words: Words = Field((), description="Words and phrases that reject a comment.")
    suspect_words: Words = Field((), description="Words and phrases that queue a comment.")
    trusted_roles: Words = Field(("administrator", "editor", "moderator"), description="Roles that are accepted.")
    max_links: int = Field(2, ge=0, description="More links than this queue a comment.")
    allowed_domains: Words = Field((), description="Domains whose links do not count, with their subdomains.")
    banned_domains: Words = Field((), description="Domains whose links reject a comment, with their subdomains.")
    repeat_minutes: int = Field(
        1_440, ge=0, description="How long a text is remembered as a repetition; 0: not at all."
    )
    campaign_minutes: int = Field(
        60, ge=0, description="The time over which nearly the same text counts as a campaign; 0: not at all."
    )
    campaign_authors: int = Field(
        5, ge=2, description="Nearly the same text from so many authors in `campaign_minutes` queues."
    )
    campaign_articles: int = Field(5, ge=2, description="Or under so many articles, by whomever.")
    flood_comments: int = Field(5, ge=1, description="More comments of one author than this in `flood_seconds` queue.")
    flood_seconds: int = Field(60, ge=0, description="The time over which an author's comments count; 0: not at all.")
    keep_personal_data: bool = Field(False, description="Keep e-mail and IP address as they are, not only hashed.")
    retention_days: int | None = Field(365, ge=1, description="Days after which comments are deleted; null: never.")
    requests_per_minute: int | None = Field(None, ge=1, description="Rate limit of the site's keys; null: none.")
    webhook_url: str = Field(
        "",
        max_length=2_000,
        pattern=r"^(https?://[^\s/?#]+[^\s]*)?$",
        description="Where the site is told of each verdict, signed; on the site's own host. Empty: nowhere.",
    )
    webhook_secret: str = Field(
        "", max_length=500, description="What these messages are signed with (HMAC-SHA256); 16 characters or more."
    )
    akismet_queue_as: Literal["spam", "ham"] = Field(
        "spam",
        description="What Akismet clients that cannot hold a comment (any but WordPress) are told of one to be queued.",
    )
    akismet_discard: bool = Field(
        False, description="Tell Akismet clients to throw away what is rejected, instead of keeping it as spam."
    )
    perspective_feedback: bool = Field(
        True, description="Take Perspective's `suggestscore` for moderators' verdicts; not where readers know the key."
    )
    coral_secrets: Words = Field(
        (), description="Signing secrets of Coral's phase; none: its signature is not checked."
    )
    coral_content_format: Literal["text", "html"] = Field(
        "html", description="How Coral sends a comment, as its phase is configured."
    )

    @field_validator("required")
    @classmethod
    def _are_fields(cls, required: frozenset[str]) -> frozenset[str]:
        if unknown := sorted(required - Comment.model_fields.keys()):
            message = f"{unknown[0]!r} is no field of a comment"
            raise ValueError(message)
        return required

    @model_validator(mode="after")
    def _signs_what_it_sends(self) -> "Policy":
        if self.webhook_url and len(self.webhook_secret) < _SECRET_CHARACTERS:
            message = f"webhook_url needs a webhook_secret of at least {_SECRET_CHARACTERS} characters"
            raise ValueError(message)
        return self

    @property
    def form_rules(self) -> FormRules:
        """What the site asks of its comment form."""
        return FormRules(self.required, self.messages)

    def thresholds(
        self, trained: Mapping[str, Threshold], curves: Mapping[str, Curve] | None = None
    ) -> dict[str, Threshold]:
        """The bundle's thresholds, moved along its curves to the site's promises where it has stated any.

        A threshold that the site has set for an attribute stands in its place, whatever is promised. An attribute
        without a curve keeps what was trained.
        """
        promised = {
            attribute: self._promised(threshold, (curves or {}).get(attribute))
            for attribute, threshold in trained.items()
        }
        return {
            attribute: Threshold(
                self.queue_at.get(attribute, threshold.queue_at),
                self.reject_at.get(attribute, threshold.reject_at),
            )
            for attribute, threshold in promised.items()
        }

    def _promised(self, trained: Threshold, curve: Curve | None) -> Threshold:
        if curve is None or (self.max_wrong_rejects is None and self.max_missed is None):
            return trained
        reject_at = trained.reject_at if self.max_wrong_rejects is None else curve.rejects(self.max_wrong_rejects)
        level = trained.queue_at if self.max_missed is None else curve.queues(self.max_missed)
        # What is rejected from lower down is queued from there, too, as training does it.
        return Threshold(min((limit for limit in (level, reject_at) if limit is not None), default=None), reject_at)
