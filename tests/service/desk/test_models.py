"""The models' pages: which one judges, which there are, a button to retrain, promote and roll back."""

# ruff: noqa: D102 - the name of a test is its sentence

import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from yarl import URL

from model.registry import Registry
from service.desk import model_versions, shadow
from service.desk import models as pages
from service.desk import second_looks as looks
from service.parts import MODEL
from service.retraining import Retrainer
from store import audit, retrainings, second_looks, sites, verdicts
from store.database import writing
from store.identifiers import now
from store.second_looks import SecondLook
from tests.conftest_desk import Browser, SignIn
from tests.conftest_service import WORDS, Desk
from tests.model.bundles import make_bundle
from tests.service.test_retraining import FAKE, newest, script
from tests.waiting import until

RATES = {
    name: {"value": 0.1, "count": 10, "of": 100, "interval": [0.05, 0.18]}
    for name in ("accepted", "queued", "rejected", "wrong_rejects", "missed")
}
REPORT: Mapping[str, Any] = {
    "text": "Refused. Not met: <i>better</i>.",
    "champion": "test-1",
    "challenger": "test-2",
    "thresholds": ["unwanted is queued from 0.3 <b>"],
    "verdicts": {"all": 500},
    "criteria": [{"name": "better <b>", "passed": False, "text": "It is not more than chance may give."}],
    "comparisons": [
        {
            "name": "site: average precision",
            "rows": 150,
            "positives": 40,
            "champion": 0.5,
            "challenger": 0.62,
            "difference": [0.05, 0.19],
        },
        {
            "name": "site: log loss",
            "rows": 150,
            "positives": 40,
            "champion": 0.5,
            "challenger": 0.7,
            "difference": [-0.3, -0.1],
        },
        {"name": "elsewhere: threat", "rows": 9, "positives": 1, "champion": None, "challenger": None},
    ],
    "decisions": [{"on": "site", "champion": RATES, "challenger": RATES}],
}


