"""Keyed hashes stand for e-mail and IP addresses."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.kernel import compiled
from store.errors import SecretError
from store.pseudonyms import SECRET_BYTES, Pseudonyms, load_or_create_secret, naming_in_python

NAMES = Pseudonyms(bytes(range(SECRET_BYTES)))


def test_case_and_outer_spaces_of_an_email_do_not_matter() -> None:
    assert NAMES.email(1, " Leyla@Example.org ") == NAMES.email(1, "leyla@example.org")


@pytest.mark.parametrize("written", ["192.0.2.1", " 192.0.2.1", "::ffff:192.0.2.1"])
def test_one_address_has_one_name_however_it_is_written(written: str) -> None:
    assert NAMES.ip(1, written) == NAMES.ip(1, "192.0.2.1")


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_has_no_name(nothing: str | None) -> None:
    assert NAMES.email(1, nothing) is None
    assert NAMES.ip(1, nothing) is None


@given(st.text(st.characters(exclude_categories=())))
def test_sites_kinds_and_secrets_give_unrelated_names(address: str) -> None:
    other = Pseudonyms(bytes(SECRET_BYTES))
    names = [NAMES.email(1, address), NAMES.email(2, address), NAMES.ip(1, address), other.email(1, address)]
    kept = [name for name in names if name is not None]
    assert len(kept) in {0, 4}
    assert len(set(kept)) == len(kept)


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")
@given(
    st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES),
    st.binary(max_size=16),
    st.text(st.characters(exclude_categories=()), min_size=1, max_size=300)
    | st.text("a1é漢", min_size=100, max_size=400),
)
def test_the_kernel_names_as_its_twin_does(secret: bytes, kind: bytes, text: str) -> None:
    assert compiled.pseudonym(compiled.keyed(secret, kind), text) == naming_in_python(secret, kind)(text)


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel")
def test_the_kernel_names_nothing_by_half_a_secret() -> None:
    with pytest.raises(ValueError, match="expected a secret of 32 bytes and a person of 16 at most"):
        compiled.keyed(b"short", b"email")
    keyed = compiled.keyed(bytes(SECRET_BYTES), b"email")
    for wrong in ((b"short", "1:a"), (keyed, "")):
        with pytest.raises(ValueError, match="expected what `keyed` gives, and a text"):
            compiled.pseudonym(*wrong)


def test_a_name_is_the_same_in_every_process() -> None:
    assert NAMES.email(1, "leyla@example.org") == "b508f754a7908348f1bcd5ba03b52a0f"


def test_a_secret_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    with ThreadPoolExecutor(8) as starters:
        secrets = set(starters.map(load_or_create_secret, [path] * 32))
    assert len(secrets) == 1
    assert len(secrets.pop()) == SECRET_BYTES
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_secret_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"short")
    path.chmod(0o600)
    with pytest.raises(SecretError, match="restore it from a backup"):
        load_or_create_secret(path)
