"""Bodies of requests and answers of the native protocol as the OpenAPI document describes them."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from model.comment import Comment, Submission
from service.protocols.native import MAX_BATCH
from service.protocols.native.verdict import NewVerdict

Score = Annotated[float, Field(ge=0, le=1)]
Optional = SkipJsonSchema[None]


class _Document(BaseModel):
    """Every member that is not optional is always there, and no other is."""

    model_config = ConfigDict(extra="forbid")


class Span(_Document):
    """Code points `begin` up to, not including, `end` of the original content, and how much they weighed."""

    begin: int = Field(ge=0)
    end: int = Field(ge=0)
    weight: float


class Reason(_Document):
    """What one check says of the comment."""

    code: str
    severity: Literal["accept", "queue", "reject"]
    message: str
    score: float | Optional = None
    threshold: float | Optional = None
    spans: list[Span] | Optional = None
    earlier: list[str] | Optional = Field(None, description="Ids of comments that came before and that it speaks of.")


class Decision(_Document):
    """What is to become of the comment, and why."""

    id: str = Field(description="Id under which the comment is stored (UUIDv7).")
    decision: Literal["accept", "queue", "reject"]
    degraded: bool = Field(description="Whether something that should have judged or kept the comment could not.")
    reasons: list[Reason]
    scores: dict[str, Score | None] = Field(description="Probability by attribute; empty where no model could judge.")
    language: str
    model: str = Field(description="Version of the model, empty where there was none.")
    policy: str = Field(description="The site whose policy decided.")
    explanation: dict[str, list[Span]] | Optional = Field(
        None, description="By attribute the words that weighed, whatever the decision; where `explain` asked for them."
    )


class FieldProblem(_Document):
    """One field that cannot be taken."""

    field: str
    code: Literal[
        "required",
        "too_short",
        "too_long",
        "invalid_email",
        "invalid_url",
        "invalid_language",
        "invalid_value",
        "unknown_field",
    ]
    message: str = Field(description="Words for the reader.")


class Problem(_Document):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="Reference to the description of this kind of problem.")
    title: str
    status: int = Field(ge=400, le=599)
    detail: str | Optional = None
    errors: list[FieldProblem] | Optional = None


class Batch(_Document):
    """Comments to be judged in one request."""

    comments: list[Submission] = Field(max_length=MAX_BATCH)


class BatchResults(_Document):
    """A decision or a problem for each comment, in their order."""

    results: list[Decision | Problem]


class StoredComment(Decision):
    """A comment as it is kept, and the decision on it."""

    submitted_at: str | None = Field(json_schema_extra={"format": "date-time"})
    superseded_by: str | None = Field(description="Id of the next revision of the same comment.")
    protocol: str
    comment: "KeptComment"
    verdicts: list["Verdict"] = Field(description="What moderators said of it, the newest last; that one counts.")


class KeptComment(Comment):
    """The comment's fields; those not given are left out."""

    created_at: str | Optional = None  # type: ignore[assignment]


class Verdict(_Document):
    """What a moderator said of a comment."""

    id: str = Field(description="Id of the verdict (UUIDv7).")
    verdict: Literal["approve", "reject", "unsure", "withdrawn"]
    labels: list[str]
    note: str
    moderator: str = Field(description="Who said it, where that is known.")
    source: str = Field(description="The protocol it came by.")
    at: str = Field(json_schema_extra={"format": "date-time"})


class Erased(_Document):
    """What was erased."""

    erased: int = Field(ge=0, description="Comments, every revision counted.")


class Model(BaseModel):
    """The bundle in use: its version, and the facts of its manifest."""

    version: str


class Health(_Document):
    """The process is alive."""

    status: Literal["ok"]


class Readiness(_Document):
    """The service is ready."""

    status: Literal["ready"]
    checks: dict[str, dict[str, Any]]


class NotReady(Problem):
    """The service is not ready."""

    checks: dict[str, dict[str, Any]]


SCHEMAS: Final = {
    kind.__name__: kind
    for kind in (
        Submission,
        Batch,
        Decision,
        BatchResults,
        StoredComment,
        NewVerdict,
        Verdict,
        Erased,
        Model,
        Health,
        Readiness,
        NotReady,
        Problem,
    )
}
"""By the names that endpoints refer to."""
