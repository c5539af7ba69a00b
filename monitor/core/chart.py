"""A plot as SVG, and the same in one sentence for those who do not see it.

The picture stands alone: no script, no style sheet, nothing from elsewhere, only presentation
attributes, so that any mail program, `resvg` and a page with a strict policy show the same.  Whoever
cannot tell colours apart has shapes and dashes.  What comes from outside is escaped and cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import dist

from monitor.core.axes import Scale, between, scale, spread, thinned, time_ticks
from monitor.core.lettering import fitted, is_right_to_left, plain, quoted, width
from monitor.core.plot import Line, Plot, Span, Step
from monitor.core.reconcile import Stated, most
from monitor.core.words import count, spoken

WIDTH, HEIGHT = 480, 340
"""The size in CSS pixels that a mail shows; on a phone of 360 the smallest letters are still 8 high."""

SHORTEST = timedelta(days=1)
"""The least time that the axis spans: a single report is a point in a day."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of a chart, on a background of its own.

    `lines` are told apart by colour-blind readers too, and stand at 3:1 or more against the background;
    `ink` and `muted` are for text, at 4.5:1 or more.  A test computes it.
    """

    background: str
    ink: str
    muted: str
    grid: str
    band: str
    nobody: str
    lines: tuple[str, ...]


LIGHT = Scheme(
    background="#ffffff",
    ink="#1a1a1a",
    muted="#5c6066",
    grid="#e3e5e8",
    band="#eef0f3",
    nobody="#767b82",
    lines=("#0023c9", "#c03b0f", "#2e7d76", "#7b1a7a", "#6a8bff", "#a68e00", "#1f1f3d", "#e73ebb"),
)
DARK = Scheme(
    background="#121212",
    ink="#ececec",
    muted="#b0b0b0",
    grid="#303236",
    band="#23262b",
    nobody="#9a9ea6",
    lines=("#23b9ff", "#d0af29", "#139d64", "#fe74b8", "#cdeafb", "#f5eb1d", "#976fdd", "#f24f27"),
)

DASHES = ("", "7 3", "2 2.5", "10 3 2 3", "4 2", "12 4", "1.5 3", "6 2 1.5 2 1.5 2")
"""The dashes that go with the colours."""

SHAPES = (
    "m-3.8 0a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0-7.6 0z",
    "m-3.5-3.5h7v7h-7z",
    "m0-4.6l4.4 7.9h-8.8z",
    "m0-4.9l4.9 4.9l-4.9 4.9l-4.9-4.9z",
    "m0 4.6l4.4-7.9h-8.8z",
    "m-1.6-4.5h3.2v2.9h2.9v3.2h-2.9v2.9h-3.2v-2.9h-2.9v-3.2h2.9z",
    "m-4.6-2.6l4.6-2.6l4.6 2.6v5.2l-4.6 2.6l-4.6-2.6z",
    "m-4.3-2.2l2.1-2.1l2.2 2.2l2.2-2.2l2.1 2.1l-2.2 2.2l2.2 2.2l-2.1 2.1l-2.2-2.2l-2.2 2.2l-2.1-2.1l2.2-2.2z",
)
"""The marks that go with them, drawn around a point: circle, square, triangle, diamond, and so on."""

TITLE, SMALL, NUMBER, TICK = 16, 12, 13, 11.5
"""Sizes of letters, in pixels."""

LABEL = 28
"""Height of a claimant's label of two lines."""

APART = 14
"""Pixels between the marks of one line; a mark more would hide one."""


