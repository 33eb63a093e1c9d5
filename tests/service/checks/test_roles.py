"""Trust in a site's own people."""

import pytest

from model.findings import Severity, decide
from service.checks.roles import TrustedRole
from tests.service.checks.contexts import codes, context, site

check = TrustedRole()


@pytest.mark.parametrize("role", ["administrator", "Editor", " moderator ", "subscriber,editor"])
def test_a_trusted_role_is_accepted(role: str) -> None:
    found = list(check(context(author_role=role)))
    assert codes(found) == ["trusted_role"]
    assert decide(found) is Severity.ACCEPT


@pytest.mark.parametrize("role", ["", "subscriber", "administrators", "not editor", ","])
def test_any_other_role_is_nothing_special(role: str) -> None:
    assert codes(check(context(author_role=role))) == []


def test_a_site_trusts_whom_it_names() -> None:
    rules = site(trusted_roles=("Columnist",))
    assert codes(check(context(rules=rules, author_role="columnist"))) == ["trusted_role"]
    assert codes(check(context(rules=rules, author_role="editor"))) == []
