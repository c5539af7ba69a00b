"""The chart: pictures as they were looked at, and what holds of every one."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.axes import LOG_FROM, between, scale, spread, thinned, time_ticks
from monitor.core.chart import DARK, DASHES, LIGHT, SHAPES, Scheme, alt, draw
from monitor.core.lettering import fitted, is_right_to_left, plain, width
from monitor.core.plot import MOST_LINES, Line, Plot, Step, spans
from monitor.model import Bound
from tests.core.plots import CHARTS, DOCUMENTED, FIRST, GOLDEN, HRANA, plot_of, said

SVG = "{http://www.w3.org/2000/svg}"


def parsed(plot: Plot, scheme: Scheme = LIGHT, size: tuple[int, int] = (480, 340)) -> ElementTree.Element:
    return ElementTree.fromstring(draw(plot, *size, scheme))


def texts(picture: ElementTree.Element) -> list[tuple[float, float, str]]:
    """Every line of text with the place where it begins, from top to bottom."""
    found = [(float(e.attrib["x"]), float(e.attrib["y"]), e.text or "") for e in picture.iter(f"{SVG}text")]
    return sorted(found, key=lambda text: text[1])


# ── as it was looked at ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_is_as_it_was_looked_at(name: str) -> None:
    """After a change that is meant: `python -m tests.core.plots`, and look at each."""
    assert draw(CHARTS[name]) == (GOLDEN / f"{name}.svg").read_text("utf-8")


def test_every_golden_picture_is_one_of_ours() -> None:
    assert {path.stem for path in GOLDEN.glob("*.svg")} == set(CHARTS)


def test_the_picture_in_the_documents_is_what_is_drawn() -> None:
    assert DOCUMENTED.read_text("utf-8") == (GOLDEN / "five-rivals-with-ranges.svg").read_text("utf-8")


# ── what holds of every one ─────────────────────────────────────────────────────────────────


ELEMENTS = {"svg", "title", "desc", "rect", "path", "circle", "text"}
ATTRIBUTES = set(
    "width height viewBox role font-family font-size x y d r cx cy fill stroke stroke-width stroke-dasharray "
    "text-anchor".split()
)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", CHARTS)
def test_nothing_in_it_runs_styles_or_fetches(name: str, scheme: Scheme) -> None:
    drawn = draw(CHARTS[name], scheme=scheme)
    picture = ElementTree.fromstring(drawn)
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= ELEMENTS
    assert {key for element in picture.iter() for key in element.attrib} <= ATTRIBUTES
    assert drawn.count("<!") == drawn.count("url(") == drawn.count("var(") == 0
    assert picture[0].tag == f"{SVG}title"
    assert picture[1].text == alt(CHARTS[name])


@pytest.mark.parametrize("size", [(480, 340), (360, 240), (900, 420)], ids=str)
@pytest.mark.parametrize("name", CHARTS)
def test_no_text_lies_on_another_or_outside(name: str, size: tuple[int, int]) -> None:
    boxes = []
    for element in parsed(CHARTS[name], size=size).iter(f"{SVG}text"):
        text, tall = element.text or "", float(element.attrib["font-size"])
        wide, x, y = width(text, tall), float(element.attrib["x"]), float(element.attrib["y"])
        left = x - {"end": wide, "middle": wide / 2}.get(element.attrib.get("text-anchor", ""), 0)
        boxes.append((left, y - 0.76 * tall, left + wide, y + 0.15 * tall, text))
    for left, top, right, bottom, text in boxes:
        assert left >= 0 and right <= size[0] and top >= 0 and bottom <= size[1], text
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_whoever_listens_hears_the_numbers() -> None:
    assert alt(CHARTS["five-rivals-with-ranges"]) == (
        "Chart: Iran protests 2026: killed, 11–23 Jan 2026 (UTC), as reported; unverified: HRANA from ≥ 500 to 5,002; "
        "Iran Human Rights from ≥ 648 to ≥ 3,428; an Iranian official from about 2,000 to 3,117; Iran International "
        "from 2,000–3,000 to 4,000–6,000; OHCHR from up to 4,000 to 3,500–5,200; the range across claimants is now "
        "3,117 to 6,000; this alert tells 5,002."
    )
    assert "and 3 more claimants" in alt(CHARTS["eleven-claimants"])
    assert alt(CHARTS["no-data"]).endswith("no figures so far.")
    assert "28 figures, the last" in alt(CHARTS["single-incidents"])
    assert "\u2068" in alt(CHARTS["persian-names"])


# ── what is drawn ───────────────────────────────────────────────────────────────────────────


def marks(picture: ElementTree.Element, shape: str) -> int:
    return sum(path.attrib["d"].count(shape) for path in picture.iter(f"{SVG}path"))


def test_every_claimant_has_its_colour_its_dash_and_its_shape() -> None:
    lines = [said(f"body {n}", f"{10 + n} @{n + 1}") for n in range(MOST_LINES)]
    picture = parsed(plot_of(*lines, until=10))
    for colour, shape in zip(LIGHT.lines, SHAPES, strict=True):
        theirs = [path for path in picture.iter(f"{SVG}path") if path.attrib.get("fill") == colour]
        assert [shape in path.attrib["d"] for path in theirs] == [True]
    assert {path.attrib.get("stroke-dasharray", "") for path in picture.iter(f"{SVG}path")} >= set(DASHES)


def test_bounds_are_shown_upwards_downwards_and_as_whiskers() -> None:
    open_up, open_down, whisker = "v-16m", "v16m", "h8M"
    for words, expected in {
        "≥500 @3": (1, 0, 0),
        "500+ @3": (1, 0, 0),
        "..500 @3": (0, 1, 0),
        "400-500 @3": (0, 0, 1),
        "~500 @3": (0, 0, 0),
        "500 @3": (0, 0, 0),
    }.items():
        picture = parsed(plot_of(said("HRANA", words), until=5))
        assert tuple(marks(picture, one) for one in (open_up, open_down, whisker)) == expected, words


def test_what_was_told_is_marked_and_the_alert_stands_out() -> None:
    quiet = parsed(plot_of(said("HRANA", "65 @9", "544 @11"), until=12))
    told = parsed(plot_of(said("HRANA", "65 @9", "544 @11", told=("544 @11",)), until=12))
    alert = parsed(CHARTS["one-claimant"])
    assert marks(quiet, SHAPES[0]) == 1  # the label's
    assert marks(told, SHAPES[0]) == 3  # the mark, its label's, the key's
    rings = [ring for ring in alert.iter(f"{SVG}circle") if "stroke-width" in ring.attrib]
    assert len(rings) == 2
    said_in_key = [text for _, _, text in texts(alert)]
    assert {"this alert", "told", "or more"} <= set(said_in_key)
    assert not {"or fewer", "range", "across claimants"} & set(said_in_key)


def test_the_scale_is_logarithmic_from_a_spread_of_twenty() -> None:
    assert scale([1, LOG_FROM], 8).logarithmic
    assert not scale([1, LOG_FROM - 1], 8).logarithmic
    assert scale([0, 0, 7], 8).logarithmic is False
    assert scale([65, 6126], 8).ticks == (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
    assert scale([3, 2_000_000], 4).ticks == (10, 1_000, 100_000)


def test_an_axis_that_does_not_begin_at_zero_says_so() -> None:
    assert scale([700, 1000], 8).low > 0
    assert scale([600, 1000], 8).low == 0
    assert scale([1000], 8).low == 0
    notes = [text for _, _, text in texts(parsed(CHARTS["near-the-top"]))]
    assert "people; the axis begins at 41,000" in notes


@given(st.lists(st.integers(0, 10**12), max_size=20), st.integers(3, 12))
def test_every_number_has_its_place_on_the_axis(numbers: list[int], most: int) -> None:
    axis = scale(numbers, most)
    assert len(axis.ticks) <= most
    assert axis.low < axis.high
    assert all(axis.low <= tick <= axis.high for tick in axis.ticks)
    ordered = sorted(numbers)
    shares = [axis.share(number) for number in ordered]
    assert shares == sorted(shares)
    assert all(axis.low <= number <= axis.high for number in numbers if number or not axis.logarithmic)


def test_times_are_utc_whatever_zone_they_come_in() -> None:
    tehran = timezone(timedelta(hours=3, minutes=30))
    begins = datetime(2026, 1, 9, 2, 0, tzinfo=tehran)
    assert time_ticks(begins, begins + timedelta(days=4), 5)[0] == (datetime(2026, 1, 9, tzinfo=UTC), "9 Jan")
    assert between(begins, begins) == "8 Jan 2026"
    assert between(begins, begins + timedelta(days=40)) == "8 Jan – 17 Feb 2026"
    assert between(begins, begins + timedelta(days=400)) == "8 Jan 2026 – 12 Feb 2027"


@given(
    st.integers(0, 90 * 365 * 24).map(
        lambda hours: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    ),
    st.timedeltas(timedelta(days=1), timedelta(days=9000)),
    st.integers(2, 9),
)
def test_there_are_some_dates_and_never_too_many(begins: datetime, span: timedelta, most: int) -> None:
    ticks = time_ticks(begins, begins + span, most)
    assert 1 <= len(ticks) <= most or span > timedelta(days=90)
    assert [at for at, _ in ticks] == sorted({at for at, _ in ticks})
    assert all(begins <= at <= begins + span for at, _ in ticks)
    assert len({label for _, label in ticks}) == len(ticks) or most > 8


@given(st.lists(st.floats(0, 300), max_size=12), st.floats(1, 40))
def test_labels_keep_their_order_and_their_distance(wanted: list[float], room: float) -> None:
    places = spread(sorted(wanted), room, 0, 300)
    assert len(places) == len(wanted)
    assert all(-0.001 <= place <= 300.001 for place in places)
    least = min(room, 300 / max(1, len(wanted) - 1))
    assert all(after - before >= least - 0.001 for before, after in pairwise(places))
    if all(after - before >= room for before, after in pairwise(sorted(wanted))):
        assert places == pytest.approx(sorted(wanted))


def test_marks_are_thinned_and_the_last_one_stays() -> None:
    assert thinned([0, 1, 2, 10, 11, 20], 9) == [2, 4, 5]
    assert thinned([], 9) == []


# ── much, and many ──────────────────────────────────────────────────────────────────────────


def corners(picture: ElementTree.Element, colour: str) -> list[float]:
    """How high and low a claimant's steps go, in pixels from the top."""
    line = next(
        path.attrib["d"]
        for path in picture.iter(f"{SVG}path")
        if path.attrib.get("stroke") == colour and path.attrib["d"].count("H") > 3
    )
    return [float(y) for y in re.findall(r"V([\d.]+)", line)]