def draw(plot: Plot, width: int = WIDTH, height: int = HEIGHT, scheme: Scheme = LIGHT) -> str:
    """The chart as an SVG document of that size in CSS pixels; the same for the same plot, always."""
    frame = _frame(plot, width, height)
    pens = sorted(_pens(plot, scheme), key=lambda pen: pen.line.leads)  # the alert's claimant is drawn on top
    body = [
        _tag("title", f"{_title(plot)} ({_unverified(plot)})"),
        _tag("desc", alt(plot)),
        _rect(0, 0, width, height, scheme.background),
        *_heading(plot, frame, scheme),
        *_range(plot.spans, frame, scheme),
        *(_axes(frame, scheme) if plot.lines else _nothing(frame, scheme)),
        *_plumb(plot, frame, scheme),
        *(_line(pen, frame) for pen in pens if plot.running),
        *(mark for pen in pens for mark in _marks(pen, frame, plot.running, scheme.background)),
        *_told_now(plot, pens, frame, scheme),
        *_labels(pens, plot.running, frame, scheme),
        *_key(plot, frame, scheme),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" '
        f'font-family="DejaVu Sans, system-ui, sans-serif">{"".join(body)}</svg>\n'
    )


def alt(plot: Plot) -> str:
    """What the chart shows in one sentence with its numbers, for a reader who does not see it."""
    head = f"Chart: {_title(plot)}, {between(plot.begins, plot.ends)} (UTC), {_unverified(plot)}"
    if not plot.lines:
        return f"{head}: no figures so far."
    parts = [_course(line, plot.running) for line in plot.lines]
    parts += [f"and {plot.more} more {'claimant' if plot.more == 1 else 'claimants'}"] if plot.more else []
    if plot.spans:
        span = plot.spans[-1]
        low = count(span.low) if span.low is not None else "unknown"
        parts.append(f"the range across claimants is now {low} to {count(span.high)}")
    if plot.alert:
        parts.append(f"this alert tells {spoken(plot.alert)}")
    return f"{head}: {'; '.join(parts)}."


def _course(line: Line, running: bool) -> str:
    name, last = _isolated(plain(line.name)), spoken(line.last)
    if len(line.steps) == 1:
        return f"{name} {last}"
    if not running:
        return f"{name} {len(line.steps)} figures, the last {last}"
    return f"{name} from {spoken(line.steps[0])} to {last}"


def _isolated(name: str) -> str:
    """A name in a script from right to left, kept from turning the numbers around it."""
    return f"\u2068{name}\u2069" if is_right_to_left(name) else name


def _title(plot: Plot, room: float | None = None) -> str:
    """Topic and metric; it is the topic that is cut where there is too little room."""
    metric = plain(f"{plot.metric} ({plot.about})" if plot.about else plot.metric)
    if room is None:
        return f"{plain(plot.topic)}: {metric}"
    metric = fitted(metric, room * 0.6, TITLE)
    return f"{fitted(plot.topic, room - width(f': {metric}', TITLE), TITLE)}: {metric}"


def _unverified(plot: Plot) -> str:
    return "as reported; unverified"


# ── where everything stands ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Frame:
    """The field that lines are drawn in, in pixels from the left and the top, and its scales."""

    left: float
    right: float
    top: float
    bottom: float
    width: int
    height: int
    scale: Scale
    begins: datetime
    ends: datetime

    def x(self, at: datetime) -> float:
        share = (at - self.begins) / (self.ends - self.begins)
        return self.left + _MARGIN + max(0.0, share) * (self.right - self.left - 2 * _MARGIN)

    def y(self, number: int) -> float:
        return self.bottom - self.scale.share(number) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class _Pen:
    """How one claimant's line is drawn."""

    line: Line
    colour: str
    dash: str
    shape: str


_GUTTER = 24
"""From the end of the lines to their labels, with room for a mark."""

_MARK = 9
"""The width of a mark."""

_MARGIN = 6
"""From the edges of the field to the first and the last moment, so that marks stand inside."""


def _frame(plot: Plot, wide: int, high: int) -> _Frame:
    top, bottom = 82.0, high - 26.0 - 17.0 * len(_key_rows(plot, wide))
    numbers = scale(_numbers(plot), max(2, int((bottom - top) / 25)))
    texts = [width(text, size) for line in plot.lines for text, size in _label(line, plot.running)]
    column = min(max(texts, default=0.0), wide * 0.31)
    ticks = max(width(count(tick), TICK) for tick in numbers.ticks)
    return _Frame(
        left=round(14 + ticks + 12),
        right=round(wide - 8 - column - (_GUTTER if plot.lines else 8)),
        top=top,
        bottom=bottom,
        width=wide,
        height=high,
        scale=numbers,
        begins=min(plot.begins, plot.ends - SHORTEST),
        ends=plot.ends,
    )


