"""Insights: what the decisions and verdicts of some days amount to, as figures, charts and tables."""

from typing import Final

from aiohttp import web
from pydantic_core import to_json

from model.curves import Promised
from service import insights
from service.desk.access import signed_in
from service.desk.asking import REASONS
from service.desk.pages import page
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.insights import PERIODS, duration, quantile
from service.parts import ENGINE, MODEL
from service.sessions import in_thread
from store.identifiers import now

_USUAL: Final = 30


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """The page, with what the script draws and a table for each chart."""
    days = _days(request)
    figures = await in_thread(
        request.app[ENGINE], lambda connection: insights.read(connection, visitor.site.site_id, days, now=now())
    )
    median, most = (quantile(figures.waits, share) for share in (0.5, 0.9))
    policy = visitor.site.policy
    bundle = request.app[MODEL].of(visitor.site.name)
    return page(
        request,
        "insights.html",
        days=days,
        periods=PERIODS,
        figures=figures,
        charts=to_json([chart.members() for chart in figures.charts]).decode(),
        median=None if median is None else duration(median),
        most=None if most is None else duration(most),
        policy=policy,
        promised=Promised() if bundle is None else bundle.manifest.promised,
        has_model=bundle is not None,
        reasons=REASONS,
    )


def _days(request: web.Request) -> int:
    told = request.query.get("days", "")
    return int(told) if told in map(str, PERIODS) else _USUAL


ENDPOINTS: Final = (Endpoint("GET", "/desk/insights", signed_in()(show), needs_key=False, documented=False),)
