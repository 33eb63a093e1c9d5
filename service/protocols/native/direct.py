"""The native protocol's comments on the fast path: `service.protocols.native.submit` says what is answered."""

from aiohttp import web

from service.checks import SiteRules
from service.decision import Decision
from service.exchange import Plain
from service.fast_path import Connection
from service.parts import METRICS, MODERATOR, SETTINGS, SITES
from service.protocols.native import NAME, PATH, render
from service.reading import read_submission
from service.turns import Tell


class Submitting:
    """A `service.exchange.Direct`; make it when the app has started."""

    def __init__(self, app: web.Application) -> None:
        self.largest = app[SETTINGS].max_body
        self._sites = app[SITES]
        self._turns = app[MODERATOR].turns
        self._metrics = app[METRICS]

    def open(self, request: Plain, connection: Connection) -> SiteRules | None:
        """The site whose key is known."""
        del connection
        return self._sites.open(request.head.key)

    def begin(self, opened: SiteRules, body: bytes, tell: Tell) -> None:
        """Have it judged; raises as `read_submission` and `Turns.begin` do."""
        self._turns.begin(read_submission(body, opened), opened, NAME, tell)

    def finish(self, answer: Decision, seconds: float) -> bytes:
        """The decision as it is answered."""
        self._metrics.took(seconds)
        return render(answer)

    def refused(self, status: int) -> None:
        """Count the problem."""
        self._metrics.refused(status)


def direct(app: web.Application) -> dict[bytes, Submitting]:
    """By path."""
    return {PATH.encode(): Submitting(app)}
