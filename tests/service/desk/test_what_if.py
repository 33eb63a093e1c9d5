"""What other promises would make of the site's comments; applied with one click, taken back with another."""

import json
import re
from pathlib import Path

import pytest

from model.curves import Curve, Promised
from model.policy import Policy
from model.registry import Registry
from model.scorer import ATTRIBUTES
from service.parts import MODEL
from store import audit, comments, sites
from store.database import writing
from tests.conftest_desk import SignIn
from tests.conftest_service import WORDS, Desk, StartDesk
from tests.model.bundles import make_bundle
from tests.store.records import record

CURVE = Curve(
    reject_at=((0.005, None), (0.02, 0.9), (0.1, 0.6), (0.2, 0.55)),
    queue_at=((0.01, 0.1), (0.05, 0.3), (0.1, 0.5), (0.5, 0.8)),
    missed_from=0.05,
)


@pytest.fixture
async def desk(start_desk: StartDesk, models: Path) -> Desk:
    """A service whose model knows its thresholds for other promises."""
    make_bundle(models, version="test-2", words=WORDS, curves=dict.fromkeys(ATTRIBUTES, CURVE))
    Registry(models).promote("test-2")
    started = await start_desk(models=models)
    scores = {"spam": 0.02, "insult": 0.2, "threat": 0.4, "obscene": 0.7, "toxicity": 0.95}
    with writing(started.engine) as connection:
        written = [
            record(1, f"scored {score}")._replace(scores=json.dumps({name: score}), model="test-2")
            for name, score in scores.items()
        ]
        comments.insert_many(connection, written)
    return started


def policy_of(desk: Desk) -> Policy:
    """As it is stored."""
    with desk.engine.connect() as connection:
        site = sites.find(connection, "default")
    assert site is not None
    return Policy.model_validate_json(site.policy)


def numbers(page: str) -> list[list[int]]:
    """Now, then and the change of what is accepted, queued and rejected."""
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page)
    return [[int(cell.replace("+", "")) for cell in re.findall(r"<td>([+-]?\d+)", row)] for row in rows]


def changed(page: str) -> list[str]:
    """Texts of the comments that change."""
    return re.findall(r"scored [0-9.]+", page)


