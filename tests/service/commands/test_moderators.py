"""`copydesk moderators`, on a database of each kind, and what commands leave in the audit log."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from store import audit, moderators, sites
from store.database import plain_url, writing
from store.identifiers import now
from store.moderators import Moderator
from tests.service.commands.runs import run, run_json


@pytest.fixture
def database(engine: Engine) -> str:
    """The option that names the database, in which there is the site `default`."""
    option = f"--database={plain_url(engine)}"
    run_json("sites", "add", "default", option)
    return option


def guest_of(engine: Engine, link: str) -> Moderator | None:
    """Whom a link invites."""
    with engine.connect() as connection:
        return moderators.invited(connection, link.rpartition("/")[2], now=now())


def logged(engine: Engine) -> list[audit.Entry]:
    """The audit log, the newest first."""
    with engine.connect() as connection:
        return audit.page(connection, None)


def test_somebody_is_added_with_a_link_to_choose_a_password(engine: Engine, database: str) -> None:
    (added,) = run_json("moderators", "add", "Ada", "--role", "lead", database)
    assert added["link"].startswith("http://127.0.0.1:8080/desk/welcome/")
    guest = guest_of(engine, added["link"])
    assert guest is not None
    assert (guest.name, guest.role, guest.password_hash) == ("Ada", "lead", None)
    (listed,) = run_json("moderators", "list", database)
    assert (listed["name"], listed["site"], listed["role"], listed["password"]) == ("Ada", "default", "lead", False)
    assert listed["revoked"] is None
    (entry,) = logged(engine)
    assert (entry.who, entry.action, entry.subject) == ("command line", "moderator", "Ada")
    assert entry.details == {"change": "added", "role": "lead"}


def test_a_new_link_ends_the_old_one_and_has_the_address_that_was_given(engine: Engine, database: str) -> None:
    (added,) = run_json("moderators", "add", "Ada", "--all-sites", database)
    (invited,) = run_json("moderators", "invite", "ADA", "--address", "https://comments.example/", database)
    assert invited["link"].startswith("https://comments.example/desk/welcome/")
    assert guest_of(engine, added["link"]) is None
    assert guest_of(engine, invited["link"]) is not None
    assert run_json("moderators", "list", database)[0]["site"] is None


def test_whoever_is_revoked_stays_in_the_list_and_the_name_is_taken(engine: Engine, database: str) -> None:
    (added,) = run_json("moderators", "add", "Ada", database)
    assert run_json("moderators", "revoke", "Ada", database) == [{"revoked": "Ada"}]
    assert guest_of(engine, added["link"]) is None
    assert run_json("moderators", "list", database)[0]["revoked"] is not None
    for command in ("add", "revoke", "invite"):
        ended = run("moderators", command, "Ada", database)
        assert ended.exit_code == 1
        assert "Ada" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "command line"), "means something else"),
        (("add", "  "), "1 to 64 characters"),
        (("add", "<script>"), "begins with a letter"),
        (("add", "Ada", "--role", "king"), "the roles are moderator, lead, admin"),
        (("add", "Ada", "--site", "north"), "no site named 'north' (known: default)"),
        (("revoke", "Eve"), "nobody named 'Eve' may enter (known: nobody yet)"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_remedy(database: str, arguments: tuple[str, ...], words: str) -> None:
    ended = run("moderators", *arguments, database)
    assert ended.exit_code == 1
    assert words in ended.stderr
    assert "Traceback" not in ended.output


def test_where_there_are_several_sites_one_must_be_named(database: str) -> None:
    run_json("sites", "add", "northern-news", database)
    ended = run("moderators", "add", "Ada", database)
    assert (ended.exit_code, "--site NAME, or --all-sites" in ended.stderr) == (2, True)


def test_the_last_admin_of_all_sites_cannot_be_revoked(database: str) -> None:
    run_json("moderators", "add", "Ada", "--all-sites", "--role", "admin", database)
    ended = run("moderators", "revoke", "Ada", database)
    assert "last admin of all sites: make another one first" in ended.stderr
    run_json("moderators", "add", "Grace", "--all-sites", "--role", "admin", database)
    run_json("moderators", "revoke", "Ada", database)


def test_a_change_of_policy_stands_in_the_audit_log_field_by_field(engine: Engine, database: str) -> None:
    run_json(
        "sites", "update", "default", "--set", "max_links=0", "--set", f"banned_words={'x' * 150},{'y' * 150}", database
    )
    run_json("sites", "update", "default", "--host", "news.example", database)
    (entry,) = logged(engine)
    assert (entry.who, entry.action, entry.subject) == ("command line", "policy", "default")
    assert entry.details["max_links"] == "2 → 0"
    assert len(entry.details["banned_words"]) < 300
    assert set(entry.details) == {"max_links", "banned_words"}


def test_a_policy_that_cannot_be_read_is_replaced_by_a_file(engine: Engine, database: str, tmp_path: Path) -> None:
    with writing(engine) as connection:
        found = sites.find(connection, "default")
        assert found is not None
        sites.update_policy(connection, found.id, "no JSON", now=now())
    (tmp_path / "policy.json").write_text('{"max_links": 1}')
    run_json("sites", "update", "default", "--policy", str(tmp_path / "policy.json"), database)
    (entry,) = logged(engine)
    assert entry.details == {"max_links": "2 → 1"}
