"""Charts are drawn and told in tables; a promise is moved, looked at, applied and taken back."""

import json
import random

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert

from model.curves import Curve
from model.registry import Registry
from model.scorer import ATTRIBUTES
from store import comments, sites, verdicts
from store.database import writing
from store.identifiers import now
from store.insight_tables import queue_sizes, samples
from tests.browser.conftest import Office, Visit, assert_accessible, load_until_there, shoot
from tests.conftest_service import WORDS
from tests.model.bundles import make_bundle
from tests.store.records import record

DAY = 86_400_000
CURVE = Curve(
    reject_at=tuple((share, 0.9 - share * 2) for share in (0.005, 0.02, 0.05, 0.1, 0.2)),
    queue_at=tuple((share, 0.4 + share) for share in (0.01, 0.05, 0.1, 0.2, 0.5)),
    missed_from=0.01,
)


@pytest.fixture
def month(office: Office) -> Office:
    """An office with a month behind it, and a model that knows its thresholds for other promises."""
    chance = random.Random(3)  # noqa: S311 - no secret
    with writing(office.engine) as connection:
        for number in range(240):
            score = chance.random() ** 3
            one = record(1, f"Comment number {number}, which says nothing in particular.")._replace(
                submitted_at=now() - chance.randrange(1, 30) * DAY,
                decision="reject" if score > 0.9 else "queue" if score > 0.5 else "accept",
                scores=json.dumps({"toxicity": round(score, 4)}),
                model="test-2",
            )
            comments.insert_many(connection, [one])
            if chance.random() < 0.5:
                said = "reject" if chance.random() < score else "approve"
                verdicts.add(connection, 1, one.id, verdict=said, moderator="Ben", source="desk")
            if one.decision != "queue" and chance.random() < 0.4:
                drawn = {"comment": one.id, "site_id": 1, "decision": one.decision, "drawn_at": one.submitted_at}
                connection.execute(insert(samples), drawn)
        sizes = [{"site_id": 1, "at": now() - back * DAY, "waiting": 40 + back} for back in range(30)]
        connection.execute(insert(queue_sizes), sizes)
    make_bundle(office.folder / "models", version="test-2", words=WORDS, curves=dict.fromkeys(ATTRIBUTES, CURVE))
    Registry(office.folder / "models").promote("test-2")
    return office


def promises(office: Office) -> dict[str, float]:
    """What is stored of the site's policy."""
    with office.engine.connect() as connection:
        found = sites.find(connection, "default")
    assert found is not None
    policy: dict[str, float] = json.loads(found.policy)
    return policy


def test_charts_are_drawn_and_their_numbers_are_in_tables(month: Office, desk: Page) -> None:
    assert month.key
    desk.get_by_role("link", name="Insights").click()
    expect(desk.locator("[data-drawn=yes]")).to_have_count(1)
    expect(desk.locator(".chart canvas")).to_have_count(5)
    assert_accessible(desk)
    shoot(desk, "insights")
    desk.get_by_text("The numbers of decisions").click()
    table = desk.get_by_role("region", name="Decisions, in numbers")
    expect(table.get_by_role("row")).to_have_count(31)
    chart = desk.locator('[data-chart="decisions"]')
    chart.hover()
    expect(chart.locator("output")).to_contain_text("Accepted:")
    assert_accessible(desk)
    # The colours follow the scheme.
    desk.emulate_media(color_scheme="dark")
    expect(desk.locator(".chart canvas")).to_have_count(5)
    desk.emulate_media(color_scheme="light")
    desk.get_by_role("link", name="7 days").click()
    expect(desk.locator("[data-drawn=yes]")).to_have_count(1)


def test_short_times_and_a_single_hour_have_labels(office: Office, visit: Visit) -> None:
    with writing(office.engine) as connection:
        one = record(1, "A comment.")._replace(submitted_at=now() - 100_000, decision="queue", waiting_since=now())
        comments.insert_many(connection, [one])
        verdicts.add(connection, 1, one.id, verdict="reject", moderator="Ben", source="desk")
        connection.execute(insert(queue_sizes), [{"site_id": 1, "at": now(), "waiting": 4}])
    page = visit.as_somebody("Grace")
    # What is drawn can be read only while it is.
    page.add_init_script("""
        const draw = CanvasRenderingContext2D.prototype.fillText;
        window.drawn = [];
        CanvasRenderingContext2D.prototype.fillText = function (...told) {
          window.drawn.push(told[0]);
          return draw.apply(this, told);
        };
    """)
    page.goto("/desk/insights?days=7")
    expect(page.locator("[data-drawn=yes]")).to_have_count(1)
    told = page.evaluate("window.drawn")
    assert {"0 min", "1 min"} <= {*told}
    assert [one for one in told if ":" in one]


def test_without_scripts_the_tables_tell_it_all(month: Office, visit: Visit) -> None:
    assert month.key
    page = visit.as_somebody("Grace", java_script_enabled=False)
    page.goto("/desk/insights")
    expect(page.locator("details table")).to_have_count(5)
    expect(page.locator(".chart").first).to_be_hidden()


def test_a_promise_is_moved_applied_and_taken_back(month: Office, visit: Visit) -> None:
    page = visit.as_somebody("Grace", "lead")
    page.get_by_role("link", name="Insights").click()
    page.get_by_role("link", name="What if the promises were others?").click()
    load_until_there(page.locator("form.promises"))
    slider = page.get_by_role("slider", name="Wrong rejects")
    slider.focus()
    for _ in range(16):
        slider.press("ArrowRight")
    page.get_by_role("spinbutton", name="Missed").fill("20")
    expect(page.get_by_role("spinbutton", name="Wrong rejects")).to_have_value("10")
    expect(page.locator(".effect")).to_contain_text("10 % / 20 %")
    expect(page.locator(".moves")).to_contain_text("queued → rejected")
    assert_accessible(page)
    shoot(page, "what-if")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status")).to_contain_text("Applied.")
    assert promises(month) == {"max_wrong_rejects": 0.1, "max_missed": 0.2}
    expect(page.locator(".switch")).to_contain_text("Grace changed them")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone")
    assert promises(month) == {}
