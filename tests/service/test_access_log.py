"""The log of requests tells nothing that opens a door."""

import logging
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

from service.access_log import access_log
from tests.serving_process import serving


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('"GET /desk/welcome/a-B_9 HTTP/1.1" 200 "-"', '"GET /desk/welcome/… HTTP/1.1" 200 "-"'),
        ('"http://a.example/desk/welcome/a-B_9"', '"http://a.example/desk/welcome/…"'),
        (
            "POST /v1alpha1/comments:analyze?alt=json&key=abc123&x=1",
            "POST /v1alpha1/comments:analyze?alt=json&key=…&x=1",
        ),
        ("POST /coral/abc123 HTTP/1.1", "POST /coral/… HTTP/1.1"),
        ("POST /1.1/comment-check?api_key=abc123 HTTP/1.1", "POST /1.1/comment-check?api_key=… HTTP/1.1"),
        ("GET /desk?text=monkey=100%", "GET /desk?text=monkey=100%"),
    ],
)
def test_invitations_and_keys_are_left_out(caplog: pytest.LogCaptureFixture, line: str, told: str) -> None:
    with caplog.at_level(logging.INFO, "service.access"):
        access_log().info(line)
    assert caplog.messages == [told]


def test_a_process_that_serves_leaves_them_out(tmp_path: Path, shared_models: Path) -> None:
    with serving(tmp_path, shared_models, "--access-log") as served:
        urllib.request.urlopen(served.link, timeout=10).close()  # noqa: S310 - our own service
        with pytest.raises(HTTPError):
            urllib.request.urlopen(f"{served.address}/v1/comments?key={served.key}", timeout=10)  # noqa: S310 - as above
        assert served.stop() == 0
    log = (tmp_path / "log").read_text()
    assert "GET /desk/welcome/… HTTP/1.1" in log
    assert "?key=… HTTP/1.1" in log
    assert served.key not in log