def test_ten_thousand_steps_make_a_small_picture_of_the_same_shape() -> None:
    """A slow rise with one spike up and one down, each a single step of ten thousand."""
    numbers = [1_000 + n // 10 for n in range(10_000)]
    numbers[3_333], numbers[7_777] = 3_000, 200
    many = plot_of(
        said("HRANA", *(f"{number} @{1 + n / 400:.4f}" for n, number in enumerate(numbers))), until=26
    )
    drawn = draw(many)
    few = parsed(plot_of(said("HRANA", *(f"{n} @{d}" for n, d in
                                         ((1000, 1), (1333, 9), (3000, 9.3), (1400, 9.4), (200, 20.4), (1999, 26)))),
                         until=26))  # fmt: skip
    assert len(drawn) < 20_000
    found = corners(ElementTree.fromstring(drawn), LIGHT.lines[0])
    expected = corners(few, LIGHT.lines[0])
    assert (min(found), max(found)) == (min(expected), max(expected))


def test_eight_claimants_with_ten_thousand_steps_each_stay_below_200_kb() -> None:
    lines = [
        said(f"body {body}", *(f"≥{100 + (n * 7919 * (body + 1)) % 5000} @{1 + n / 40:.3f}" for n in range(1_000)),
             told=[f"{100 + n} @{n / 40 + 1:.3f}" for n in range(1_000)])
        for body in range(8)
    ]  # fmt: skip
    assert len(draw(plot_of(*lines, until=26))) < 200_000


values = st.tuples(st.one_of(st.none(), st.integers(0, 10**9)), st.one_of(st.none(), st.integers(0, 10**9)))
steps = st.builds(
    lambda at, ends, bound: Step(
        FIRST + timedelta(minutes=at), *(ends if ends != (None, None) else (0, None)), bound
    ),
    st.integers(0, 60 * 24 * 700),
    values,
    st.sampled_from(Bound),
)
lines = st.builds(
    lambda name, steps, told, leads: Line(
        name, tuple(sorted(steps, key=lambda step: step.at)), tuple(told), True, leads
    ),
    st.text(max_size=40),
    st.lists(steps, min_size=1, max_size=9),
    st.lists(steps, max_size=4),
    st.booleans(),
)


@given(
    st.lists(lines, max_size=8),
    st.one_of(st.none(), steps),
    st.booleans(),
    st.integers(0, 9),
    st.sampled_from([(480, 340), (320, 240), (900, 500)]),
)
def test_whatever_was_said_gives_a_picture_within_its_frame(
    lines: list[Line], alert: Step | None, running: bool, more: int, size: tuple[int, int]
) -> None:
    ends = FIRST + timedelta(days=700)
    begins = min((line.steps[0].at for line in lines), default=ends)
    ranges = spans(lines) if running else ()
    plot = Plot("A topic", "killed", "", begins, ends, tuple(lines), ranges, alert, more, running)
    picture = parsed(plot, size=size)
    assert alt(plot).endswith(".")
    for element in picture.iter(f"{SVG}text"):
        assert -1 <= float(element.attrib["x"]) <= size[0]
        assert 0 <= float(element.attrib["y"]) <= size[1]
    for path in picture.iter(f"{SVG}path"):
        for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", path.attrib["d"]):
            assert -1 <= float(x) <= size[0] + 1
            assert -1 <= float(y) <= size[1] + 1


# ── colours ─────────────────────────────────────────────────────────────────────────────────

# Machado, Oliveira, Fernandes (2009), severity 1, on linear RGB.
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}  # fmt: skip


def linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    """As WCAG 2 has it."""
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))]
    return (max(light) + 0.05) / (min(light) + 0.05)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """The place in OKLab of a colour as somebody sees it."""
    r, g, b = (
        min(1.0, max(0.0, sum(a * v for a, v in zip(row, linear(colour), strict=True))))
        for row in SIGHT[sight]
    )
    l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)  # noqa: E741
    m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    )


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_stand_out_and_are_told_apart_by_the_colour_blind(scheme: Scheme) -> None:
    """A distance of 0.02 in OKLab is just noticed."""
    assert len(scheme.lines) == MOST_LINES == len(set(SHAPES)) == len(set(DASHES))
    assert all(contrast(colour, scheme.background) >= 3 for colour in (*scheme.lines, scheme.nobody))
    assert all(contrast(colour, scheme.background) >= 4.5 for colour in (scheme.ink, scheme.muted))
    assert all(contrast(colour, scheme.band) >= 2.5 for colour in scheme.lines)
    for sight in SIGHT:
        for one, other in combinations(scheme.lines, 2):
            assert math.dist(seen(one, sight), seen(other, sight)) > 0.09, (sight, one, other)


# ── text ────────────────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=300), st.floats(20, 400), st.sampled_from([11.5, 16.0]))
def test_a_text_fits_its_room_and_holds_nothing_hidden(text: str, room: float, size: float) -> None:
    shown = fitted(text, room, size)
    assert width(shown, size) <= room
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", shown)


@given(st.text(max_size=60))
def test_any_name_leaves_a_picture_that_can_be_read(name: str) -> None:
    picture = parsed(
        plot_of(said(name, "5 @1", told=("5 @1",), leads=True), topic=name, until=2, alert="5 @1")
    )
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= ELEMENTS


def test_a_persian_name_stays_in_one_piece_with_its_bracket() -> None:
    name = "سازمان حقوق بشر (ایران)"
    assert plain(name) == f"\u200f{name}\u200f"
    assert plain("مهاجران آزادی‌خواه").count("\u200c") == 1
    assert is_right_to_left("(۵) هرانا") and not is_right_to_left("HRANA (هرانا)")
    cut = fitted(name, 100, 12)
    assert cut.startswith("\u200fسازمان") and cut.endswith("…\u200f")


def test_a_line_that_leads_is_drawn_over_the_others() -> None:
    picture = parsed(plot_of(HRANA, said("IHRNGO", "3428 @14"), until=27))
    heavy = [path.attrib.get("stroke-width") for path in picture.iter(f"{SVG}path")]
    assert heavy.index("2.6") > heavy.index("1.8")
