"""What the gate refused is kept for a while to be looked at, and then removed: each is as large as what is in use."""

import json
from collections.abc import Collection
from contextlib import suppress
from typing import Final

from model.bundle import GATE, BundleError, read_manifest, read_part
from model.registry import Registry

KEPT: Final = 3
"""So many of a site's refused versions stay, the newest."""


def prune(registry: Registry, site: str, spared: Collection[str], *, kept: int = KEPT) -> list[str]:
    """Remove the site's refused versions but the newest `kept`; their names.

    What is in use anywhere, what a rollback leads to and what is `spared`, such as a version in shadow, stays, and does
    not count. So does what cannot be read: whoever finds out why may want it.
    """
    spared = {*spared, *registry.needed()}
    found = [one for one in refused(registry, site) if one not in spared]
    removed = []
    for version in found[: max(0, len(found) - kept)]:
        with suppress(BundleError, OSError):
            registry.remove(version)
            removed.append(version)
    return removed


def refused(registry: Registry, site: str) -> list[str]:
    """The versions that learned from the site's verdicts and were refused by the gate, the oldest first."""
    found = []
    for version in registry.versions():
        with suppress(BundleError):
            manifest = read_manifest(registry.folder_of(version))
            if manifest.site == site and is_passed(registry, version) is False:
                found.append((manifest.created, version))
    return [version for _, version in sorted(found)]


def is_passed(registry: Registry, version: str) -> bool | None:
    """Whether the gate let the version in; None where it was never asked, or what it said cannot be read."""
    try:
        folder = registry.folder_of(version)
        told = read_part(folder, read_manifest(folder), GATE)
        return None if told is None else all(one["passed"] for one in json.loads(told)["criteria"])
    except (BundleError, OSError, ValueError, KeyError, TypeError):
        return None