def _numbers(plot: Plot) -> list[int]:
    steps = [step for line in plot.lines for step in (*line.steps, *line.told)]
    steps += [plot.alert] if plot.alert else []
    ends: list[Step | Span] = [*steps, *plot.spans]
    return [number for one in ends for number in (one.low, one.high) if number is not None]


def _pens(plot: Plot, scheme: Scheme) -> list[_Pen]:
    """A colour, a dash and a shape a claimant, by its place; what nobody is named for is grey."""
    pens = []
    for place, line in enumerate(plot.lines):
        colour = scheme.lines[place % len(scheme.lines)] if line.named else scheme.nobody
        pens.append(_Pen(line, colour, DASHES[place % len(DASHES)], SHAPES[place % len(SHAPES)]))
    return pens


# ── what stands around ──────────────────────────────────────────────────────────────────────


def _heading(plot: Plot, frame: _Frame, scheme: Scheme) -> Iterator[str]:
    yield _bold(14, 26, _title(plot, frame.width - 28), TITLE, scheme.ink)
    when = f"{_unverified(plot)} · {between(plot.begins, plot.ends)}, UTC"
    yield _text(14, 45, fitted(when, frame.width - 28, SMALL), SMALL, scheme.muted)


def _axes(frame: _Frame, scheme: Scheme) -> Iterator[str]:
    yield from _numbers_axis(frame, scheme)
    yield from _time_axis(frame, scheme)


def _numbers_axis(frame: _Frame, scheme: Scheme) -> Iterator[str]:
    lines = "".join(
        f"M{_n(frame.left)} {_crisp(frame.y(tick))}H{_n(frame.right)}" for tick in frame.scale.ticks
    )
    yield _tag("path", d=lines, fill="none", stroke=scheme.grid)
    for tick in frame.scale.ticks:
        yield _text(frame.left - 8, frame.y(tick) + 4, count(tick), TICK, scheme.muted, "end")
    yield _text(14, frame.top - 17, _scale_note(frame.scale), TICK, scheme.muted)


def _scale_note(numbers: Scale) -> str:
    if numbers.logarithmic:
        return "people, logarithmic scale"
    return f"people; the axis begins at {count(numbers.low)}" if numbers.low else "people"


def _time_axis(frame: _Frame, scheme: Scheme) -> Iterator[str]:
    base = _crisp(frame.bottom)
    yield _tag("path", d=f"M{_n(frame.left)} {base}H{_n(frame.right)}", fill="none", stroke=scheme.muted)
    beyond = 0.0
    for at, label in time_ticks(frame.begins, frame.ends, max(2, int((frame.right - frame.left) / 52))):
        place, half = frame.x(at), width(label, TICK) / 2
        yield _tag("path", d=f"M{_crisp(place)} {base}v4", fill="none", stroke=scheme.muted)
        if place - half > beyond and place + half < frame.width:
            yield _text(place, frame.bottom + 18, label, TICK, scheme.muted, "middle")
            beyond = place + half + 4


def _nothing(frame: _Frame, scheme: Scheme) -> Iterator[str]:
    middle = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
    yield _text(*middle, "no figures so far", NUMBER, scheme.muted, "middle")


def _range(spans: Sequence[Span], frame: _Frame, scheme: Scheme) -> Iterator[str]:
    """The range across claimants as a band; a range without a floor reaches down to the axis."""
    if not spans:
        return
    upper = _stairs([(frame.x(span.at), frame.y(span.high)) for span in spans], frame.right)
    lower = _stairs([(frame.x(span.at), _floor(span, frame)) for span in spans], frame.right)
    points = [*upper, *lower[::-1]]
    yield _tag("path", d=f"M{'L'.join(f'{_n(x)} {_n(y)}' for x, y in points)}Z", fill=scheme.band)


def _floor(span: Span, frame: _Frame) -> float:
    return frame.bottom if span.low is None else frame.y(span.low)


# ── lines and marks ─────────────────────────────────────────────────────────────────────────

