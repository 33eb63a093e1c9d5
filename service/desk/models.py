"""Models: which one judges the site, which there are, and a button to make a better one of the site's verdicts."""

import asyncio
from collections.abc import Sequence
from typing import Final, NamedTuple

from aiohttp import web
from sqlalchemy import Connection

from model.bundle import BundleError
from model.registry import Registry
from service.desk.access import signed_in
from service.desk.failures import ChangedError, ForbiddenError
from service.desk.forms import read_form
from service.desk.pages import HEADERS, page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.errors import AwayError
from service.gate_report import GateReport, read_report
from service.live_model import LiveModel
from service.parts import ENGINE, MODEL, REGISTRY, RETRAINER
from service.sessions import aside, in_thread
from service.versions import versions_for
from store import promotions, retrainings, second_looks, shadows
from store.promotions import Scope
from store.retrainings import Retraining
from store.shadows import Shadow

PATH: Final = "/desk/models"

_SHOWN: Final = 8
_MOST: Final = 100_000
_LOOKS: Final = 1_000

STAGES: Final = {
    "starting": "Starting",
    "reading": "Reading the judged comments",
    "cross-fitting": "Learning from a part, to be held against the rest",
    "learning": "Learning",
    "comparing": "Comparing with the model in use",
    "writing": "Writing the new version",
}
"""What a retraining does, by its own name for it."""


class Told(NamedTuple):
    """A retraining with its report; None where that cannot be read."""

    row: Retraining
    report: GateReport | None

    @property
    def stage(self) -> str:
        """What it does now."""
        name = str(self.row.progress.get("stage", "starting"))
        return STAGES.get(name, name.capitalize())

    @property
    def done(self) -> tuple[float, float] | None:
        """How much of how much of that is done."""
        done, of = self.row.progress.get("done"), self.row.progress.get("of")
        if isinstance(done, int | float) and isinstance(of, int | float) and of > 0:
            return done, of
        return None


class Trained(NamedTuple):
    """What the page tells of retraining."""

    running: Told | None
    ended: Sequence[Told]
    new_verdicts: int


class InUse(NamedTuple):
    """Which version judges, why the champion does not where that is so, and what a rollback would lead to."""

    version: str
    is_own: bool
    champion: str
    error: str
    history: Sequence[str]
    shared_champion: str
    shared_history: Sequence[str]


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """The page."""
    site = visitor.site
    await aside(request.app[RETRAINER].end_the_dead, site.site_id, site.name)
    # What was promoted a moment ago, by whomever, is shown as it is.
    await asyncio.to_thread(request.app[MODEL].refresh)

    def work(connection: Connection) -> tuple[Trained, Shadow | None, int]:
        looks = second_looks.open_ones(connection, site.site_id, _LOOKS)
        return _trained(connection, site.site_id), shadows.get(connection, site.site_id), len(looks)

    trained, shadow, looks = await in_thread(request.app[ENGINE], work)
    registry = request.app[REGISTRY]
    ended = request.query.get("ended", "")
    versions = await asyncio.to_thread(versions_for, registry, site.name)
    return page(
        request,
        "models.html",
        trained=trained,
        shadow=shadow,
        looks=looks,
        versions=versions,
        names={one.name for one in versions},
        kernel=request.app[MODEL].kernel,
        in_use=await asyncio.to_thread(in_use, request.app[MODEL], registry, site.name),
        every=site.policy.retrain_every,
        outcome=next((one for one in trained.ended if one.row.id == ended), None),
        done=request.query.get("done", ""),
        may_act=visitor.moderator.may("lead"),
        may_all=may_all(visitor),
    )


async def show_retraining(request: web.Request, visitor: Visitor) -> web.Response:
    """What htmx asks for again and again: how far it is. `seen`: the retraining that the page tells of, or empty."""
    site = visitor.site
    await aside(request.app[RETRAINER].end_the_dead, site.site_id, site.name)
    trained = await in_thread(request.app[ENGINE], lambda connection: _trained(connection, site.site_id))
    seen = request.query.get("seen", "")
    if trained.running is None and seen:
        return see_other(request, f"{PATH}?ended={seen if seen.replace('-', '').isalnum() else ''}")
    if trained.running is None:
        return web.Response(status=204, headers=HEADERS)
    return page(request, "_retraining.html", trained=trained)


async def retrain(request: web.Request, visitor: Visitor) -> web.Response:
    """Start a retraining; raises RunningError where there is one."""
    site = visitor.site
    try:
        await aside(request.app[RETRAINER].start, site.site_id, site.name, started_by=visitor.moderator.name)
    except OSError as error:
        message = f"No process can be started: {error.strerror}."
        raise AwayError(message) from error
    return see_other(request, f"{PATH}#retraining")


async def roll_back(request: web.Request, visitor: Visitor) -> web.Response:
    """Return to the version before; raises ChangedError where another is in use than the page told of."""
    form = await read_form(request)
    scope = scope_of(visitor, form.get("for", ""))
    registry = request.app[REGISTRY]
    champion = await asyncio.to_thread(promotions.champion, registry, scope)
    if champion != form.get("from", ""):
        message = "another version was promoted meanwhile: look at it first"
        raise ChangedError(message)
    await aside(promotions.roll_back, request.app[ENGINE], registry, scope, who=visitor.moderator.name)
    await asyncio.to_thread(request.app[MODEL].refresh)
    return see_other(request, f"{PATH}?done=rolled-back")


def scope_of(visitor: Visitor, told: str) -> Scope:
    """Whom the form concerns: the site, or all; raises ForbiddenError where all are not the visitor's to look after."""
    if told != "all":
        return Scope(visitor.site.site_id, visitor.site.name)
    if not may_all(visitor):
        message = "Which model all sites use is for those to say who look after all sites."
        raise ForbiddenError(message)
    return Scope()


def may_all(visitor: Visitor) -> bool:
    """Whether they may change what all sites use."""
    return visitor.moderator.may("lead") and visitor.moderator.site_id is None


def in_use(live: LiveModel, registry: Registry, site: str) -> InUse:
    """Which version judges the site's comments in this process; blocks."""
    bundle = live.of(site)
    error = live.errors.get(site, "") or live.errors.get("", "") or live.error
    try:
        own, shared = registry.own_champion(site), registry.champion
        history, shared_history = registry.history(site), registry.history()
    except BundleError as broken:
        return InUse("" if bundle is None else bundle.version, False, "", error or str(broken), (), "", ())
    version = "" if bundle is None else bundle.version
    return InUse(version, own is not None, own or "", error, history, shared or "", shared_history)


def _trained(connection: Connection, site_id: int) -> Trained:
    found = [Told(one, read_report(one.report)) for one in retrainings.newest(connection, site_id, _SHOWN)]
    running = next((one for one in found if one.row.state == "running"), None)
    ended = [one for one in found if one.row.state != "running"]
    return Trained(running, ended, retrainings.new_verdicts(connection, site_id, _MOST))


ENDPOINTS: Final = (
    Endpoint("GET", PATH, signed_in()(show), needs_key=False, documented=False),
    Endpoint("GET", f"{PATH}/retraining", signed_in()(show_retraining), needs_key=False, documented=False),
    Endpoint("POST", f"{PATH}/retraining", signed_in("lead")(retrain), needs_key=False, documented=False),
    Endpoint("POST", f"{PATH}/rollback", signed_in("lead")(roll_back), needs_key=False, documented=False),
)