@pytest.fixture(autouse=True)
def _fake_training(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.app.Retrainer", partial(Retrainer, command=FAKE))


def gated(models: Path, version: str, *, site: str | None = "default", card: str = "# A card\n") -> Path:
    """A version that learned from a site's verdicts, with the gate's report and a card."""
    files = {"gate.json": json.dumps(REPORT), "card.md": card}
    return make_bundle(models, version=version, words=WORDS, site=site, parent="test-1", files=files)


def own(desk: Desk) -> str | None:
    """The site's own champion."""
    return Registry(desk.settings.models).own_champion("default")


def logged(desk: Desk, action: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    """What the audit log tells of that, the newest first."""
    with desk.engine.connect() as connection:
        return [(one.who, one.subject, one.details) for one in audit.page(connection, None, action=action)]


async def text_of(browser: Browser, path: str) -> str:
    """A page that is there."""
    response = await browser.get(path)
    assert response.status == 200, await response.text()
    return await response.text()


async def test_versions_are_listed_with_what_they_are(desk: Desk, signed_in: SignIn, models: Path) -> None:
    assert desk.key
    gated(models, "test-2")
    make_bundle(models, version="other-1", words=WORDS, site="another")
    (models / "broken").mkdir()
    (models / "broken" / "manifest.json").write_text("{}")
    ada = await signed_in("Ada")
    page = await text_of(ada, "/desk/models")
    assert re.search(r"test-1</a>\s*<small>the model of all sites", page)
    assert "verdicts of default" in page
    assert "refused; on the site&#39;s verdicts better by 0.120 [0.050 to 0.190]" in page
    assert "other-1" not in page
    assert "broken/manifest.json is not as it was saved" in page
    assert "ships" in page
    assert "A lead can start it." in page
    assert "Retrain now" not in page
    assert (await ada.get("/desk/models/versions/other-1")).status == 404
    assert (await ada.get("/desk/models/versions/..%2Ftest-1")).status == 404
    assert "It cannot be used" in await text_of(ada, "/desk/models/versions/broken")


async def test_a_version_shows_its_card_and_what_the_gate_found(signed_in: SignIn, models: Path) -> None:
    hostile = "# Card\n\n<script>alert(1)</script> ![x](http://evil.example/x.png) [y](javascript:alert(1))\n"
    gated(models, "test-2", card=hostile + "\n| a | b |\n| :-- | --: |\n| <i> | 2 |\n")
    ada = await signed_in("Ada")
    page = await text_of(ada, "/desk/models/versions/test-2")
    for told in (
        "The gate: refused",
        "better by 0.120 [0.050 to 0.190]",
        "worse by 0.200 [0.100 to 0.300]",
        "not known: too few comments of both kinds",
        "10.0% <small>10 of 100, 4.9 to 17.6%</small>",
        "better &lt;b&gt;",
        '<td class="number">2</td>',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ):
        assert told in page
    for raw in ("<script>alert", "<img", 'javascript:alert(1)"', "style=", "<i>", "better <b>"):
        assert raw not in page
    assert "Promote for" not in page
    shipped = re.search(r'versions/([^"]+)">[^<]+</a> <small>ships', await text_of(ada, "/desk/models"))
    assert shipped is not None
    assert "ROC-AUC" in await text_of(ada, f"/desk/models/versions/{shipped[1]}")


async def test_a_card_or_report_that_was_changed_is_not_shown(signed_in: SignIn, models: Path) -> None:
    (gated(models, "test-2") / "card.md").write_text("# Forged")
    (gated(models, "test-3") / "gate.json").write_text(json.dumps({**REPORT, "text": "Passed, forged"}))
    ada = await signed_in("Ada", "lead")
    for version in ("test-2", "test-3"):
        page = await text_of(ada, f"/desk/models/versions/{version}")
        assert "is not the file that the manifest vouches for" in page
        assert "orged" not in page
        assert "Promote for" not in page


async def test_a_lead_promotes_and_rolls_back(desk: Desk, signed_in: SignIn, models: Path) -> None:
    gated(models, "test-2")
    ada = await signed_in("Ada", "lead")
    page = await text_of(ada, "/desk/models/versions/test-2")
    assert "though the gate has refused it" in page
    assert "Promote for all sites" not in page
    answer = await ada.post("/desk/models/versions/test-2/promote", data={"for": "site"})
    assert (answer.status, answer.headers["Location"]) == (303, "/desk/models?done=promoted")
    assert (own(desk), Registry(models).champion) == ("test-2", "test-1")
    # The service that was asked follows at once.
    assert (await desk.submit("Hello."))["model"] == "test-2"
    assert logged(desk, "promotion") == [("Ada", "test-2", {"before": "", "for": "default"})]
    page = await text_of(ada, "/desk/models?done=promoted")
    assert "Promoted." in page
    assert "Roll back to the model of all sites" in page
    answer = await ada.post("/desk/models/rollback", data={"for": "site", "from": "test-1"})
    assert answer.status == 409
    answer = await ada.post("/desk/models/rollback", data={"for": "site", "from": "test-2"})
    assert (answer.status, answer.headers["Location"]) == (303, "/desk/models?done=rolled-back")
    assert own(desk) is None
    assert (await desk.submit("Hello again."))["model"] == "test-1"
    assert logged(desk, "rollback") == [
        ("Ada", "that of all sites", {"before": "test-2", "for": "default", "after": ""})
    ]
    assert (await ada.post("/desk/models/rollback", data={"for": "site", "from": ""})).status == 409
    assert len(logged(desk, "rollback")) == 1


async def test_what_all_sites_use_is_for_those_who_look_after_all(desk: Desk, signed_in: SignIn, models: Path) -> None:
    make_bundle(models, version="test-2", words=WORDS)
    gated(models, "test-3")
    ada = await signed_in("Ada", "lead")
    assert (await ada.post("/desk/models/versions/test-2/promote", data={"for": "all"})).status == 403
    assert (await ada.post("/desk/models/rollback", data={"for": "all", "from": "test-1"})).status == 403
    grace = await signed_in("Grace", "lead", None)
    assert "Promote for all sites" in await text_of(grace, "/desk/models/versions/test-2")
    assert (await grace.post("/desk/models/versions/test-3/promote", data={"for": "all"})).status == 409
    assert (await grace.post("/desk/models/versions/test-2/promote", data={"for": "all"})).status == 303
    assert (own(desk), Registry(models).champion) == (None, "test-2")
    assert "Roll all sites back to test-1" in await text_of(grace, "/desk/models")
    assert (await grace.post("/desk/models/rollback", data={"for": "all", "from": "test-2"})).status == 303
    assert Registry(models).champion == "test-1"
    assert logged(desk, "promotion") == [("Grace", "test-2", {"before": "test-1", "for": "all sites"})]


async def test_a_broken_version_is_not_promoted_and_nothing_changes(
    desk: Desk, signed_in: SignIn, models: Path
) -> None:
    (gated(models, "test-2") / "table.npy").write_bytes(b"short")
    ada = await signed_in("Ada", "lead")
    answer = await ada.post("/desk/models/versions/test-2/promote", data={"for": "site"})
    assert answer.status == 409
    assert "is not the file that the manifest vouches for" in await answer.text()
    assert own(desk) is None
    assert logged(desk, "promotion") == []


async def test_a_champion_that_cannot_be_used_is_told_everywhere(desk: Desk, signed_in: SignIn, models: Path) -> None:
    gated(models, "test-2")
    Registry(models).promote("test-2", "default")
    (models / "test-2" / "table.npy").write_bytes(b"short")
    desk.app[MODEL].refresh()
    ada = await signed_in("Ada")
    page = await text_of(ada, "/desk/models")
    assert "The champion, test-2, cannot be used:" in page
    assert "test-1 goes on judging" in page
    checks = (await (await desk.get("/readyz")).json())["checks"]
    assert checks["model"]["ok"] is True
    assert "table.npy" in checks["model"]["sites"]["default"]
    assert "copydesk_model_faults 1.0" in await (await desk.get("/metrics")).text()


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("passed", "judges this site's comments from now on"),
        ("refused", "Nothing was changed."),
        ("failed", "the corpus &lt;b&gt;burns&lt;/b&gt;"),
    ],
)
async def test_a_retraining_is_followed_from_the_button_to_its_end(
    desk: Desk, signed_in: SignIn, models: Path, outcome: str, told: str
) -> None:
    gated(models, "test-2")
    script(models, "waiting", version="test-2")
    ada = await signed_in("Ada", "lead")
    page = await text_of(ada, "/desk/models")
    assert "Retrain now" in page
    assert (await ada.get("/desk/models/retraining")).status == 204
    if outcome != "passed":
        script(models, outcome, version="test-2", text="No <i>.")
    assert (await ada.post("/desk/models/retraining")).status == 303
    if outcome == "passed":
        assert (await ada.post("/desk/models/retraining")).status == 409
        page = await text_of(ada, "/desk/models")
        assert "Retrain now" not in page
        assert "started by Ada" in page
        await until(lambda: newest(desk.engine).progress.get("stage") == "learning")
        part = await text_of(ada, "/desk/models/retraining")
        assert '<progress aria-label="Retraining" max="2" value="1">' in part
        (models / "go").touch()
    await until(lambda: newest(desk.engine).state == outcome)
    seen = newest(desk.engine).id
    answer = await ada.get(f"/desk/models/retraining?seen={seen}", HX_Request="true")
    assert (answer.status, answer.headers["HX-Redirect"]) == (204, f"/desk/models?ended={seen}")
    await until(lambda: outcome != "failed" or "burns" in newest(desk.engine).report["error"])
    page = await text_of(ada, f"/desk/models?ended={seen}")
    assert told in page
    assert "No <i>" not in page


