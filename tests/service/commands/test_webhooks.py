"""`copydesk webhooks`, and the host of a site that they depend on."""

import pytest
from sqlalchemy import Engine

from store import deliveries, sites
from store.database import plain_url, writing
from tests.service.commands.runs import run, run_json
from tests.store.test_deliveries import decided


@pytest.fixture
def database(engine: Engine) -> str:
    """The option that names the database."""
    return f"--database={plain_url(engine)}"


@pytest.fixture
def dead(engine: Engine) -> str:
    """The id of a delivery that was given up, beside one that still waits."""
    with writing(engine) as connection:
        site, _, verdict = decided(connection)
        for url in ("https://news.example/1", "https://news.example/2"):
            deliveries.add(connection, site, verdict, "webhook", url, now=5)
        first, second = deliveries.listed(connection)
        deliveries.failed(connection, first.id, "answered with status 500", None)
        deliveries.failed(connection, second.id, "", 7)
    return first.id


def test_what_waits_and_what_was_given_up_are_listed(database: str, dead: str) -> None:
    first, second = run_json("webhooks", "list", database)
    assert first == {
        "id": dead,
        "site": "default",
        "kind": "webhook",
        "url": "https://news.example/1",
        "state": "dead",
        "attempts": 0,
        "error": "answered with status 500",
    }
    assert second["state"] == "waiting"
    assert run_json("webhooks", "list", "--dead", database) == [first]
    assert "given" not in run("webhooks", "list", database).output


def test_what_was_given_up_is_tried_again(engine: Engine, database: str, dead: str) -> None:
    assert run("webhooks", "retry", "another", database).exit_code == 1
    assert run_json("webhooks", "retry", dead, database) == [{"retried": 1}]
    assert run_json("webhooks", "list", "--dead", database) == []
    with engine.connect() as connection:
        assert deliveries.is_due(connection, 1 << 62)


def test_what_was_given_up_is_forgotten(database: str, dead: str) -> None:
    assert dead
    assert run_json("webhooks", "drop", database) == [{"dropped": 1}]
    assert [one["state"] for one in run_json("webhooks", "list", database)] == ["waiting"]


def test_the_host_of_a_site_is_set_and_removed(engine: Engine, database: str) -> None:
    run_json("sites", "add", "default", database)
    for given, host in (("news.example:8080", "news.example:8080"), ("", None)):
        run_json("sites", "update", "default", "--host", given, database)
        with engine.connect() as connection:
            site = sites.find(connection, "default")
        assert site is not None
        assert site.host == host


def test_a_webhook_without_a_secret_is_refused(database: str) -> None:
    run_json("sites", "add", "default", database)
    ended = run("sites", "update", "default", "--set", "webhook_url=https://news.example/", database)
    assert ended.exit_code == 2
    assert "webhook_url needs a webhook_secret of at least 16 characters" in " ".join(ended.output.split())
