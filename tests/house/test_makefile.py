"""The Makefile leaves alone what is not its own."""

import re

from tests.house.documents import ROOT

_VARIABLE = re.compile(r"^(\w+) *[:?+]?=", re.MULTILINE)


def test_no_variable_of_make_has_the_name_of_one_that_every_program_reads() -> None:
    """What comes from the environment goes back into that of each recipe, changed."""
    found = set(_VARIABLE.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    assert {"VENV", "PIP", "MODEL"} <= found
    assert not found & {"HOME", "PATH", "USER", "SHELL", "TMPDIR", "TMP", "LANG", "TERM", "EDITOR", "PWD", "LC_ALL"}
