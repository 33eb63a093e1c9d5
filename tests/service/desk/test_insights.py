"""Figures, charts and tables say the same, and what a count by hand says."""

import json
import random
import re
from collections import Counter
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from sqlalchemy import insert, update

from model.shares import Share
from service.insights import duration, quantile
from store import comments, insights, verdicts
from store.database import writing
from store.identifiers import first_at, now
from store.insight_tables import queue_sizes, samples
from store.records import CommentRecord
from store.tables import verdicts as given
from tests.conftest_desk import SignIn
from tests.conftest_service import Desk
from tests.store.records import record

DAY = 86_400_000
HOUR = 3_600_000


def fill(desk: Desk) -> list[tuple[CommentRecord, str, bool]]:
    """A week of comments with what moderators made of them, and whether they were drawn for the audit."""
    chance = random.Random(9)  # noqa: S311 - no secret
    noon = now() // DAY * DAY
    written = []
    with writing(desk.engine) as connection:
        for number in range(300):
            at = noon - chance.randrange(6) * DAY - HOUR * 5 + number
            one = record(1, f"number {number}")._replace(
                submitted_at=at, decision=chance.choice(["accept", "queue", "reject"])
            )
            comments.insert_many(connection, [one])
            verdict = chance.choice(["approve", "reject", "", ""])
            if verdict:
                added = verdicts.add(connection, 1, one.id, verdict=verdict, source="desk")
                assert added is not None
                when = at + chance.randrange(1, 5) * HOUR
                moved = first_at(when)[:-12] + added.record.id[-12:]
                connection.execute(update(given).where(given.c.id == added.record.id).values(at=when, id=moved))
            is_drawn = one.decision != "queue" and chance.random() < 0.5
            if is_drawn:
                row = {"comment": one.id, "site_id": 1, "decision": one.decision, "drawn_at": at}
                connection.execute(insert(samples), row)
            written.append((one, verdict, is_drawn))
        connection.execute(insert(queue_sizes).values(site_id=1, at=noon - DAY, waiting=4_321))
    return written


def share(count: int, of: int) -> str:
    """As the page tells it."""
    found = Share(count, of).interval()
    return f"{count / of:.1%} {found.low:.1%} to {found.high:.1%}, {count} of {of}"


def drawn(page: str) -> list[dict[str, Any]]:
    """What the script draws."""
    told = re.search(r'data-charts="([^"]+)"', page)
    assert told is not None
    charts: list[dict[str, Any]] = json.loads(unescape(told[1]))
    return charts


async def test_the_figures_are_those_counted_by_hand(desk: Desk, signed_in: SignIn) -> None:
    written = fill(desk)
    ada = await signed_in("Ada")
    page = await (await ada.get("/desk/insights?days=7")).text()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    states = Counter((one.decision, verdict) for one, verdict, _ in written)
    drawn = Counter((one.decision, verdict) for one, verdict, is_drawn in written if is_drawn)
    wrong = drawn["reject", "approve"], drawn["reject", "approve"] + drawn["reject", "reject"]
    accepted = drawn["accept", "reject"], drawn["accept", "approve"] + drawn["accept", "reject"]
    assert f"Wrongly rejected {share(*wrong)}" in text
    assert f"Wrongly accepted {share(*accepted)}" in text
    same = states["accept", "approve"] + states["reject", "reject"]
    assert f"Agreement {share(same, same + states['accept', 'reject'] + states['reject', 'approve'])}" in text
    queued = states["queue", "reject"], states["queue", "reject"] + states["queue", "approve"]
    assert f"Queued for a reason {share(*queued)}" in text
    counts = Counter(one.decision for one, _, _ in written)
    missed = accepted[0] / accepted[1] * counts["accept"]
    caught = counts["reject"] * (1 - wrong[0] / wrong[1]) + counts["queue"] * queued[0] / queued[1]
    assert f"Missed about {missed / (missed + caught):.1%}" in text
    assert f"Comments {len(written)} {counts['accept'] / len(written):.1%} accepted" in text


