"""The first start makes a site and one key, whoever is first."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.first_start import prepare
from store import audit, keys, moderators, serving, sites
from store.database import open_engine, plain_url, writing
from store.errors import DatabaseURLError
from store.identifiers import now


def test_of_many_starters_one_announces_a_key_that_opens_the_site(database_url: str) -> None:
    announced: list[tuple[str, str]] = []

    def announce(name: str, value: str) -> None:
        announced.append((name, value))

    with ThreadPoolExecutor(4) as starters:
        list(starters.map(lambda _: prepare(database_url, announce), range(4)))
    ((_, key), (_, link)) = announced
    assert [name for name, _ in announced] == ["key", "desk"]
    engine = open_engine(database_url)
    with engine.connect() as connection:
        (site,) = sites.list_sites(connection)
        found = keys.find(connection, serving.digest_of(key))
        guest = moderators.invited(connection, link.removeprefix("/desk/welcome/"), now=now())
        (entry,) = audit.page(connection, None)
    engine.dispose()
    assert guest is not None
    assert (guest.name, guest.role, guest.site_id) == ("admin", "admin", None)
    assert (entry.who, entry.action, entry.subject) == ("first start", "moderator", "admin")
    assert found is not None
    assert (site.name, found.site_id) == ("default", site.id)
    prepare(database_url, announce)
    assert len(announced) == 2


def test_where_there_is_a_site_none_is_added(engine: Engine) -> None:
    with writing(engine) as connection:
        sites.add(connection, "northern-news", "{}", now=0)
    announced: list[str] = []
    prepare(plain_url(engine), lambda name, _: announced.append(name))
    with engine.connect() as connection:
        assert [site.name for site in sites.list_sites(connection)] == ["northern-news"]
    assert announced == []


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    prepare(f"sqlite:///{tmp_path / 'a' / 'b' / 'copydesk.db'}", lambda *_: None)
    assert (tmp_path / "a" / "b" / "copydesk.db").exists()


@pytest.mark.parametrize("url", ["", "mysql://x", "sqlite://", "sqlite:///:memory:"])
def test_a_url_that_cannot_be_used_is_refused(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatabaseURLError):
        prepare(url, lambda *_: None)
    assert list(tmp_path.iterdir()) == []
