"""Every setting of the service, stated once: its flag, its `COPYDESK_` variable, its default and its help."""

import os
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from store.urls import DatabaseURL

PREFIX: Final = "COPYDESK_"
_SQLITE: Final = "sqlite:///"
_LOOPBACKS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what listens there answers here


class Settings(BaseModel):
    """The service's settings: a value given by name (a flag) wins over its variable, that over the default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 for all of the machine's.")
    port: int = Field(8080, ge=0, le=65_535, description="Port to listen on; 0 for any that is free.")
    workers: int = Field(1, ge=1, le=256, description="Processes that serve; one for each core is most.")
    database: str = Field(
        "sqlite:///var/copydesk.db",
        description="sqlite:///path or postgresql://user:password@host:port/database.",
    )
    durability: Literal["process", "power"] = Field(
        "process",
        description="What a comment survives once it is answered, on SQLite: the end of any process, or a loss of "
        "power as well.",
    )
    models: Path = Field(Path("var/models"), description="Folder of the model's versions; empty: the one that ships.")
    reader: Literal["auto", "on", "off"] = Field(
        "auto",
        description="Whether a second reader reads again what the model is unsure of; auto: where the extra "
        "`copydesk[reader]` is installed.",
    )
    reader_folder: Path | None = Field(None, description="Folder of the second reader; by default the one that ships.")
    reader_deadline_ms: float = Field(
        60.0, gt=0, description="How long a comment waits for the second reader at most, in milliseconds."
    )
    spool: Path | None = Field(
        None,
        description="Folder for comments while the database is away; by default `spool` beside the SQLite file, or "
        "in var.",
    )
    secret: Path | None = Field(
        None,
        description="File with the secret that hashes e-mail and IP addresses, made at the first start; by default "
        "`secret` beside the SQLite file, or in var.",
    )
    max_body: int = Field(1 << 20, ge=1024, description="Bytes that the body of a request may have.")
    max_pending: int = Field(4096, ge=1, description="Comments in work at once; past it requests get 503.")
    proxies: int = Field(
        0,
        ge=0,
        le=16,
        description="Trusted reverse proxies in front: the client is that many from the right in X-Forwarded-For.",
    )
    allow_private_callbacks: bool = Field(
        False, description="Tell verdicts also to private and loopback addresses, as where a site is on this machine."
    )
    session_hours: float = Field(
        168.0, gt=0, description="How long somebody stays signed in at the desk at most, in hours."
    )
    session_idle_hours: float = Field(
        12.0, gt=0, description="After how many hours without a request somebody has to sign in at the desk again."
    )
    stop_seconds: float = Field(30.0, ge=0, description="How long requests in progress may take when it is stopped.")
    access_log: bool = Field(False, description="Write a line for each request to stderr; costs half the speed.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged to stderr.")

    @model_validator(mode="before")
    @classmethod
    def _with_variables(cls, given: dict[str, Any]) -> dict[str, Any]:
        """What is given by name, and the variables that are set and not empty."""
        told = {name: os.environ.get(variable(name)) for name in cls.model_fields}
        return {name: value for name, value in told.items() if value} | given

    def url(self, port: int, *, reachable: bool = False) -> str:
        """The service's address on a port; `reachable`: one that leads there from this machine, also from 0.0.0.0."""
        host = _LOOPBACKS.get(self.host, self.host) if reachable else self.host
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def folder(self) -> Path:
        """Where spool and secret are unless they are set: beside the SQLite file, else `var`."""
        if self.database.startswith(_SQLITE):
            return Path(DatabaseURL.read(self.database).database).parent
        return Path("var")

    @property
    def spool_folder(self) -> Path:
        """Folder for comments while the database is away."""
        return self.spool or self.folder / "spool"

    @property
    def secret_file(self) -> Path:
        """File with the secret of the pseudonyms."""
        return self.secret or self.folder / "secret"


class Setting(NamedTuple):
    """One row of the settings table."""

    name: str
    flag: str
    variable: str
    default: str
    description: str


def table() -> list[Setting]:
    """All settings in the order of the class, as `--help` and the documentation show them."""
    return [
        Setting(
            name,
            flag(name),
            variable(name),
            "" if field.default is None else str(field.default),
            field.description or "",
        )
        for name, field in Settings.model_fields.items()
    ]


def flag(name: str) -> str:
    """The flag of a setting."""
    return f"--{name.replace('_', '-')}"


def variable(name: str) -> str:
    """The variable of a setting."""
    return f"{PREFIX}{name.upper()}"
