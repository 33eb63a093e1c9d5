"""The log of requests tells nothing that opens a door, and nothing of a person."""

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
            "POST /v1alpha1/comments:analyze?alt=…&key=…&x=…",
        ),
        ("POST /coral/abc123 HTTP/1.1", "POST /coral/… HTTP/1.1"),
        ("POST /1.1/comment-check?api_key=abc123 HTTP/1.1", "POST /1.1/comment-check?api_key=… HTTP/1.1"),
        ('"GET /desk?text=monkey=100% HTTP/1.1" 200', '"GET /desk?text=… HTTP/1.1" 200'),
        ("DELETE /v1/authors?email=ada%40reader.example HTTP/1.1", "DELETE /v1/authors?email=… HTTP/1.1"),
        ("DELETE /v1/authors?email=ada&grace@reader.example", "DELETE /v1/authors?email=…&…"),
        ("DELETE /v1/authors?ada@reader.example=&a&", "DELETE /v1/authors?…&…&…"),
        ('GET /?ip="192.0.2.7"&x=1 HTTP/1.1', "GET /?ip=…&x=… HTTP/1.1"),
        ('302 "https://a.example/?q=ada" "b/1.0"', '302 "https://a.example/?q=…" "b/1.0"'),
        ("POST /desk/authors/id/ada/erase HTTP/1.1", "POST /desk/authors/id/…/erase HTTP/1.1"),
        ('"GET /desk HTTP/1.1" 200 123 "-" "b/1.0"', '"GET /desk HTTP/1.1" 200 123 "-" "b/1.0"'),
    ],
)
def test_what_opens_a_door_or_tells_of_a_person_is_left_out(
    caplog: pytest.LogCaptureFixture, line: str, told: str
) -> None:
    with caplog.at_level(logging.INFO, "service.access"):
        access_log().info(line)
    assert caplog.messages == [told]


def test_a_process_that_serves_leaves_them_out(tmp_path: Path, shared_models: Path) -> None:
    with serving(tmp_path, shared_models, "--access-log") as served:
        urllib.request.urlopen(served.link, timeout=10).close()  # noqa: S310 - our own service
        with pytest.raises(HTTPError):
            urllib.request.urlopen(f"{served.address}/v1/comments?key={served.key}", timeout=10)  # noqa: S310 - as above
        alive = urllib.request.Request(f"{served.address}/healthz?by=ada@reader.example", method="HEAD")  # noqa: S310 - as above
        urllib.request.urlopen(alive, timeout=10).close()  # noqa: S310 - as above
        assert served.stop() == 0
    log = (tmp_path / "log").read_text()
    assert "GET /desk/welcome/… HTTP/1.1" in log
    assert "?key=… HTTP/1.1" in log
    assert served.key not in log
    assert '"HEAD /healthz?by=… HTTP/1.1" 200' in log
    assert "reader.example" not in log