async def test_no_error_in_the_audit_sample_is_shown_as_none(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    assert (await (await ada.get("/desk/insights?days=7")).text()).count("There is nothing to show") == 5
    with writing(desk.engine) as connection:
        one = record(1, "number 1")._replace(submitted_at=now(), decision="reject")
        comments.insert_many(connection, [one])
        verdicts.add(connection, 1, one.id, verdict="reject", source="desk")
        connection.execute(insert(samples), {"comment": one.id, "site_id": 1, "decision": "reject", "drawn_at": now()})
    page = await (await ada.get("/desk/insights?days=7")).text()
    assert 'data-chart="audit"' in page


async def test_what_is_held_for_a_reason_is_told_beside_what_moderators_made_of_it(
    desk: Desk, signed_in: SignIn
) -> None:
    with writing(desk.engine) as connection:
        judged = [("insult", "approve")] * 9 + [("insult", "reject"), ("insult spam", "reject"), ("odd_one", "")]
        for number, (codes, verdict) in enumerate(judged):
            findings = json.dumps([{"code": code, "severity": "queue", "message": ""} for code in codes.split()])
            one = record(1, f"number {number}")._replace(submitted_at=now(), decision="queue", findings=findings)
            comments.insert_many(connection, [one])
            if verdict:
                verdicts.add(connection, 1, one.id, verdict=verdict, source="desk")
    ada = await signed_in("Ada")
    page = await (await ada.get("/desk/insights?days=7")).text()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert f"nothing else held it insult {share(2, 11)} {share(1, 10)} spam {share(1, 1)} —" in text
    assert "odd one" not in text


async def test_charts_and_tables_tell_each_day(desk: Desk, signed_in: SignIn) -> None:
    written = fill(desk)
    ada = await signed_in("Ada")
    page = await (await ada.get("/desk/insights?days=7")).text()
    charts = {one["name"]: one for one in drawn(page)}
    assert list(charts) == ["decisions", "agreement", "audit", "waits", "queue"]
    decisions = charts["decisions"]
    days = [datetime.fromtimestamp(at, UTC).date() for at in decisions["times"]]
    assert len(days) == 7
    by_day = Counter(
        (datetime.fromtimestamp(one.submitted_at / 1000, UTC).date(), one.decision) for one, _, _ in written
    )
    for line, decision in zip(decisions["lines"], ("accept", "queue", "reject"), strict=True):
        assert line["values"] == [by_day[day, decision] for day in days]
    for day in days:
        cells = "".join(f"<td>{by_day[day, decision]}</td>" for decision in ("accept", "queue", "reject"))
        assert f'<th scope="row">{day}</th>{cells}' in page
    assert "4,321" in page
    with desk.engine.connect() as connection:
        waited = insights.waits(connection, 1, 0, now() + DAY)
    today = [one.waited / HOUR for one in waited if one.at // DAY == decisions["times"][-2] * 1000 // DAY]
    assert charts["waits"]["lines"][0]["values"][-2] == pytest.approx(sorted(today)[(len(today) - 1) // 2])
    sampled = [
        (one, verdict) for one, verdict, is_drawn in written if is_drawn and verdict and one.decision == "reject"
    ]
    assert charts["audit"]["lines"][0]["values"][-1] == pytest.approx(
        sum(verdict == "approve" for _, verdict in sampled) / len(sampled)
    )


async def test_a_site_without_comments_says_so(signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    page = await (await ada.get("/desk/insights")).text()
    assert page.count("There is nothing to show of these days yet.") == 5
    assert page.count("not known yet") == 5
    assert len(drawn(await (await ada.get("/desk/insights?days=nonsense")).text())[0]["times"]) == 30


@pytest.mark.parametrize(
    ("values", "median", "most"), [([], None, None), ([5], 5, 5), ([1, 2], 1, 2), (list(range(1, 11)), 5, 9)]
)
def test_a_quantile_is_one_of_the_values(values: list[int], median: int | None, most: int | None) -> None:
    assert (quantile(values, 0.5), quantile(values, 0.9)) == (median, most)


@pytest.mark.parametrize(
    ("milliseconds", "told"), [(900, "1 s"), (90_000, "1.5 min"), (2 * HOUR, "2.0 h"), (36 * HOUR, "1.5 d")]
)
def test_a_length_of_time_is_told_in_the_unit_that_fits(milliseconds: int, told: str) -> None:
    assert duration(milliseconds) == told
