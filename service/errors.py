"""Why the service does not answer a request, whatever protocol it came by."""

from collections.abc import Iterable

from model.comment import FieldError


class ServiceError(Exception):
    """Base of the errors a client is told about; the message is for the client."""


class UnknownKeyError(ServiceError):
    """The request has no key, or one that opens no site."""


class NotFoundError(ServiceError):
    """The site has no such thing."""


class NotReadableError(ServiceError):
    """The request's body is not in the format of the protocol."""


class InvalidRequestError(ServiceError):
    """The request's envelope or parameters are wrong; `errors` names them."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in self.errors))


class LaterError(ServiceError):
    """The same request may succeed after so many seconds."""

    def __init__(self, message: str, seconds: float = 1.0) -> None:
        super().__init__(message)
        self.seconds = seconds


class SlowBodyError(LaterError):
    """The request's body did not come in time."""


class ThrottledError(LaterError):
    """The client asked too often."""


class SiteLimitError(ThrottledError):
    """More is asked than the site's own policy allows."""


class OverloadedError(LaterError):
    """More comments are in work than the service admits."""


class AwayError(LaterError):
    """Something the request cannot do without is away: the database, or database and spool, or the model."""
