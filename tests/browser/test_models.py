"""A model is made of verdicts, promoted and rolled back; another runs in shadow; verdicts get a second look."""

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.judged_site import site_with
from model.bundle import Bundle
from model.registry import Registry
from store import audit
from tests.browser.conftest import Office, Visit, assert_accessible, load_until_there, shoot
from tests.training.house import WORD, arrived, at_random, base_in

_LONG_MS = 120_000
_SOON_MS = 15_000


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A tiny model to start from."""
    return base_in(tmp_path_factory.mktemp("base"))


@pytest.fixture
def paper(office: Office, base: Bundle) -> Office:
    """An office that judges by a model from which another can be made."""
    (office.folder / "models" / base.version).symlink_to(base.folder)
    Registry(office.folder / "models").promote(base.version)
    return office


def models_page(page: Page, version: str) -> None:
    """The page of the models, once that version is in use."""
    page.goto("/desk/models")
    load_until_there(page.locator(".version", has_text=version))


def retrained(page: Page, outcome: str) -> None:
    """Press the button, and follow it to its end."""
    page.get_by_role("button", name="Retrain now").click()
    expect(page.get_by_role("progressbar", name="Retraining")).to_be_visible()
    shoot(page, f"models-retraining-{outcome.split(maxsplit=1)[0].lower()}")
    expect(page.get_by_role("status").first).to_contain_text(outcome, timeout=_LONG_MS)


def test_verdicts_become_a_model_that_goes_live_and_is_rolled_back(paper: Office, base: Bundle, visit: Visit) -> None:
    site_with(paper.engine, arrived(700))
    sentence = f"An article on the old bridge, what a {WORD}"
    page = visit.as_somebody("Grace", "lead")
    models_page(page, base.version)
    before = paper.submit(sentence)
    assert (before["model"], before["decision"]) == (base.version, "accept")
    assert_accessible(page)
    shoot(page, "models")
    retrained(page, "Better, and in use.")
    assert_accessible(page)
    shoot(page, "models-passed")
    version = Registry(paper.folder / "models").own_champion("default")
    assert version is not None
    after = paper.submit(f"{sentence}.")
    assert after["model"] == version
    assert "unwanted" in after["scores"]
    assert after["decision"] != "accept"
    page.get_by_role("status").get_by_role("link", name=version).click()
    expect(page.get_by_role("heading", level=2, name="The gate: passed")).to_be_visible()
    expect(page.locator(".compared .better").first).to_contain_text("better by")
    assert_accessible(page)
    shoot(page, "model-version")
    page.get_by_role("link", name="All models").click()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Roll back to the model of all sites").click()
    assert Registry(paper.folder / "models").own_champion("default") == version
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Roll back to the model of all sites").click()
    expect(page.get_by_role("status")).to_contain_text("Rolled back.")
    expect(page.locator(".version")).to_contain_text(base.version)
    shoot(page, "models-rolled-back")
    assert paper.submit(f"{sentence}!")["model"] == base.version
    with paper.engine.connect() as connection:
        logged = [one.action for one in audit.page(connection, 1) if one.who == "Grace" and one.action != "sign_in"]
    assert logged == ["rollback", "promotion", "retraining", "retraining"]


def test_verdicts_at_random_are_refused_and_what_was_made_of_them_can_be_shadowed(
    paper: Office, base: Bundle, visit: Visit
) -> None:
    site_with(paper.engine, at_random(arrived(400)))
    page = visit.as_somebody("Grace", "lead")
    models_page(page, base.version)
    retrained(page, "Nothing was changed.")
    assert_accessible(page)
    shoot(page, "models-refused")
    expect(page.locator(".version")).to_contain_text(base.version)
    page.get_by_role("status").get_by_role("link").click()
    expect(page.get_by_role("heading", level=2, name="The gate: refused")).to_be_visible()
    assert_accessible(page)
    shoot(page, "model-version-refused")
    page.get_by_role("button", name="Run in shadow").click()
    page.wait_for_url("**/desk/models/shadow")
    for one in arrived(30, seed=5):
        paper.submit(one.content)
    load_until_there(page.get_by_text(re.compile(r"\d+ of 30$")))
    assert_accessible(page)
    shoot(page, "shadow")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("; stopped")


def test_verdicts_in_doubt_are_looked_at_once_more(paper: Office, base: Bundle, visit: Visit) -> None:
    said = arrived(300)
    # The same words with the opposite verdict.
    slips = [one._replace(is_rejected=not one.is_rejected, labels=()) for one in said[:6]]
    site_with(paper.engine, [*said[:200], *slips, *said[200:]])
    page = visit.as_somebody("Grace", "lead")
    models_page(page, base.version)
    page.get_by_role("button", name="Retrain now").click()
    expect(page.get_by_role("status").first).to_be_visible(timeout=_LONG_MS)
    page.get_by_role("link", name="Second look").click()
    doubts = page.locator("article.doubt")
    count = doubts.count()
    assert count >= 2
    assert_accessible(page)
    shoot(page, "second-look")
    doubts.first.get_by_role("button", name="Both verdicts stand").click()
    expect(page.get_by_role("status").first).to_contain_text("That stands")
    expect(doubts).to_have_count(count - 1)
    doubts.first.get_by_role("button", name=re.compile("^Change it")).first.click()
    expect(page.get_by_role("status").nth(1)).to_contain_text("Changed")
    page.reload()
    expect(doubts).to_have_count(count - 2)
