"""Plots to draw in tests: what a desk's claims and alerts look like, in a few words each.

    said("HRANA", "65 @9", "≥544 @11", told=["≥544 @11"])      days of January 2026, values as in `desk`

`python -m tests.core.plots` draws the golden pictures anew; look at each before it is committed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.core.chart import draw
from monitor.core.plot import Line, Plot, Step, spans
from tests.core.desk import value

FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def step(words: str) -> Step:
    """«≥544 @11.5»: a value, and the day of January at which it was stated."""
    number, _, day = words.partition(" @")
    said = value(number)
    return Step(FIRST + timedelta(days=float(day) - 1), said.low, said.high, said.bound)


def said(name: str, *steps: str, told: Iterable[str] = (), named: bool = True, leads: bool = False) -> Line:
    return Line(name, tuple(map(step, steps)), tuple(map(step, told)), named, leads)


def plot_of(*lines: Line, until: float, alert: str | None = None, **other: object) -> Plot:
    """A plot until a day of January, with the range that follows from its lines."""
    facts: dict[str, object] = {"topic": "Iran protests 2026", "metric": "killed", "about": "", **other}
    ends = FIRST + timedelta(days=until - 1)
    return Plot(
        begins=min((line.steps[0].at for line in lines), default=ends),
        ends=ends,
        lines=lines,
        spans=spans(line for line in lines if line.named) if facts.get("running", True) else (),
        alert=step(alert) if alert else None,
        **facts,  # type: ignore[arg-type]
    )


HRANA = said(
    "HRANA",
    "65 @9.4", "≥116 @10.5", "544 @11.6", "≥2615 @14.4", "3090 @17.5", "5002 @23.6", "6126 @26.4",
    told=("544 @11.6", "≥2615 @14.4", "5002 @23.6", "6126 @26.4"),
    leads=True,
)  # fmt: skip
OFFICIAL = said("Foundation of Martyrs (Iran)", "3117 @21.5", told=("3117 @21.5",))
IHRNGO = said(
    "Iran Human Rights", "≥45 @8.6", "≥648 @12.5", "≥3428 @14.6", told=("≥648 @12.5", "≥3428 @14.6")
)

CHARTS = {
    "one-claimant": plot_of(HRANA, until=26.5, alert="6126 @26.4"),
    "five-rivals-with-ranges": plot_of(
        said("HRANA", "≥500 @11", "≥1850 @13.2", "≥2615 @14.4", "3090 @17.5", "5002 @23.6",
             told=("≥500 @11", "≥2615 @14.4", "5002 @23.6"), leads=True),
        said("Iran Human Rights", "≥648 @12.5", "≥3428 @14.6", told=("≥648 @12.5", "≥3428 @14.6")),
        said("an Iranian official", "~2000 @13.3", "3117 @21.5", told=("~2000 @13.3", "3117 @21.5")),
        said("Iran International", "2000-3000 @13.1", "4000-6000 @19", told=("2000-3000 @13.1",)),
        said("OHCHR", "..4000 @16", "3500-5200 @22"),
        until=23.7, alert="5002 @23.6",
    ),
    "log-spread": plot_of(
        HRANA, OFFICIAL, IHRNGO,
        said("Iran International", "≥2000 @11.3", "12000 @13.5", "16500+ @18", "36500 @25.2",
             told=("12000 @13.5", "36500 @25.2")),
        said("not attributed", "20 @9", "200 @11", "..800 @12", named=False),
        until=26.5, alert="6126 @26.4",
    ),
    "persian-names": plot_of(
        said("سازمان حقوق بشر ایران (ایران)", "≥648 @12.5", "≥3428 @14.6", told=("≥3428 @14.6",)),
        said("خبرگزاری هرانا", "544 @11.6", "2615 @14.4", "5002 @23.6", told=("2615 @14.4", "5002 @23.6"), leads=True),
        said("وزارت بهداشت", "~2000 @13.3"),
        said("المرصد السوري لحقوق الإنسان", "1200-1800 @16"),
        said("משרד הבריאות", "3000 @20"),
        topic="اعتراضات ایران ۱۴۰۴", metric="کشته‌شدگان", until=23.7, alert="5002 @23.6",
    ),
    "one-point-only": plot_of(
        said("HRANA", "≥544 @11.6", told=("≥544 @11.6",), leads=True), until=11.62, alert="≥544 @11.6"
    ),
    "no-data": plot_of(until=11.62),
    "hostile-names": plot_of(
        said("<script>alert(1)</script>", "100 @10", "200 @12"),
        said("x" * 2000, "150 @10.5", "260 @13"),
        said("\u202eevil]]>\u0000&amp;\u2066\ufffe\ud800", "120 @11", "300 @14"),
        said("Z\u0351\u0351\u0351\u0351\u0351\u0351\u0351algo\u036f\u036f\u036f\u036f\u036f", "90 @11"),
        said("'\"><image href=\"//e.example/x.png\"/>", "~400 @15", leads=True),
        topic="<!DOCTYPE svg [<!ENTITY a \"b\">]>&a; " + "very " * 400 + "long", until=16, alert="~400 @15",
    ),
    "eleven-claimants": plot_of(
        *(said(f"Observatory {chr(65 + n)} of the North", f"{100 + 23 * n} @{10 + n / 3}", f"{400 + 31 * n} @{15 + n / 5}",
               leads=n == 4) for n in range(8)),
        until=17, alert="524 @15.8", more=3,
    ),
    "single-incidents": plot_of(
        said("Ministry of Health", *(f"{3 + n * 7 % 23} @{1 + n * 0.9}" for n in range(28)),
             told=("10 @1.9", "24 @3.7")),
        said("police", "≥12 @6", "8-14 @19", told=("8-14 @19",), leads=True),
        until=28, alert="8-14 @19", running=False, about="single incidents", topic="Strikes on the coast",
    ),
    "near-the-top": plot_of(
        said("Ministry of Health", "41020 @1", "41118 @6.5", "41431 @12", "41586 @19", "41788 @27",
             told=("41431 @12", "41788 @27"), leads=True),
        topic="Gaza", until=27.1, alert="41788 @27",
    ),
}  # fmt: skip
"""What each golden picture shows."""


GOLDEN = Path(__file__).parent / "charts"
DOCUMENTED = Path(__file__).parents[2] / "docs" / "chart.svg"

if __name__ == "__main__":
    for name, plot in CHARTS.items():
        (GOLDEN / f"{name}.svg").write_text(draw(plot), "utf-8")
    DOCUMENTED.write_text(draw(CHARTS["five-rivals-with-ranges"]), "utf-8")
