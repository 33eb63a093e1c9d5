"""Certificates are read when somebody is called, not when a client is imported."""

import ssl
from pathlib import Path

import pytest
import trustme

from service.certificates import read, unread


def test_what_is_imported_meanwhile_knows_nobody_and_what_is_made_later_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "known.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "known.pem"))
    with unread():
        context = ssl.create_default_context()
    assert context.cert_store_stats()["x509"] == 0
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert read().cert_store_stats()["x509"] == 1
