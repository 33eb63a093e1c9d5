"""Small plots in SVG, written by hand: lines, points and labels that a browser and a code host show."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final, NamedTuple

_COLOURS: Final = ("#0b6e99", "#c2571a", "#4b7f3a", "#8a4f9e", "#a8323e", "#6b6b6b")
_SHARES: Final = ("#b7d4a8", "#f0cf8e", "#a8323e")
_WIDTH, _HEIGHT = 720, 360
_ROW: Final = 20
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 16, 72, 54
_LEGEND, _BARS = 44, 36
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS: Final = 5
_THOUSANDS: Final = 1_000


class Series(NamedTuple):
    """A line by its points (x, y)."""

    name: str
    points: Sequence[tuple[float, float]]


class Range(NamedTuple):
    """A value, and between what it lies, if that is known."""

    value: float
    low: float | None = None
    high: float | None = None


class _Axis:
    """Where a number stands between two edges of the plot; `is_log`: by powers of ten."""

    def __init__(self, values: Sequence[float], low: float, high: float, *, is_log: bool) -> None:
        self._is_log = is_log
        self._low, self._high = low, high
        self._first: float
        self._last: float
        if is_log:
            self._first, self._last = floor(log10(min(values))), ceil(log10(max(values)))
            self._last += self._first == self._last
            self.ticks = [10.0**power for power in range(self._first, self._last + 1)]
        else:
            step = _step(max(values) / _TICKS)
            self._first, self._last = 0.0, ceil(max(values) / step) * step
            self.ticks = [step * number for number in range(round(self._last / step) + 1)]

    def place(self, value: float) -> float:
        share = ((log10(value) if self._is_log else value) - self._first) / (self._last - self._first)
        return self._low + share * (self._high - self._low)


def lines_plot(  # noqa: PLR0913 - what stands on a plot
    title: str, x: str, y: str, series: Sequence[Series], *, log_x: bool = False, log_y: bool = False
) -> str:
    """A line with points for each series; the axes begin at 0, or have powers of ten."""
    points = [point for one in series for point in one.points]
    across = _Axis([point[0] for point in points], _LEFT, _WIDTH - _RIGHT, is_log=log_x)
    up = _Axis([point[1] for point in points], _HEIGHT - _BOTTOM, _TOP, is_log=log_y)
    parts = [*_frame(title, x, y, across, up)]
    for number, one in enumerate(series):
        colour = _COLOURS[number % len(_COLOURS)]
        placed = [(across.place(a), up.place(b)) for a, b in one.points]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in placed)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in placed]
        parts += _legend(number, one.name, colour)
    return _document(parts)


def bars_plot(title: str, unit: str, bars: Sequence[tuple[str, float]]) -> str:
    """A bar with its number for each name, from above to below."""
    most = max(value for _, value in bars) or 1
    left, step = 220, (_HEIGHT - _BARS - 8) / len(bars)
    parts = [_text(_WIDTH / 2, 22, title, anchor="middle", size=15)]
    for number, (name, value) in enumerate(bars):
        top, width = _BARS + number * step, (_WIDTH - left - 90) * value / most
        place = f'x="{left}" y="{top + step * 0.15:.1f}" width="{width:.1f}" height="{step * 0.7:.1f}"'
        parts += [
            _text(left - 8, top + step / 2 + 4, name, anchor="end"),
            f'<rect {place} fill="{_COLOURS[0]}"/>',
            _text(left + width + 6, top + step / 2 + 4, f"{value:,.3g} {unit}"),
        ]
    return _document(parts)


def ranges_plot(
    title: str,
    series: Sequence[str],
    rows: Mapping[str, Sequence[Range]],
    *,
    least: float = 0.0,
    marks: Sequence[float] = (),
) -> str:
    """Below each other the names, each with a point a series and how far it may be off, from `least` to 1.

    `marks`: values to draw a line at.
    """
    left, top, height = 190, 72, 72 + _ROW * len(rows) + 28

    def place(value: float) -> float:
        return left + (max(value, least) - least) / (1 - least) * (_WIDTH - left - _RIGHT)

    parts = [_text(_WIDTH / 2, 22, title, anchor="middle", size=15)]
    for number, name in enumerate(series):
        parts += _legend(number, name, _COLOURS[number])
    ticks = [tick / 10 for tick in range(ceil(least * 10), 11)]
    for value, colour in [*((tick, "#ddd") for tick in ticks), *((mark, "#333") for mark in marks)]:
        parts.append(f'<path d="M{place(value):.1f} {top - 8}V{height - 24}" stroke="{colour}"/>')
    parts += [_text(place(tick), height - 8, f"{tick:.1f}", anchor="middle") for tick in ticks]
    for row, (name, found) in enumerate(rows.items()):
        middle = top + _ROW * row + _ROW / 2
        parts.append(_text(left - 8, middle + 4, name, anchor="end"))
        for number, one in enumerate(found):
            if one.low is not None and one.high is not None:
                line = f"M{place(one.low):.1f} {middle:.1f}H{place(one.high):.1f}"
                parts.append(f'<path d="{line}" stroke="{_COLOURS[number]}" stroke-width="2"/>')
            parts.append(f'<circle cx="{place(one.value):.1f}" cy="{middle:.1f}" r="4" fill="{_COLOURS[number]}"/>')
    return _document(parts, height)


def shares_plot(title: str, series: Sequence[str], rows: Mapping[str, Sequence[float]]) -> str:
    """Below each other the names, each with a bar of the shares that make up its whole, in the order of the series."""
    left, top, height = 190, 72, 72 + _ROW * len(rows) + 8
    width = _WIDTH - left - _RIGHT
    parts = [_text(_WIDTH / 2, 22, title, anchor="middle", size=15)]
    for number, name in enumerate(series):
        parts += _legend(number, name, _SHARES[number])
    for row, (name, shares) in enumerate(rows.items()):
        begin = float(left)
        parts.append(_text(left - 8, top + _ROW * row + 14, name, anchor="end"))
        for number, share in enumerate(shares):
            place = f'x="{begin:.1f}" y="{top + _ROW * row + 2}" width="{share * width:.1f}" height="{_ROW - 4}"'
            parts.append(f'<rect {place} fill="{_SHARES[number]}"/>')
            begin += share * width
    return _document(parts, height)


def _frame(title: str, x: str, y: str, across: _Axis, up: _Axis) -> list[str]:
    bottom = _HEIGHT - _BOTTOM
    parts = [
        _text(_WIDTH / 2, 22, title, anchor="middle", size=15),
        _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, x, anchor="middle"),
        f'<g transform="rotate(-90 16 {_HEIGHT / 2:.0f})">{_text(16, _HEIGHT / 2, y, anchor="middle")}</g>',
    ]
    for tick in up.ticks:
        height = up.place(tick)
        parts.append(f'<path d="M{_LEFT} {height:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(_text(_LEFT - 8, height + 4, _tick(tick), anchor="end"))
    for tick in across.ticks:
        parts.append(f'<path d="M{across.place(tick):.1f} {bottom}v5" stroke="#888"/>')
        parts.append(_text(across.place(tick), bottom + 20, _tick(tick), anchor="middle"))
    return parts


def _legend(number: int, name: str, colour: str) -> list[str]:
    left, top = _LEFT + 12 + number % 3 * 212, _LEGEND + number // 3 * 16
    return [f'<rect x="{left}" y="{top - 9}" width="10" height="10" fill="{colour}"/>', _text(left + 15, top, name)]


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(text)}</text>'


def _document(parts: Sequence[str], height: int = _HEIGHT) -> str:
    begin = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" '
        f'fill="#222"><rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
    )
    return "\n".join([begin, *parts, "</svg>"]) + "\n"


def _step(least: float) -> float:
    power = 10.0 ** floor(log10(least or 1))
    return next(step * power for step in _STEPS if step * power >= least)


def _tick(value: float) -> str:
    for size, letter in ((1e6, " M"), (_THOUSANDS, " k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
