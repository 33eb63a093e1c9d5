"""The versions of the model as the desk shows them: what each says of itself, and where it is in use."""

from typing import NamedTuple

from model.bundle import CARD, GATE, BundleError, Manifest, read_manifest, read_part
from model.registry import DEFAULT, Registry
from service.gate_report import GateReport, read_report


class Version(NamedTuple):
    """A version in the folder of models, or the one that ships; `fault` says why it cannot be used, as far as seen."""

    name: str
    is_shipped: bool
    manifest: Manifest | None
    report: GateReport | None
    fault: str

    @property
    def learned(self) -> str:
        """What it learned from, in few words."""
        if self.manifest is None:
            return ""
        verdicts = self.manifest.rows.get("verdicts", 0)
        corpus = sum(self.manifest.rows.values()) - verdicts
        if self.manifest.site is None:
            return f"a corpus of {corpus:,} comments" if corpus else "a corpus"
        return f"{verdicts:,} verdicts of {self.manifest.site}, on top of {self.manifest.base}"

    @property
    def headline(self) -> str:
        """The figures that count most."""
        if self.report is not None and (gain := self.report.gain) is not None:
            return f"{'passed' if self.report.is_passed else 'refused'}; on the site's verdicts {gain.words}"
        areas = {} if self.manifest is None else self.manifest.metrics.get("roc_auc", {})
        told = [f"{name} {areas[f'{name}/all']:.3f}" for name in ("toxicity", "spam") if f"{name}/all" in areas]
        return f"ROC-AUC: {', '.join(told)}" if told else ""


class Details(NamedTuple):
    """A version with its card, as Markdown; None where it has none."""

    version: Version
    card: str | None


def versions_for(registry: Registry, site: str) -> list[Version]:
    """Those that may judge the site's comments: what was trained for all, and what learned from its own verdicts.

    The newest first, and the one that ships at the end; reads files, and checks of each only the seal.
    """
    found = [_version(registry, name) for name in registry.versions()]
    own = [one for one in found if one.manifest is None or one.manifest.site in (None, site)]
    own.sort(key=lambda one: ("" if one.manifest is None else one.manifest.created, one.name), reverse=True)
    return [*own, shipped()]


def details_of(registry: Registry, site: str, name: str) -> Details | None:
    """A version that `versions_for` tells of, with its card; None for any other."""
    if name in registry.versions():
        version, folder = _version(registry, name), registry.folder / name
        if version.manifest is not None and version.manifest.site not in (None, site):
            return None
    else:
        version, folder = shipped(), DEFAULT
        if name != version.name:
            return None
    if version.manifest is None:
        return Details(version, None)
    try:
        card = read_part(folder, version.manifest, CARD)
    except (BundleError, OSError) as error:
        return Details(version._replace(fault=str(error)), None)
    return Details(version, None if card is None else card.decode(errors="replace"))


def shipped() -> Version:
    """The version that ships with Copydesk."""
    try:
        manifest = read_manifest(DEFAULT)
    except BundleError as error:
        return Version("", is_shipped=True, manifest=None, report=None, fault=str(error))
    return Version(manifest.version, is_shipped=True, manifest=manifest, report=None, fault="")


def _version(registry: Registry, name: str) -> Version:
    try:
        folder = registry.folder_of(name)
        manifest = read_manifest(folder)
        report = read_report(read_part(folder, manifest, GATE))
    except (BundleError, OSError) as error:
        return Version(name, is_shipped=False, manifest=None, report=None, fault=str(error))
    return Version(name, is_shipped=False, manifest=manifest, report=report, fault="")