async def test_a_retraining_by_command_is_shown_like_any_other(desk: Desk, signed_in: SignIn) -> None:
    with writing(desk.engine) as connection:
        begun = retrainings.start(connection, 1, started_by="the <b>command line")
    ada = await signed_in("Ada")
    page = await text_of(ada, "/desk/models")
    assert "started by the &lt;b&gt;command line" in page
    assert f"seen={begun.id}" in page
    with writing(desk.engine) as connection:
        report = {"text": "Passed: it is better.", "promoted": False}
        retrainings.note(connection, begun.id, verdicts_seen=300, version="test-9", report=report)
        retrainings.finish(connection, begun.id, "passed")
    page = await text_of(ada, f"/desk/models?ended={begun.id}")
    assert "It was not to be promoted" in page
    assert "300 judged comments" in page


async def test_only_a_lead_acts(desk: Desk, signed_in: SignIn, models: Path) -> None:
    gated(models, "test-2")
    ada = await signed_in("Ada")
    for path, form in (
        ("/desk/models/retraining", {}),
        ("/desk/models/versions/test-2/promote", {"for": "site"}),
        ("/desk/models/rollback", {"for": "site", "from": ""}),
        ("/desk/models/shadow", {"version": "test-2"}),
        ("/desk/models/shadow/stop", {}),
    ):
        assert (await ada.post(path, data=form)).status == 403
    with desk.engine.connect() as connection:
        assert retrainings.newest(connection, 1, 1) == []


