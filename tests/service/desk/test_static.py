"""The files of the desk's pages come whole from this machine."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from service.desk import static
from tests.conftest_service import Desk

FOLDER = Path("service/static/desk")
VENDORED = FOLDER / "vendored"


def test_the_vendored_files_are_those_that_were_vendored_with_their_licences() -> None:
    lines = (line.split("  ") for line in (VENDORED / "SHA256SUMS").read_text().splitlines())
    listed = {name: digest for digest, name in lines}
    assert {path.name for path in VENDORED.iterdir()} == {*listed, "SHA256SUMS"}
    for name, digest in listed.items():
        assert sha256((VENDORED / name).read_bytes()).hexdigest() == digest
    assert {name.partition(".")[0] for name in listed} == {
        name.partition(".")[0] for name in listed if name.endswith("LICENSE.txt")
    }


async def test_everything_that_a_page_names_is_here_and_kept_for_a_year(desk: Desk) -> None:
    page = await (await desk.client.get("/desk/sign-in")).text()
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(named) == 5
    for address in named:
        response = await desk.client.get(address)
        assert response.status == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.content_type in ("text/css", "text/javascript", "image/svg+xml")


async def test_another_version_is_asked_for_again(desk: Desk) -> None:
    for query in ("", "?v=0"):
        response = await desk.client.get(f"/static/desk/desk.css{query}")
        assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x.css",
        "vendored/SHA256SUMS",
        "../docs.js",
        "%2e%2e/docs.js",
        "/etc/passwd",
        "%00.css",
    ],
)
async def test_no_other_file_is_shown(desk: Desk, name: str) -> None:
    assert (await desk.client.get(f"/static/desk/{name}")).status == 404


def test_a_page_cannot_name_a_file_that_is_not_here() -> None:
    with pytest.raises(KeyError):
        static.address("none.js")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.[cj]s*")), ids=lambda path: path.name)
def test_our_own_files_name_no_other_host(path: Path) -> None:
    assert "//" not in re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
