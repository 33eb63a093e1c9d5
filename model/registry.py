"""The registry: all versions in one folder, and the pointers to those in use: one for all sites, and a site's own."""

import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import quote, unquote

from model.bundle import MANIFEST, Bundle, BundleError, load, sync

DEFAULT: Final = Path(__file__).with_name("default")
"""The bundle that ships with Copydesk."""

_POINTER: Final = "champion"
_LOG: Final = "promotions"
_SITES: Final = "sites"
_SITE: Final = "name"
_LONGEST: Final = 150


class Registry:
    """A folder of bundles. The file `champion` names the version in use and is replaced whole.

    A site may have a champion of its own, `sites/NAME/champion`; a site without one is judged by that of all sites.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ahead: _Ahead | None = None

    def versions(self) -> list[str]:
        """All versions in the folder, by name."""
        return sorted(path.parent.name for path in self.folder.glob(f"*/{MANIFEST}") if path.parent.name[0] != ".")

    @property
    def champion(self) -> str | None:
        """The version that all sites use, None where that is the one that ships; raises BundleError if unreadable."""
        return self._read(self._place_of(None) / _POINTER).strip() or None

    def own_champion(self, site: str) -> str | None:
        """The version that the site uses by itself, None where it uses that of all; raises BundleError as above."""
        return self._read(self._place_of(site) / _POINTER).strip() or None

    def champion_of(self, site: str | None) -> str | None:
        """The version in use for the site, None where that is the one that ships; raises BundleError as above."""
        return (None if site is None else self.own_champion(site)) or self.champion

    def sites(self) -> list[str]:
        """The sites that have, or have had, a champion of their own; raises BundleError where one cannot be read."""
        places = sorted(path.parent for path in self.folder.glob(f"{_SITES}/*/{_POINTER}"))
        return [self._read(place / _SITE) or unquote(place.name) for place in places]

    def folder_of(self, version: str) -> Path:
        """Where a version is; raises BundleError where there is none of that name."""
        if version not in self.versions():
            known = ", ".join(self.versions()) or "none"
            message = f"there is no version {version!r} in {self.folder}: there are {known}"
            raise BundleError(message)
        return self.folder / version

    def load(self, version: str | None = None) -> Bundle:
        """A version, by default the champion of all sites; raises BundleError."""
        wanted = version or self.champion
        ahead, self._ahead = self._ahead, None
        return (None if ahead is None else ahead.found(wanted)) or self._load(wanted)

    def load_ahead(self) -> None:
        """Begin to load the champion of all sites in a thread, for the next `load` to take: most of it is digests.

        A failure is found again, and told, by `load`.
        """
        self._ahead = _Ahead(self._load, self.champion)
        self._ahead.start()

    def promote(self, version: str, site: str | None = None) -> None:
        """Make a version the champion, of one site or of all, once it is found to be whole; raises BundleError."""
        self.load(version)
        place = self._place_of(site)
        with self._alone():
            # It may have been removed since.
            self.folder_of(version)
            current = self._read(place / _POINTER).strip()
            if version != current:
                if site is not None:
                    self._make(place, site)
                self._log(place, [*self._history(place), current])
                self._point(place, version)

    def rollback(self, site: str | None = None) -> str | None:
        """Return to the champion before this one, of one site or of all; raises BundleError.

        Its name. None: the one that ships, or for a site that of all sites.
        """
        place = self._place_of(site)
        if not self._history(place):
            owner = f"the site {site!r}" if site is not None else str(self.folder)
            message = f"{owner} has had no champion but the one in use: there is nothing to return to"
            raise BundleError(message)
        with self._alone():
            history = self._history(place)
            before = (history[-1] or None) if history else None
            self._load(before or (self.champion if site is not None else None))
            self._point(place, before)
            self._log(place, history[:-1])
        return before

    def needed(self) -> set[str]:
        """The versions in use anywhere, and those to which a rollback leads; raises BundleError if unreadable."""
        places: list[str | None] = [None, *self.sites()]
        current = {self.champion if site is None else self.own_champion(site) for site in places}
        return {name for name in current if name} | {name for site in places for name in self.history(site) if name}

    def remove(self, version: str) -> None:
        """Remove a version from the folder; raises BundleError where it is in use, or a rollback leads to it."""
        folder = self.folder_of(version)
        with self._alone():
            if version in self.needed():
                message = f"{version} is in use, or a rollback leads to it: it stays"
                raise BundleError(message)
            # It goes at once: what is left of it under that name is no version.
            left = folder.rename(folder.with_name(f".{version}.{secrets.token_hex(4)}"))
        shutil.rmtree(left, ignore_errors=True)

    def history(self, site: str | None = None) -> list[str]:
        """The champions before the one in use, the latest last; empty: the one that ships, or that of all sites."""
        return self._history(self._place_of(site))

    def last_promoted(self) -> str | None:
        """The site for which a version was promoted last, or returned from; None for all sites, or where none was."""
        places = [site for site in (None, *self.sites()) if self.history(site)]
        return max(places, key=lambda site: (self._place_of(site) / _LOG).stat().st_mtime_ns, default=None)

    def _load(self, version: str | None) -> Bundle:
        return load(DEFAULT if version is None else self.folder_of(version))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps other processes from promoting meanwhile, whatever becomes of this one."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _point(self, place: Path, version: str | None) -> None:
        _replace(place / _POINTER, f"{version or ''}\n")

    def _log(self, place: Path, history: list[str]) -> None:
        _replace(place / _LOG, "".join(f"{name}\n" for name in history))

    def _history(self, place: Path) -> list[str]:
        """The champions before this one, the latest last.

        Whoever was killed between log and pointer left the champion in use as the last of them.
        """
        history = self._read(place / _LOG).splitlines()
        current = self._read(place / _POINTER).strip()
        while history and history[-1] == current:
            history.pop()
        return history

    def _place_of(self, site: str | None) -> Path:
        """The folder of the pointer. A name that is too long for a folder's is cut, and told apart by its digest."""
        if site is None:
            return self.folder
        name = quote(site, safe=" ", errors="surrogatepass").replace(".", "%2E")
        if len(name) > _LONGEST:
            name = f"{name[:_LONGEST]}~{hashlib.sha256(site.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
        return self.folder / _SITES / name

    def _make(self, place: Path, site: str) -> None:
        """The folder of a site's pointer, on disk before anything is written into it."""
        if not (place / _SITE).exists():
            place.mkdir(parents=True, exist_ok=True)
            _replace(place / _SITE, site)
            sync(place.parent)
            sync(self.folder)

    def _read(self, path: Path) -> str:
        try:
            return path.read_bytes().decode(errors="surrogatepass" if path.name == _SITE else "strict")
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            message = f"{path} cannot be read ({error}): name a folder of models, or promote a version"
            raise BundleError(message) from error


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.write_bytes(text.encode(errors="surrogatepass"))
    sync(draft)
    draft.replace(path)
    sync(path.parent)


class _Ahead(Thread):
    """Loads a version while others do something else."""

    def __init__(self, load: Callable[[str | None], Bundle], version: str | None) -> None:
        super().__init__(name="model-ahead", daemon=True)
        self._load = load
        self._version = version
        self._bundle: Bundle | None = None

    def run(self) -> None:
        """Load it, or leave the failure to whoever loads it again."""
        with suppress(Exception):
            self._bundle = self._load(self._version)

    def found(self, version: str | None) -> Bundle | None:
        """The version once it is loaded, None where it is another or could not be."""
        self.join()
        return self._bundle if version == self._version else None
