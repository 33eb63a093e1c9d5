"""Is the process alive, is the service ready, and what has it counted."""

import asyncio
from typing import Any, Final

from aiohttp import web
from pydantic_core import to_json

from model import IS_COMPILED
from service import metrics
from service.endpoints import JSON, Answer, Endpoint
from service.middleware import respond
from service.parts import METRICS, MODEL, READER, SITES, WRITER
from service.problems import NOT_READY, document
from service.second_reader import SecondReader


async def healthz(_request: web.Request) -> web.Response:
    """The process is alive."""
    return web.Response(body=b'{"status":"ok"}', content_type=JSON)


async def readyz(request: web.Request) -> web.Response:
    """Whether comments are judged by a model and kept in the database.

    A champion that cannot be loaded is told, but the service is ready while an older model serves.
    """
    app = request.app
    live, health = app[MODEL], app[WRITER].health()
    checks: dict[str, dict[str, Any]] = {
        "model": {
            "ok": live.bundle is not None,
            "version": live.version,
            "kernel": live.kernel,
            "modules": "compiled" if IS_COMPILED else "python",
            "error": live.error,
            # Of sites with a model of their own: why it is not the one in use.
            "sites": dict(live.errors),
        },
        "reader": _reader(app[READER]),
        "database": {"ok": app[SITES].is_loaded and health.state == "ok", "state": health.state},
        "spool": {"ok": health.state != "unavailable", "bytes": health.spool_bytes},
    }
    if all(check["ok"] for check in checks.values()):
        return web.Response(body=to_json({"status": "ready", "checks": checks}), content_type=JSON)
    failed = ", ".join(name for name, check in checks.items() if not check["ok"])
    return respond({**document(NOT_READY, f"Not well: {failed}."), "checks": checks}, {"Retry-After": "1"})


def _reader(second: SecondReader | None) -> dict[str, Any]:
    """How the second reader is: well in any case, for without it the first one judges."""
    if second is None:
        return {"ok": True, "state": "off", "version": "", "error": ""}
    version = "" if second.reader is None else second.reader.version
    return {"ok": True, "state": second.state, "version": version, "error": second.error}


async def show_metrics(request: web.Request) -> web.Response:
    """All processes' counts for Prometheus."""
    app = request.app
    app[METRICS].observe(app[WRITER].health(), app[MODEL].version, app[MODEL].faults)
    body = await asyncio.to_thread(app[METRICS].exposition)
    return web.Response(body=body, headers={"Content-Type": metrics.CONTENT_TYPE})


ENDPOINTS: Final = (
    Endpoint(
        "GET",
        "/healthz",
        healthz,
        summary="Alive?",
        answers={200: Answer("The process is alive.", "Health")},
        needs_key=False,
    ),
    Endpoint(
        "GET",
        "/readyz",
        readyz,
        summary="Ready?",
        description="Whether a model judges and the database keeps. Where one does not, comments are still taken: "
        "queued and kept on disk.",
        answers={200: Answer("Model, database and spool are well.", "Readiness")},
        problems=(503,),
        needs_key=False,
    ),
    Endpoint(
        "GET",
        "/metrics",
        show_metrics,
        summary="Metrics",
        description="Counts in Prometheus' text format.",
        answers={200: Answer("The counts.", content_type="text/plain")},
        needs_key=False,
    ),
)