class TestSecondLook:
    """Verdicts in doubt, with both sides."""

    @pytest.fixture
    async def doubts(self, desk: Desk) -> list[SecondLook]:
        """Two that contradict each other, and one that contradicts the model."""
        looks = []
        ids = [(await desk.submit(f"Number <{number}> is here."))["id"] for number in range(3)]
        with writing(desk.engine) as connection:
            for number, comment in enumerate(ids):
                said = ("reject", "approve", "reject")[number]
                added = verdicts.add(connection, 1, comment, verdict=said, moderator="Ben <b>", source="desk")
                assert added is not None
                other = ids[1 - number] if number < 2 else None
                looks.append(SecondLook(comment, added.record.id, "twin" if other else "model", other, 3))
            second_looks.replace(connection, 1, looks)
        return looks

    async def test_both_sides_are_shown(self, signed_in: SignIn, doubts: list[SecondLook]) -> None:
        ada = await signed_in("Ada")
        assert "3 verdicts contradict the model or each other" in await text_of(ada, "/desk/models")
        page = await text_of(ada, "/desk/models/second-look")
        # A pair is shown once.
        assert page.count("the verdicts are opposite") == 1
        assert "the model is sure of the opposite: 3 % for a rejection" in page
        assert page.count("Number &lt;1&gt; is here.") == 1
        assert "Ben &lt;b&gt;" in page
        assert len(doubts) == 3

    async def test_one_slip_among_many_that_say_the_same_is_one_doubt(self, desk: Desk, signed_in: SignIn) -> None:
        ids = [(await desk.submit(f"The bridge is number {number}."))["id"] for number in range(5)]
        with writing(desk.engine) as connection:
            given = []
            for comment in ids:
                said = "reject" if comment == ids[3] else "approve"
                added = verdicts.add(connection, 1, comment, verdict=said, moderator="Ben", source="desk")
                assert added is not None
                given.append(added.record.id)
            others = [ids[0] if comment == ids[3] else ids[3] for comment in ids]
            looks = [
                SecondLook(comment, verdict, "twin", other, 3)
                for comment, verdict, other in zip(ids, given, others, strict=True)
            ]
            second_looks.replace(connection, 1, looks)
        ada = await signed_in("Ada")
        page = await text_of(ada, "/desk/models/second-look")
        assert page.count("the verdicts are opposite") == 1
        assert "3 more say it as well" in page
        path = f"/desk/models/second-look/{ids[3]}"
        await ada.post(path, data={"verdict": "approve", "seen": given[3]})
        assert "Nothing to look at." in await text_of(ada, "/desk/models/second-look")

    async def test_a_verdict_that_stands_is_settled_and_logged(
        self, desk: Desk, signed_in: SignIn, doubts: list[SecondLook]
    ) -> None:
        ada = await signed_in("Ada")
        path, form = f"/desk/models/second-look/{doubts[0].comment}", {"verdict": "stands"}
        assert (await ada.post(path, data={**form, "seen": "0" * 36})).status == 409
        part = await ada.post(path, data={**form, "seen": doubts[0].verdict}, HX_Request="true")
        assert "That stands" in await part.text()
        assert (await ada.post(path, data={**form, "seen": doubts[0].verdict})).status == 409
        assert logged(desk, "verdict") == [("Ada", doubts[0].comment, {"stands": "reject"})]
        assert (await text_of(ada, "/desk/models/second-look")).count("the verdicts are opposite") == 1
        path = f"/desk/models/second-look/{doubts[1].comment}"
        both = {"other": doubts[0].comment, "other_seen": doubts[0].verdict}
        await ada.post(path, data={**form, **both, "seen": doubts[1].verdict})
        with desk.engine.connect() as connection:
            assert second_looks.confirmed(connection, 1) == {doubts[0].verdict, doubts[1].verdict}
        assert "the verdicts are opposite" not in await text_of(ada, "/desk/models/second-look")

    async def test_a_verdict_is_changed_in_place(self, desk: Desk, signed_in: SignIn, doubts: list[SecondLook]) -> None:
        ada = await signed_in("Ada")
        path = f"/desk/models/second-look/{doubts[2].comment}"
        answer = await ada.post(path, data={"verdict": "approve", "seen": doubts[2].verdict})
        assert answer.status == 303
        with desk.engine.connect() as connection:
            latest = verdicts.latest(connection, 1, doubts[2].comment)
        assert latest is not None
        assert (latest.verdict, latest.moderator) == ("approve", "Ada")
        assert (await text_of(ada, "/desk/models/second-look")).count("opposite") == 1
        assert (await ada.post(path, data={"verdict": "reject", "seen": doubts[2].verdict})).status == 409
        # Once two agree neither is in doubt.
        path = f"/desk/models/second-look/{doubts[0].comment}"
        await ada.post(path, data={"verdict": "approve", "seen": doubts[0].verdict})
        assert "Nothing to look at." in await text_of(ada, "/desk/models/second-look")


