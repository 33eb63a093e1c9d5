"""Who imports whom, where import-linter cannot look: inside of other packages, and in the list of checks."""

import subprocess
import sys
import tomllib
from typing import Any

from service.checks import CHECKS
from tests.house.documents import ROOT

_NEVER = ("joblib", "pyarrow", "scipy", "sklearn")
_IMPORT_ALL = f"""
import pkgutil, sys, model, service, store
for package in (model, service, store):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith(("__main__", "migrations.env")):
            __import__(module.name)
print(*sorted(set({_NEVER}) & set(sys.modules)))
"""


def _contracts() -> list[dict[str, Any]]:
    contracts: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
    return contracts


def test_nothing_that_serves_loads_what_only_training_needs() -> None:
    loaded = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _IMPORT_ALL], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()
    assert not loaded


def test_where_the_kernel_is_compiled_serving_loads_no_numpy() -> None:
    script = (
        "import sys, service.app, model.bundle, model.kernel, model.registry, model.text;"
        "scorer = model.bundle.load(model.registry.DEFAULT).scorer; text = model.text.read('You are an idiot.');"
        "scorer.score(text), scorer.explain(text, ('insult',));"
        "print('numpy' in sys.modules, model.kernel.compiled is None)"
    )
    loads_numpy, is_not_compiled = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()
    assert loads_numpy == is_not_compiled


def test_every_check_is_under_the_contract_of_checks() -> None:
    (contract,) = (one for one in _contracts() if one["name"] == "Checks do not know each other")
    assert sorted(contract["modules"]) == sorted({type(check).__module__ for check in CHECKS})
