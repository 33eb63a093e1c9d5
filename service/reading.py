"""A submission read from the native protocol's JSON."""

from model.comment import InvalidCommentError, Submission
from service.checks import SiteRules
from service.errors import NotReadableError


def read_submission(body: bytes, site: SiteRules) -> Submission:
    """The comment in a JSON object.

    Raises NotReadableError where that is none, InvalidCommentError where fields are not as the site asks.
    """
    try:
        return site.policy.form_rules.parse(body, Submission)
    except InvalidCommentError as refused:
        if any(error.field == "body" and error.code != "unknown_field" for error in refused.errors):
            message = "Send one JSON object in UTF-8."
            raise NotReadableError(message) from None
        raise
