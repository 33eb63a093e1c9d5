"""What the desk decides stands in the audit log, in the transaction of the verdict."""

import pytest

from model.policy import Policy
from service.audit import DESK, changes
from service.checks import SiteRules
from service.errors import AwayError
from service.parts import SITES, VERDICTS
from store import audit
from store.tables import audit_log
from tests.conftest_service import Desk


async def site_of(desk: Desk) -> SiteRules:
    """The rules of the site `default`."""
    return await desk.app[SITES].admit(desk.key, "192.0.2.1")


def logged(desk: Desk) -> list[audit.Entry]:
    """The log, the newest first."""
    with desk.engine.connect() as connection:
        return audit.page(connection, None)


async def test_a_verdict_of_the_desk_is_logged_once_without_its_note(desk: Desk) -> None:
    comment, site = (await desk.submit("meh"))["id"], await site_of(desk)
    for _ in range(2):
        await desk.app[VERDICTS].record(
            site, comment, verdict="reject", labels=["spam"], note="Of Ada.", moderator="Grace", source=DESK
        )
    (entry,) = logged(desk)
    assert (entry.site_id, entry.who, entry.action, entry.subject) == (site.site_id, "Grace", "verdict", comment)
    assert entry.details == {"verdict": "reject", "labels": ["spam"]}


def test_of_a_secret_the_log_tells_only_that_it_changed() -> None:
    secrets = {"webhook_secret": "sixteen letters and more", "coral_secrets": ["the word"]}
    assert {name for name in Policy.model_fields if "secret" in name} == set(secrets)
    before = Policy(retention_days=30)
    assert changes(before, Policy.model_validate({"retention_days": 60, **secrets})) == {
        "retention_days": "30 → 60",
        "webhook_secret": "changed",
        "coral_secrets": "changed",
    }


async def test_a_verdict_by_a_key_is_nobodys(desk: Desk) -> None:
    comment = (await desk.submit("meh"))["id"]
    assert (await desk.post(f"/v1/comments/{comment}/verdict", json={"verdict": "approve"})).status == 200
    assert logged(desk) == []


async def test_a_verdict_that_cannot_be_logged_is_not_given(desk: Desk) -> None:
    comment, site = (await desk.submit("meh"))["id"], await site_of(desk)
    with desk.engine.begin() as connection:
        audit_log.drop(connection)
    with pytest.raises(AwayError):
        await desk.app[VERDICTS].record(site, comment, verdict="reject", moderator="Grace", source=DESK)
    shown = await (await desk.get(f"/v1/comments/{comment}")).json()
    assert shown["verdicts"] == []