Point = tuple[float, float]


def _line(pen: _Pen, frame: _Frame) -> str:
    """One claimant's steps; the line of the alert's claimant is the heaviest."""
    stairs = _stairs([_point(step, frame) for step in pen.line.steps], frame.right)
    path = f"M{_n(stairs[0][0])} {_n(stairs[0][1])}" + "".join(_leg(a, b) for a, b in pairwise(stairs))
    heavy = 2.6 if pen.line.leads else 1.8
    return _tag("path", d=path, fill="none", stroke=pen.colour, stroke_width=heavy, stroke_dasharray=pen.dash)


def _marks(pen: _Pen, frame: _Frame, running: bool, background: str) -> Iterator[str]:
    """Open ends and ranges, and what was told; of single incidents every number has a mark."""
    limits = _limits(pen.line.steps, frame)
    if limits:
        yield _tag("path", d=limits, fill="none", stroke=pen.colour, stroke_width=1.5)
    if not running:
        hollow = _places(_thin(pen.line.steps, frame, 1), pen.shape)
        yield _tag("path", d=hollow, fill=background, stroke=pen.colour, stroke_width=1.4)
    if pen.line.told:
        told = _places(_thin(pen.line.told, frame, _MARK if running else 1), pen.shape)
        yield _tag("path", d=told, fill=pen.colour, stroke=background)


def _point(step: Step, frame: _Frame) -> Point:
    return frame.x(step.at), frame.y(most(step))


def _stairs(points: Sequence[Point], end: float) -> list[Point]:
    """The corners of a line that holds each value until the next one, and the last to the end.

    Of what falls into one column of pixels the first, lowest, highest and last remain: whatever the
    number of points, the picture is the same.
    """
    columns: dict[int, list[Point]] = {}
    for point in points:
        columns.setdefault(int(point[0]), []).append(point)
    corners: list[Point] = []
    for column in columns.values():
        extremes = {0, len(column) - 1}
        extremes |= {min(range(len(column)), key=lambda place: column[place][1])}
        extremes |= {max(range(len(column)), key=lambda place: column[place][1])}
        for x, y in (column[place] for place in sorted(extremes)):
            if corners and corners[-1][1] != y:
                corners.append((x, corners[-1][1]))
            if not corners or corners[-1][1] != y or corners[-1][0] != x:
                corners.append((x, y))
    if corners and corners[-1][0] < end:
        corners.append((end, corners[-1][1]))
    return corners


def _leg(start: Point, end: Point) -> str:
    return f"V{_n(end[1])}" if start[0] == end[0] else f"H{_n(end[0])}"


def _limits(steps: Sequence[Step], frame: _Frame) -> str:
    """An arrow where an end is open, a whisker over a range; too close together they are left out."""
    bounded = [step for step in steps if step.low != step.high]
    parts = []
    for step in _spaced(bounded, frame):
        x, y = _point(step, frame)
        if step.high is None:
            parts.append(f"M{_n(x)} {_n(y)}v-16m-3.5 4l3.5-4l3.5 4")
        elif step.low is None:
            parts.append(f"M{_n(x)} {_n(y)}v16m-3.5-4l3.5 4l3.5-4")
        else:
            foot = frame.y(step.low)
            parts.append(f"M{_n(x - 4)} {_n(y)}h8M{_n(x)} {_n(y)}V{_n(foot)}M{_n(x - 4)} {_n(foot)}h8")
    return "".join(parts)


def _spaced(steps: Sequence[Step], frame: _Frame) -> list[Step]:
    return [steps[place] for place in thinned([frame.x(step.at) for step in steps], APART)]


def _thin(steps: Sequence[Step], frame: _Frame, apart: float) -> list[Point]:
    """Where marks stand: one that would cover the next is left out, the last one never is."""
    kept: list[Point] = []
    for point in (_point(step, frame) for step in reversed(steps)):
        if not kept or dist(point, kept[-1]) >= apart:
            kept.append(point)
    return kept


def _places(points: Iterable[Point], shape: str) -> str:
    """One path with the shape at each point."""
    return "".join(_shifted(shape, x, y) for x, y in points)


