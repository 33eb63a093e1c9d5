"""The field that people do not see."""

from service.checks.honeypot import Honeypot
from tests.service.checks.contexts import codes, context


def test_a_filled_honeypot_rejects() -> None:
    found = list(Honeypot()(context(honeypot="https://example.com")))
    assert [(one.code, one.severity) for one in found] == [("honeypot", "reject")]


def test_an_empty_honeypot_says_nothing() -> None:
    assert codes(Honeypot()(context())) == []
    assert codes(Honeypot()(context(honeypot=" \t"))) == []
