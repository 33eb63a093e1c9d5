"""A Dockerfile as its steps, and its pip and its command run without Docker."""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Step(NamedTuple):
    """One instruction and what follows it."""

    instruction: str
    text: str

    @property
    def words(self) -> list[str]:
        """The arguments, whether written as JSON or plainly."""
        if self.text.startswith("["):
            parsed: list[str] = json.loads(self.text)
            return parsed
        return shlex.split(self.text)


def stages(text: str) -> list[list[Step]]:
    """The steps of each stage, FROM first; what stands before the first FROM is a stage of its own."""
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    found: list[list[Step]] = [[]]
    for line in filter(None, map(str.strip, lines)):
        instruction, _, rest = line.partition(" ")
        if instruction == "FROM":
            found.append([])
        found[-1].append(Step(instruction, rest.strip()))
    return found


@dataclass
class Machine:
    """Runs steps with other folders in the place of the image's; `places` maps the image's paths to real ones."""

    context: Path
    places: Mapping[str, Path]
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path = Path("/")

    def build(self, steps: Sequence[Step]) -> None:
        """Run WORKDIR, ARG, ENV, COPY from the context and RUN; raises CalledProcessError with the first that fails."""
        for step in steps:
            match step.instruction:
                case "WORKDIR":
                    self.folder = self._place(step.text)
                    self.folder.mkdir(exist_ok=True)
                case "ARG":
                    name, _, default = step.text.partition("=")
                    self.environment.setdefault(name, default)
                case "ENV":
                    self.environment |= dict(word.split("=", 1) for word in map(self._moved, step.words))
                case "COPY" if not step.text.startswith("--from"):
                    *names, target = step.words
                    self._copy(names, self.folder / target)
                case "RUN":
                    self.run(["/bin/sh", "-c", step.text])

    def run(self, words: Sequence[str]) -> str:
        """What the command writes to stdout."""
        return subprocess.run(self.command(words), **self.options(), check=True, stdout=subprocess.PIPE).stdout  # type: ignore[no-any-return, call-overload] # noqa: S603 - our own Dockerfile

    def command(self, words: Sequence[str]) -> list[str]:
        """The words with the image's paths replaced."""
        return list(map(self._moved, words))

    def options(self) -> dict[str, object]:
        """How a process of the image runs."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("COPYDESK_", "PYTHON"))}
        environment = {**plain, **self.environment}
        environment["PATH"] = environment["PATH"].replace("$PATH", os.environ["PATH"])
        return {"cwd": self.folder, "env": environment, "text": True}

    def _copy(self, names: Sequence[str], target: Path) -> None:
        for name in names:
            source = self.context / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)

    def _place(self, path: str) -> Path:
        return Path(self._moved(path))

    def _moved(self, text: str) -> str:
        for path, place in self.places.items():
            text = re.sub(rf"(?<![\w.]){re.escape(path)}(?![\w])", str(place), text)
        return text