async def test_what_would_become_of_the_comments_is_counted_and_shown(signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    page = await (await ada.get("/desk/what-if?wrong=10&missed=5")).text()
    assert numbers(page) == [[3, 2, -1], [1, 1, 0], [1, 2, 1]]
    assert changed(page) == ["scored 0.7", "scored 0.4"]
    assert changed(await (await ada.get("/desk/what-if?wrong=10&missed=5&move=queue-reject")).text()) == ["scored 0.7"]
    page = await (await ada.get("/desk/what-if")).text()
    assert numbers(page) == [[3, 3, 0], [1, 1, 0], [1, 1, 0]]
    assert "None of them would be decided otherwise." in page
    assert "This is what the site promises now." in page
    assert "A lead can apply this." in await (await ada.get("/desk/what-if?wrong=10")).text()
    part = await (await ada.get("/desk/what-if?wrong=10&missed=", HX_Request="true")).text()
    assert "<html" not in part
    assert numbers(part) == [[3, 3, 0], [1, 0, -1], [1, 2, 1]]


async def test_the_sliders_begin_with_what_the_model_was_trained_for(
    desk: Desk, models: Path, signed_in: SignIn
) -> None:
    curves = dict.fromkeys(ATTRIBUTES, CURVE)
    make_bundle(models, version="test-3", words=WORDS, curves=curves, promised=Promised(0.035, 0.25))
    Registry(models).promote("test-3")
    desk.app[MODEL].refresh()
    ada = await signed_in("Ada")
    page = await (await ada.get("/desk/what-if")).text()
    assert re.findall(r'type="range".*? value="([0-9.]+)"', page) == ["3.5", "25"]
    assert "was trained for 3.5 % wrong rejects and 25 % missed" in page
    assert "as trained: 3.5 % / 25 %" in page
    assert "at most 3.5 % of what it rejects" in await (await ada.get("/desk/models/versions/test-3")).text()


async def test_what_a_promise_cannot_do_is_told(desk: Desk, signed_in: SignIn) -> None:
    await desk.set_policy('{"queue_at": {"spam": 0.3}}')
    ada = await signed_in("Ada")
    page = await (await ada.get("/desk/what-if?wrong=0.5&missed=1")).text()
    assert "Nothing is rejected by itself" in page
    assert "Too few comments of the training are positive for identity_attack, insult" in page
    assert "thresholds of its own for spam" in page
    assert [row[1] for row in numbers(page)] == [1, 4, 0]


async def test_a_lead_applies_it_and_takes_it_back(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada", "lead")
    assert (await desk.submit("meh"))["decision"] == "queue"
    answer = await ada.post("/desk/what-if", data={"wrong": "20", "missed": "50"})
    assert (answer.status, answer.headers["Location"]) == (303, "/desk/what-if?done=applied")
    assert policy_of(desk) == Policy(max_wrong_rejects=0.2, max_missed=0.5)
    # The service that was asked follows at once.
    assert (await desk.submit("meh again"))["decision"] == "reject"
    with desk.engine.connect() as connection:
        (entry,) = audit.page(connection, 1, action="policy")
    assert entry.who == "Ada"
    assert entry.details == {"max_wrong_rejects": "null → 0.2", "max_missed": "null → 0.5"}
    page = await (await ada.get("/desk/what-if")).text()
    assert "Ada changed them" in page
    (change,) = re.findall(r'name="change" value="([^"]+)"', page)
    assert (await ada.post("/desk/what-if/undo", data={"change": change})).status == 303
    assert policy_of(desk) == Policy()
    assert (await ada.post("/desk/what-if/undo", data={"change": change})).status == 409
    # What was undone can be undone, too: the log goes on.
    page = await (await ada.get("/desk/what-if")).text()
    assert re.findall(r'name="change" value="([^"]+)"', page) != [change]


async def test_applying_leaves_the_rest_of_the_policy_alone(desk: Desk, signed_in: SignIn) -> None:
    await desk.set_policy('{"max_links": 0, "max_missed": 0.2, "banned_words": ["rival"]}')
    ada = await signed_in("Ada", "lead")
    await ada.post("/desk/what-if", data={"wrong": "", "missed": "12,5"})
    assert policy_of(desk) == Policy(max_links=0, max_missed=0.125, banned_words=("rival",))


async def test_a_change_by_the_command_line_can_be_undone_and_a_later_one_keeps_an_old_one_from_it(
    desk: Desk, signed_in: SignIn
) -> None:
    ada = await signed_in("Ada", "lead")
    with writing(desk.engine) as connection:
        audit.append(
            connection,
            site_id=1,
            who=audit.COMMAND_LINE,
            action="policy",
            subject="default",
            details={"max_missed": "0.2 → 0.3", "max_links": "2 → 0"},
        )
    await desk.set_policy('{"max_missed": 0.3}')
    page = await (await ada.get("/desk/what-if")).text()
    assert "command line changed them" in page
    (change,) = re.findall(r'name="change" value="([^"]+)"', page)
    await desk.set_policy('{"max_missed": 0.4}')
    assert 'name="change"' not in await (await ada.get("/desk/what-if")).text()
    assert (await ada.post("/desk/what-if/undo", data={"change": change})).status == 409
    await desk.set_policy('{"max_missed": 0.3}')
    await ada.post("/desk/what-if/undo", data={"change": change})
    assert policy_of(desk) == Policy(max_missed=0.2)


@pytest.mark.parametrize("role", ["moderator", "lead"])
@pytest.mark.parametrize(
    "form", [{"wrong": "0"}, {"missed": "100"}, {"wrong": "x"}, {"missed": "nan"}, {"wrong": "-1"}]
)
async def test_what_cannot_be_promised_or_may_not_be_is_refused(
    desk: Desk, signed_in: SignIn, role: str, form: dict[str, str]
) -> None:
    ada = await signed_in("Ada", role)
    query = "&".join(f"{name}={value}" for name, value in form.items())
    assert (await ada.get(f"/desk/what-if?{query}")).status == 422
    answer = await ada.post("/desk/what-if", data=form)
    assert answer.status == (422 if role == "lead" else 403)
    assert policy_of(desk) == Policy()


async def test_a_model_without_curves_says_what_to_do(desk: Desk, models: Path, signed_in: SignIn) -> None:
    Registry(models).promote("test-1")
    desk.app[MODEL].refresh()
    ada = await signed_in("Ada")
    page = await (await ada.get("/desk/what-if?wrong=10")).text()
    assert "The model in use, test-1, was trained by a version" in page
    assert "copydesk-train fit" in page
