"""`copydesk sites`, `keys` and `database`, on a database of each kind."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from model.policy import Policy
from store import keys, serving, sites
from store.database import plain_url
from tests.service.commands.runs import run, run_json


@pytest.fixture
def database(engine: Engine) -> str:
    """The option that names the database."""
    return f"--database={plain_url(engine)}"


def policy_of(engine: Engine, name: str) -> Policy:
    """The site's policy as it is stored."""
    with engine.connect() as connection:
        site = sites.find(connection, name)
    assert site is not None
    return Policy.model_validate_json(site.policy)


def opens(engine: Engine, key: str) -> str | None:
    """The name of the site that a key opens."""
    with engine.connect() as connection:
        found = keys.find(connection, serving.digest_of(key))
        site = None if found is None else sites.get(connection, found.site_id)
    return None if site is None else site.name


def test_a_site_is_added_with_a_key_of_its_own(engine: Engine, database: str) -> None:
    (added,) = run_json("sites", "add", "northern-news", "--host", "news.example", database)
    assert added["site"] == "northern-news"
    assert opens(engine, added["key"]) == "northern-news"
    assert run_json("sites", "list", database) == [{"site": "northern-news", "host": "news.example", "keys": 1}]


def test_a_key_is_shown_once_and_opens_its_site_until_it_is_revoked(engine: Engine, database: str) -> None:
    run_json("sites", "add", "default", database)
    (added,) = run_json("keys", "add", "--site", "default", "--label", "the web site", database)
    key = added["key"]
    assert list(added) == ["key"]
    assert opens(engine, key) == "default"
    _, listed = run_json("keys", "list", "--site", "default", database)
    assert (listed["key"], listed["label"], listed["revoked"]) == (f"{key[:4]}…", "the web site", None)
    assert key not in run("keys", "list", database).output
    assert run_json("keys", "revoke", key, database) == [{"revoked": listed["id"]}]
    assert opens(engine, key) is None
    assert run("keys", "revoke", key, database).exit_code == 1


def test_a_key_is_revoked_by_the_id_that_the_list_shows(engine: Engine, database: str) -> None:
    (added,) = run_json("sites", "add", "default", database)
    (listed,) = run_json("keys", "list", database)
    assert "is revoked" in run("keys", "revoke", str(listed["id"]), database).output
    assert opens(engine, added["key"]) is None


@pytest.mark.parametrize(
    ("assignment", "field", "value"),
    [
        ("max_links=0", "max_links", 0),
        ("languages=az, en", "languages", ("az", "en")),
        ('banned_words=["one", "two words"]', "banned_words", ("one", "two words")),
        ("banned_words=one", "banned_words", ("one",)),
        ("required=content", "required", frozenset({"content"})),
        ('queue_at={"spam": 0.4}', "queue_at", {"spam": 0.4}),
        ("retention_days=null", "retention_days", None),
        ("max_wrong_rejects=0.01", "max_wrong_rejects", 0.01),
        ("audit_share=0", "audit_share", 0),
        ("keep_personal_data=true", "keep_personal_data", True),
    ],
)
def test_a_field_of_the_policy_is_set(
    engine: Engine,
    database: str,
    assignment: str,
    field: str,
    value: Any,  # noqa: ANN401
) -> None:
    run_json("sites", "add", "default", "--set", "flood_comments=9", database)
    (updated,) = run_json("sites", "update", "default", "--set", assignment, database)
    stored = policy_of(engine, "default")
    assert getattr(stored, field) == value
    assert stored.flood_comments == 9
    assert updated["policy"] == stored.model_dump(mode="json")
    assert run_json("sites", "show", "default", database)[0]["policy"] == updated["policy"]


def test_a_file_replaces_the_policy(engine: Engine, database: str, tmp_path: Path) -> None:
    run_json("sites", "add", "default", "--set", "max_links=7", database)
    (tmp_path / "policy.json").write_text(json.dumps({"languages": ["fa"]}))
    run_json("sites", "update", "default", "--policy", str(tmp_path / "policy.json"), "--set", "max_links=1", database)
    assert policy_of(engine, "default") == Policy(languages=("fa",), max_links=1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--set", "max_link=1"), ("max_link", "did you mean max_links")),
        (("--set", "colour=red"), ("colour", "known are required")),
        (("--set", "max_links=-1"), ("max_links", "greater than or equal to 0")),
        (("--set", "max_links"), ("FIELD=VALUE",)),
        (("--set", "languages=german"), ("languages.0", "'german' is no language tag, such as en or pt-BR")),
        (("--set", "languages=3"), ("languages: takes several values: write FIELD=ONE,ANOTHER",)),
        (("--set", "languages=[]"), ("languages: may not be empty",)),
        (("--policy", "/no/such/file"), ("/no/such/file", "No such file")),
        (("--policy", "README.md"), ("README.md", "no JSON")),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused_by_field(
    engine: Engine, database: str, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    run_json("sites", "add", "default", database)
    ended = run("sites", "update", "default", *arguments, database)
    assert ended.exit_code in (1, 2)
    assert all(word in ended.stderr for word in words), ended.stderr
    assert "Traceback" not in ended.output
    assert policy_of(engine, "default") == Policy()


def test_an_unknown_site_is_told_with_those_there_are(database: str) -> None:
    run_json("sites", "add", "northern-news", database)
    for arguments in (("keys", "add", "--site", "north"), ("sites", "show", "north"), ("sites", "update", "north")):
        ended = run(*arguments, database)
        assert ended.exit_code == 1
        assert "no site named 'north' (known: northern-news)" in ended.stderr


def test_a_site_is_added_once(database: str) -> None:
    run_json("sites", "add", "default", database)
    ended = run("sites", "add", "default", database)
    assert ended.exit_code == 1
    assert "already a site named 'default'" in ended.stderr


def test_a_database_is_brought_to_this_versions_schema(database_url: str) -> None:
    from store.serving import HEAD  # noqa: PLC0415

    assert run_json("database", "upgrade", "--database", database_url) == [{"before": None, "after": HEAD}]
    assert run_json("database", "upgrade", "--database", database_url) == [{"before": HEAD, "after": HEAD}]
    assert "already" in run("database", "upgrade", "--database", database_url).output


@pytest.mark.parametrize("url", ["mysql://x", "postgresql://nobody@127.0.0.1:1/none", "sqlite:////proc/none/x.db"])
def test_a_database_that_cannot_be_used_is_told_without_a_traceback(url: str) -> None:
    ended = run("sites", "list", "--database", url)
    assert ended.exit_code == 1
    assert "Traceback" not in ended.output
    assert "error:" in ended.stderr


@pytest.mark.parametrize("arguments", [("sites", "list"), ("keys", "list"), ("sites", "show", "default")])
def test_off_a_terminal_there_is_no_colour(database: str, arguments: tuple[str, ...]) -> None:
    run_json("sites", "add", "default", database)
    ended = run(*arguments, database)
    assert ended.exit_code == 0
    assert "\x1b" not in ended.output
