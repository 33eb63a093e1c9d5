"""axe-core, which finds what keeps people from using a page (https://github.com/dequelabs/axe-core)."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.clients.node import MODULES

_SCRIPT = MODULES / "axe-core" / "axe.min.js"


def serious_findings(page: Page) -> list[str]:
    """What axe calls serious or critical, with the elements; skips where axe is not installed."""
    if not _SCRIPT.exists():
        pytest.skip("axe-core is not installed: tests/clients/install.sh")
    # Not as an element of the page, whose content policy takes no script from outside.
    page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = json.loads(
        page.evaluate("async () => JSON.stringify((await axe.run({resultTypes: ['violations']})).violations)")
    )
    return [
        f"{one['id']}: {one['help']}: {' '.join(node['html'] for node in one['nodes'])[:400]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
