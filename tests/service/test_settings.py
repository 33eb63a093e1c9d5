"""Settings: flags win over variables, variables over defaults, and each says what it is for."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from service.settings import Settings, table


def test_what_is_given_wins_over_the_variable_and_that_over_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().port == 8080
    monkeypatch.setenv("COPYDESK_PORT", "9000")
    assert Settings().port == 9000
    assert Settings(port=9001).port == 9001


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_PORT", "")
    assert Settings().port == 8080


def test_every_setting_has_a_flag_a_variable_and_a_description() -> None:
    for setting in table():
        assert setting.flag == "--" + setting.name.replace("_", "-")
        assert setting.variable == "COPYDESK_" + setting.name.upper()
        assert setting.description.endswith(".")
    assert [setting.name for setting in table()] == list(Settings.model_fields)


@pytest.mark.parametrize("given", [{"port": -1}, {"workers": 0}, {"max_body": 1}, {"log_level": "loud"}, {"colour": 1}])
def test_what_makes_no_sense_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**given)


@pytest.mark.parametrize(
    ("database", "folder"),
    [
        ("sqlite:///var/copydesk.db", "var"),
        ("sqlite:////var/lib/copydesk/copydesk.db", "/var/lib/copydesk"),
        ("sqlite:////srv/our%20site/copydesk.db", "/srv/our site"),
        ("sqlite:///copydesk.db", "."),
        ("postgresql://desk@db/copydesk", "var"),
    ],
)
def test_spool_and_secret_are_beside_the_database(database: str, folder: str) -> None:
    settings = Settings(database=database)
    assert settings.spool_folder == Path(folder) / "spool"
    assert settings.secret_file == Path(folder) / "secret"
    elsewhere = Settings(database=database, spool=Path("/a"), secret=Path("/b"))
    assert (elsewhere.spool_folder, elsewhere.secret_file) == (Path("/a"), Path("/b"))


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:1"), ("::1", "http://[::1]:1"), ("desk.example", "http://desk.example:1")],
)
def test_the_address_is_a_url(host: str, url: str) -> None:
    assert Settings(host=host).url(1) == url
