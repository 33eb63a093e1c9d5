"""The registry: all versions in one folder, and the pointer to the one in use."""

import secrets
from pathlib import Path
from typing import Final

from model.bundle import MANIFEST, Bundle, BundleError, load, sync

DEFAULT: Final = Path(__file__).with_name("default")
"""The bundle that ships with Copydesk."""

_POINTER: Final = "champion"
_LOG: Final = "promotions"


class Registry:
    """A folder of bundles. The file `champion` names the version in use and is replaced whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def versions(self) -> list[str]:
        """All versions in the folder, by name."""
        return sorted(path.parent.name for path in self.folder.glob(f"*/{MANIFEST}") if path.parent.name[0] != ".")

    @property
    def champion(self) -> str | None:
        """The version in use, None where that is the one that ships; raises BundleError where it cannot be read."""
        return self._read(_POINTER).strip() or None

    def load(self, version: str | None = None) -> Bundle:
        """A version, by default the champion; raises BundleError."""
        return self._load(version or self.champion)

    def promote(self, version: str) -> None:
        """Make a version the champion, once it is found to be whole; raises BundleError."""
        self.load(version)
        current = self.champion
        if version != current:
            self._log([*self._history(), current or ""])
            self._point(version)

    def rollback(self) -> str | None:
        """Return to the champion before this one; its name, None for the one that ships. Raises BundleError."""
        history = self._history()
        if not history:
            message = f"{self.folder} has had no champion but the one in use: there is nothing to return to"
            raise BundleError(message)
        before = history[-1] or None
        self._load(before)
        self._point(before)
        self._log(history[:-1])
        return before

    def _load(self, version: str | None) -> Bundle:
        return load(DEFAULT if version is None else self._folder_of(version))

    def _point(self, version: str | None) -> None:
        self._replace(_POINTER, f"{version or ''}\n")

    def _log(self, history: list[str]) -> None:
        self._replace(_LOG, "".join(f"{name}\n" for name in history))

    def _history(self) -> list[str]:
        """The champions before this one, the latest last.

        Whoever was killed between log and pointer left the champion in use as the last of them.
        """
        history = self._read(_LOG).splitlines()
        current = self.champion or ""
        while history and history[-1] == current:
            history.pop()
        return history

    def _read(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            message = f"{self.folder / name} cannot be read ({error}): name a folder of models, or promote a version"
            raise BundleError(message) from error

    def _folder_of(self, version: str) -> Path:
        if version not in self.versions():
            known = ", ".join(self.versions()) or "none"
            message = f"there is no version {version!r} in {self.folder}: there are {known}"
            raise BundleError(message)
        return self.folder / version

    def _replace(self, name: str, text: str) -> None:
        draft = self.folder / f".{name}.{secrets.token_hex(4)}"
        draft.write_text(text, encoding="utf-8")
        sync(draft)
        draft.replace(self.folder / name)
        sync(self.folder)