def _plumb(plot: Plot, frame: _Frame, scheme: Scheme) -> Iterator[str]:
    """From the alert's number down to its date."""
    if plot.alert is not None:
        x, y = _point(plot.alert, frame)
        path = f"M{_crisp(x)} {_n(y)}V{_n(frame.bottom)}"
        yield _tag("path", d=path, fill="none", stroke=scheme.muted, stroke_dasharray="2 3")


def _told_now(plot: Plot, pens: Sequence[_Pen], frame: _Frame, scheme: Scheme) -> Iterator[str]:
    """The alert's own number: a ring around its mark."""
    if plot.alert is None:
        return
    x, y = _point(plot.alert, frame)
    pen = next((pen for pen in pens if pen.line.leads), None)
    yield _tag("circle", cx=_n(x), cy=_n(y), r=8.5, fill=scheme.background, stroke=scheme.ink, stroke_width=2)
    if pen:
        yield _tag("path", d=_shifted(pen.shape, x, y), fill=pen.colour)


# ── labels and key ──────────────────────────────────────────────────────────────────────────


def _label(line: Line, running: bool) -> tuple[tuple[str, float], tuple[str, float]]:
    """Number and name at a line's end, each with its size; of single incidents it is the last of many."""
    number = spoken(line.last)
    return (number if running else f"last: {number}", NUMBER), (line.name, SMALL)


def _labels(pens: Sequence[_Pen], running: bool, frame: _Frame, scheme: Scheme) -> Iterator[str]:
    """Each line's number and name, at its end or as near as can be, with its mark."""
    ordered = sorted(pens, key=lambda pen: frame.y(most(pen.line.last)))
    wanted = [frame.y(most(pen.line.last)) for pen in ordered]
    two_lines = LABEL * len(pens) <= frame.bottom - frame.top + LABEL
    room = LABEL if two_lines else SMALL + 3
    places = spread(wanted, room, frame.top, frame.bottom - (4 if two_lines else 0))
    for pen, end, place in zip(ordered, wanted, places, strict=True):
        if running:
            yield from _lead(pen, end, place, frame)
        yield _tag("path", d=_shifted(pen.shape, frame.right + 14, place), fill=pen.colour)
        yield from _named(pen, running, place, two_lines, frame, scheme)


def _lead(pen: _Pen, end: float, place: float, frame: _Frame) -> Iterator[str]:
    """From a line's end to its label's mark."""
    path = f"M{_n(frame.right)} {_n(end)}L{_n(frame.right + 12)} {_n(place)}"
    yield _tag("path", d=path, fill="none", stroke=pen.colour, stroke_width=1.2)


def _named(
    pen: _Pen, running: bool, place: float, two_lines: bool, frame: _Frame, scheme: Scheme
) -> Iterator[str]:
    (number, _), (name, _) = _label(pen.line, running)
    left = frame.right + _GUTTER
    room = frame.width - 6 - left
    letters = _bold if pen.line.leads else _text
    if two_lines:
        yield _bold(left, place + 1, fitted(number, room, NUMBER), NUMBER, scheme.ink)
        yield letters(left, place + 14, fitted(name, room, SMALL), SMALL, scheme.ink)
        return
    yield _bold(left, place + 4, fitted(number, room, SMALL), SMALL, scheme.ink)
    taken = width(number, SMALL) + 6
    if room - taken > 3 * SMALL:
        yield letters(left + taken, place + 4, fitted(name, room - taken, SMALL), SMALL, scheme.ink)


_Sign = tuple[str, str]
"""What is drawn for an entry of the key, and its words."""


def _signs(plot: Plot) -> list[_Sign]:
    """What needs to be explained of what is in the chart."""
    steps = [step for line in plot.lines for step in line.steps]
    signs = []
    if plot.alert:
        signs.append(("ring", "this alert"))
    if any(line.told for line in plot.lines):
        signs.append(("told", "told"))
    if any(step.high is None for step in steps):
        signs.append(("up", "or more"))
    if any(step.low is None for step in steps):
        signs.append(("down", "or fewer"))
    if any(_is_range(step) for step in steps):
        signs.append(("whisker", "range"))
    if plot.spans:
        signs.append(("band", "across claimants"))
    if plot.more:
        signs.append(("", f"and {plot.more} more {'claimant' if plot.more == 1 else 'claimants'}"))
    return signs


