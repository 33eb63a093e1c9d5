"""Tables in Markdown, as the documentation shows them."""

import datetime as dt
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> str:
    """A table with the machine and the day below it; numbers to the right."""
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        return f"| {first[0]:<{first[1]}} | {' | '.join(f'{cell:>{width}}' for cell, width in others)} |"

    rule = f"|{'-' * (widths[0] + 2)}|{'|'.join('-' * (width + 1) + ':' for width in widths[1:])}|"
    lines = [f"{title}\n", line(columns), rule, *map(line, rows), f"\n{machine()}"]
    return "\n".join(lines + ([note] if note else [])) + "\n"


def show(text: str) -> None:
    """Write to stdout."""
    sys.stdout.write(text + "\n")


def spread(values: Sequence[float], write: Callable[[float], str]) -> str:
    """The median, and the least and the greatest."""
    return f"{write(median(values))} ({write(min(values))} to {write(max(values))})"


def machine() -> str:
    """What was measured on, and when."""
    models = {
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    }
    cores = len(os.sched_getaffinity(0))
    day = dt.datetime.now(dt.UTC).date()
    return f"{cores} cores ({', '.join(sorted(models))}), Python {platform.python_version()}, {day}."
