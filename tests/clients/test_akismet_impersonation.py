"""The recipe of docs/impersonation: clients with a fixed host, over TLS, with the certificate that its script makes."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import akismet
import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from tests.clients import node
from tests.conftest_service import Desk

SCRIPT: Final = Path(__file__).parents[2] / "docs" / "impersonation" / "certificate.sh"
NODE_SCRIPT: Final = Path(__file__).with_name("akismet_api.js")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the script makes."""
    folder = tmp_path_factory.mktemp("certificates")
    subprocess.run([SCRIPT, folder], check=True, capture_output=True)  # noqa: S603 - our own script
    return folder


@pytest.fixture
async def port(desk: Desk, certificates: Path) -> AsyncIterator[int]:
    """The port of a service that has the certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
    runner = desk.client.server.runner
    assert runner is not None
    number = unused_port()
    site = web.TCPSite(runner, "127.0.0.1", number, ssl_context=context)
    await site.start()
    yield number
    await site.stop()


def trusting(certificates: Path) -> ssl.SSLContext:
    """Trusts that authority and no other."""
    return ssl.create_default_context(cafile=str(certificates / "authority.pem"))


class _Here(httpx.HTTPTransport):
    """Resolves every name to this machine; the name itself, and what must prove it, stay as they are."""

    def __init__(self, port: int, certificates: Path) -> None:
        super().__init__(verify=trusting(certificates))
        self._port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["sni_hostname"] = request.url.host
        request.url = request.url.copy_with(host="127.0.0.1", port=self._port)
        return super().handle_request(request)


async def test_a_client_with_a_fixed_host_trusts_it(desk: Desk, port: int, certificates: Path) -> None:
    own = httpx.Client(timeout=2, transport=_Here(port, certificates))
    config = akismet.Config(key=desk.key, url="https://news.example/")

    def ask() -> akismet.CheckResponse:
        with akismet.SyncClient(config=config, http_client=own) as client:
            return client.comment_check(user_ip="192.0.2.7", comment_content="You idiot!")

    assert await asyncio.to_thread(ask) is akismet.CheckResponse.SPAM


@pytest.mark.parametrize("name", ["rest.akismet.com", "abcdefghjkmn.rest.akismet.com"])
async def test_the_certificate_is_good_for_both_names(port: int, certificates: Path, name: str) -> None:
    context = trusting(certificates)
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname=name)
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("name", ["akismet.com", "news.example", "a.b.rest.akismet.com"])
async def test_it_is_good_for_no_other_name(port: int, certificates: Path, name: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await asyncio.open_connection("127.0.0.1", port, ssl=trusting(certificates), server_hostname=name)


async def test_the_authority_can_vouch_for_no_other_name(certificates: Path, tmp_path: Path) -> None:
    commands = f"""
    cd {tmp_path}
    openssl req -newkey rsa:2048 -nodes -keyout other.key -subj /CN=news.example -out other.csr
    printf 'subjectAltName=DNS:news.example' >ext
    openssl x509 -req -in other.csr -CA {certificates}/authority.pem -CAkey {certificates}/authority.key \
        -CAserial serial -CAcreateserial -days 1 -extfile ext -out other.pem
    openssl verify -CAfile {certificates}/authority.pem other.pem
    """
    done = await asyncio.to_thread(subprocess.run, ["sh", "-c", commands], capture_output=True, text=True, check=False)
    assert "permitted subtree violation" in done.stderr + done.stdout


async def test_nodes_client_finds_its_key_in_the_host(desk: Desk, port: int, certificates: Path) -> None:
    if missing := node.missing("akismet-api"):
        pytest.skip(f"not installed: {missing} (tests/clients/install.sh installs it)")
    trusted = {"NODE_EXTRA_CA_CERTS": str(certificates / "authority.pem"), "AKISMET_PROTOCOL": "https"}
    arguments = (f"rest.akismet.com:{port}", desk.key, "checkSpam", '{"ip": "192.0.2.7", "content": "You idiot!"}')
    assert await node.run(NODE_SCRIPT, *arguments, **trusted) == "true\n"