def _is_range(value: Stated) -> bool:
    return value.low is not None and value.high is not None and value.low != value.high


def _key_rows(plot: Plot, wide: int) -> list[list[tuple[float, _Sign]]]:
    """The entries of the key in rows, each with its place from the left."""
    rows: list[list[tuple[float, _Sign]]] = []
    left = float(wide)
    for sign, words in _signs(plot):
        needs = (21 if sign else 0) + width(words, TICK)
        if not rows or left + needs > wide - 8:
            rows.append([])
            left = 14.0
        rows[-1].append((left, (sign, words)))
        left += needs + 11
    return rows


def _key(plot: Plot, frame: _Frame, scheme: Scheme) -> Iterator[str]:
    for number, row in enumerate(_key_rows(plot, frame.width)):
        y = frame.bottom + 39 + 17 * number
        for left, (sign, words) in row:
            yield from _drawn(sign, left + 8, y - 4, scheme)
            yield _text(left + (21 if sign else 0), y, words, TICK, scheme.muted)


def _drawn(sign: str, x: float, y: float, scheme: Scheme) -> Iterator[str]:
    line = {"fill": "none", "stroke": scheme.muted, "stroke_width": 1.5}
    if sign == "ring":
        yield _tag("circle", cx=_n(x), cy=_n(y), r=6, fill="none", stroke=scheme.ink, stroke_width=2)
        yield _tag("circle", cx=_n(x), cy=_n(y), r=2.6, fill=scheme.ink)
    elif sign == "told":
        yield _tag("path", d=_shifted(SHAPES[0], x, y), fill=scheme.muted)
    elif sign == "up":
        yield _tag("path", d=f"M{_n(x)} {_n(y + 6)}v-12m-3.5 4l3.5-4l3.5 4", **line)
    elif sign == "down":
        yield _tag("path", d=f"M{_n(x)} {_n(y - 6)}v12m-3.5-4l3.5 4l3.5-4", **line)
    elif sign == "whisker":
        yield _tag("path", d=f"M{_n(x - 4)} {_n(y - 5)}h8m-4 0v10m-4 0h8", **line)
    elif sign == "band":
        yield _tag(
            "rect", x=_n(x - 8), y=_n(y - 5), width=18, height=10, fill=scheme.band, stroke=scheme.grid
        )


# ── elements ────────────────────────────────────────────────────────────────────────────────


def _tag(name: str, text: str | None = None, /, **attributes: object) -> str:
    """An element of plain text or none; attributes that are empty are left out."""
    given = "".join(
        f' {key.replace("_", "-")}="{quoted(str(value))}"' for key, value in attributes.items() if value != ""
    )
    return f"<{name}{given}/>" if text is None else f"<{name}{given}>{quoted(text)}</{name}>"


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return _tag("rect", x=_n(x), y=_n(y), width=_n(width), height=_n(height), fill=fill)


def _text(x: float, y: float, text: str, size: float, colour: str, anchor: str = "") -> str:
    return _tag("text", text, x=_n(x), y=_n(y), font_size=_n(size), fill=colour, text_anchor=anchor)


def _bold(x: float, y: float, text: str, size: float, colour: str) -> str:
    """Bold by its outline: one font travels with the package, not two."""
    return _tag(
        "text", text, x=_n(x), y=_n(y), font_size=_n(size), fill=colour, stroke=colour, stroke_width=0.5
    )


def _shifted(shape: str, x: float, y: float) -> str:
    return f"M{_n(x)} {_n(y)}{shape}"


def _crisp(place: float) -> str:
    """A place between two pixels of a screen, where a line of one pixel is sharp."""
    return _n(round(place - 0.5) + 0.5)


def _n(number: float) -> str:
    """A number with at most one decimal, short."""
    return f"{number:.1f}".removesuffix(".0")