async def test_the_schedule_is_told(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    assert "It starts when somebody asks for it" in await text_of(ada, "/desk/models")
    with writing(desk.engine) as connection:
        sites.update_policy(connection, 1, '{"retrain_every": 2000}', now=now())
    await desk.set_policy('{"retrain_every": 2000}')
    assert "It starts by itself after 2,000." in await text_of(ada, "/desk/models")


@pytest.mark.parametrize("value", ["\0\ud800'\"\\%", "9" * 30, "../../etc", "accept-", "<script>"])
async def test_no_page_of_the_models_fails_whatever_it_is_asked_for(
    signed_in: SignIn, models: Path, value: str
) -> None:
    (models / "script.json").write_text('{"outcome": "failed"}')
    ada = await signed_in("Ada", "admin", None)
    sent = quote(value.encode("utf-8", "surrogatepass"), safe="")
    names = ("done", "ended", "seen", "both", "before", "for", "from", "version", "verdict", "other", "other_seen")
    asked = "&".join(f"{name}={sent}" for name in names)
    headers = {"Cookie": ada.cookie, "X-CSRF-Token": ada.csrf, "Content-Type": "application/x-www-form-urlencoded"}
    for page in (*pages.ENDPOINTS, *model_versions.ENDPOINTS, *shadow.ENDPOINTS, *looks.ENDPOINTS):
        path = re.sub(r"\{id:[^{}]*\{36\}\}", "0" * 36, page.path).replace("{version}", sent)
        query, body = (f"?{asked}", None) if page.method == "GET" else ("", asked)
        async with ada.client.request(
            page.method, URL(f"{path}{query}", encoded=True), data=body, headers=headers, allow_redirects=False
        ) as answer:
            assert answer.status < 500, (page, await answer.text())
            assert "<script>" not in await answer.text() or value != "<script>"
