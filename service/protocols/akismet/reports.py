"""The calls that tell of an account: its counts, which are the site's real ones, and what else clients ask."""

import asyncio
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from service.away import or_away
from service.parts import ENGINE
from service.protocols.akismet import answers
from service.protocols.akismet.admission import admit, key_of
from service.protocols.akismet.bodies import Fields
from service.protocols.akismet.calls import need_blog
from service.protocols.akismet.tally import Tally
from store import statistics

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from store.statistics import DayCount

_SECONDS_EACH: Final = 10
"""What a person is taken to need for one comment that is spam; `time_saved` is made of it."""
_EPOCH: Final = date(1970, 1, 1)
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_SITES: Final = 500


async def get_stats(request: web.Request, fields: Fields) -> web.StreamResponse:
    """Counts over the last 60 days, by day, or over six months, a year or all time, by month."""
    site = await admit(request, fields, "key", "api_key")
    span = fields.get("from")
    today = datetime.now(UTC).date()
    by_day = span in ("60-days", "days")
    first = today - timedelta(days=60) if by_day else _first_month(today, span)
    counts = await _counts(request, site.site_id, first)
    # The command line of the plugin takes the names of its columns from the last row: there must be one.
    rows = {_label(today, by_day): Tally()}
    for count in counts:
        label = _label(_EPOCH + timedelta(days=count.day), by_day)
        rows[label] = rows.get(label, Tally()).with_count(count)
    total = Tally.of(counts)
    # A key opens one blog.
    breakdown = {label: {"da": label, "blogs": 1, **rows[label].members()} for label in sorted(rows)}
    saved = _SECONDS_EACH * (total.spam - total.false_positives)
    told = {**total.members(), "accuracy": total.accuracy, "time_saved": saved, "breakdown": breakdown}
    return answers.json(told)


async def usage_limit(request: web.Request, fields: Fields) -> web.StreamResponse:
    """How many comments the site has had checked in this month; there is no limit to be a share of."""
    site = await admit(request, fields)
    counts = await _counts(request, site.site_id, datetime.now(UTC).date().replace(day=1))
    told = {"limit": "none", "usage": Tally.of(counts).comments, "percentage": "0.00", "throttled": False}
    return answers.json(told)


async def key_sites(request: web.Request, fields: Fields) -> web.StreamResponse:
    """What the key's site did in a month; a key opens one site."""
    site = await admit(request, fields)
    found = _MONTH.fullmatch(fields.get("month"))
    today = datetime.now(UTC).date()
    first = date(int(found[1]) or 1, int(found[2]), 1) if found else today.replace(day=1)
    tally = Tally.of(await _counts(request, site.site_id, first, _months_ago(first, -1)))
    limit, offset = _number(fields, "limit", _SITES), _number(fields, "offset", 0)
    is_named = fields.get("filter").casefold() in site.name.casefold()
    rows = [{"site": site.name, "api_calls": tally.comments, **tally.members(), "is_revoked": False}]
    active = rows if tally.comments and is_named else []
    shown = active[offset : offset + limit]
    month = f"{first:%Y-%m}"
    if fields.get("format").lower() == "csv":
        title = f"Active sites for {key_of(request, fields)} during {month}"
        title += f" (limit: {limit}, offset: {offset}, total: {len(active)})"
        return web.Response(text=_csv(title, shown), content_type="text/csv")
    return answers.json({month: shown, "limit": limit, "offset": offset, "total": len(active)})


async def get_subscription(request: web.Request, fields: Fields) -> web.StreamResponse:
    """The account, such as WordPress shows it."""
    site = await admit(request, fields, "key", "api_key")
    told = {
        "account_id": site.site_id,
        "account_name": site.name,
        "account_type": "copydesk",
        "status": "active",
        "limit_reached": False,
        # Akismet's own kit for PHP takes a number or this.
        "next_billing_date": False,
        "is_active": True,
    }
    return answers.json(told)


async def deactivate(request: web.Request, fields: Fields) -> web.StreamResponse:
    """Acknowledge that a client forgets the key, which stays valid: only `copydesk keys revoke` ends it."""
    await admit(request, fields, "key", "api_key")
    need_blog(fields)
    return answers.text("deactivated")


async def token(request: web.Request, fields: Fields) -> web.StreamResponse:
    """A word for the plugin to show its statistics by; it opens nothing here."""
    await admit(request, fields)
    return answers.text(secrets.token_hex(16))


async def test(_request: web.Request, _fields: Fields) -> web.StreamResponse:
    """Tell that there is a connection."""
    return answers.text("connected")


async def _counts(request: web.Request, site_id: int, first: date, end: date = date.max) -> "list[DayCount]":
    with or_away("The counts cannot be read, because the database is away."):
        return await asyncio.to_thread(_read, request.app[ENGINE], site_id, _millisecond(first), _millisecond(end))


def _read(engine: "Engine", site_id: int, since: int, until: int) -> "list[DayCount]":
    with engine.connect() as connection:
        return statistics.by_day(connection, site_id, since, until)


def _millisecond(day: date) -> int:
    return (day - _EPOCH).days * statistics.DAY_MS


def _first_month(today: date, span: str) -> date:
    if span == "year":
        return _months_ago(today, 12)
    return _months_ago(today, 6) if "6" in span else _EPOCH


def _months_ago(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(min(max(years, 1), 9999), month + 1, 1)


def _label(day: date, by_day: bool) -> str:  # noqa: FBT001 - one of two forms
    return f"{day:%Y-%m-%d}" if by_day else f"{day:%Y-%m}"


def _number(fields: Fields, name: str, default: int) -> int:
    text = fields.get(name)
    return min(int(text), _SITES) if text.isascii() and text.isdigit() and len(text) < len(str(1 << 32)) else default


def _csv(title: str, rows: Iterable[Mapping[str, Any]]) -> str:
    lines = [title, "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked"]
    for row in rows:
        name = str(row["site"])
        # A name that a spreadsheet would take for a formula is told as a text.
        quoted = '"{}"'.format(("'" + name if name[:1] in "=+-@" else name).replace('"', '""'))
        plain = name.replace(".", "").replace("-", "").isalnum() and name[:1].isalnum()
        others = (str(value).lower() for key, value in row.items() if key != "site")
        lines.append(",".join((name if plain else quoted, *others)))
    return "\n".join(lines) + "\n"
