"""What a chart shows of the claims and of what was told: whose courses, up to when, which of them first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from monitor.core.plot import MOST_LINES, Plot, Span, Step, plot
from monitor.core.reconcile import across, standings
from monitor.core.specs import Claimant
from monitor.model import Alert, Basis, Bound, Claim, Series, Told
from tests.core.desk import START, TOPIC, Desk, figure

KILLED = Series(TOPIC, "killed", "hrana", None, Basis.TOTAL)


class Newsroom(Desk):
    """A desk that also keeps every row of what was told, as a store does."""

    def history(self) -> tuple[list[Claim], list[Told]]:
        ledger = self.ledgers[TOPIC, "killed"]
        moves = [(alert, alert.series, alert.after) for alert in self.alerts]
        moves += [
            (alert, replace(alert.series, claimant=move.claimant), move.after)
            for alert in self.alerts
            for move in alert.explanation.also
        ]
        told = [
            Told(series, value.low, value.high, value.bound, alert.figure_id, alert.id, alert.decided_at, alert.decided_at)
            for alert, series, value in moves
        ]  # fmt: skip
        return list(ledger.claims()), told

    def drawn(self, series: Series = KILLED, alert: Alert | None = None) -> Plot:
        return plot(series, *self.history(), self.book, alert.decided_at if alert else self.now, alert)


def numbers(steps: Sequence[Step]) -> list[int | None]:
    return [step.low for step in steps]


def test_each_claimant_has_its_course_and_what_was_told_of_it() -> None:
    desk = Newsroom()
    desk.reads("≥544")
    desk.reads("2615")
    desk.reads("2620")  # too small a step to be told
    desk.reads("≥3428", by="ihrngo")
    desk.reads("2615", on="outlet-3")  # an old number, printed again
    shown = desk.drawn()
    assert [line.name for line in shown.lines] == ["HRANA", "Iran Human Rights"]
    assert numbers(shown.lines[0].steps) == [544, 2615, 2620]
    assert numbers(shown.lines[0].told) == [544, 2615]
    assert shown.lines[0].steps[0] == Step(START + timedelta(hours=1), 544, None, Bound.AT_LEAST)
    assert (shown.topic, shown.metric, shown.about) == ("Iran protests 2026", "people killed", "")
    assert shown.alert is None


def test_an_alert_is_drawn_as_it_was_when_it_was_decided() -> None:
    """A retry a day later sends the same picture."""
    desk = Newsroom()
    desk.reads("544")
    [alert] = desk.reads("2615")
    then = desk.drawn(alert=alert)
    desk.reads("5002")
    desk.reads("12000", by="intl")
    assert desk.drawn(alert=alert) == then
    assert numbers(then.lines[0].steps) == [544, 2615]
    assert then.alert == Step(alert.decided_at, 2615, 2615, Bound.EXACT)
    assert then.lines[0].leads


def test_a_date_that_lies_ahead_does_not_stretch_the_axis() -> None:
    desk = Newsroom()
    desk.reads("544")
    [alert] = desk.reads("2615", dated=desk.now + timedelta(days=365))
    shown = desk.drawn(alert=alert)
    assert shown.ends == alert.decided_at
    assert shown.lines[0].last.at == alert.decided_at


def test_other_victims_and_other_bases_have_charts_of_their_own() -> None:
    desk = Newsroom()
    desk.reads("544")
    desk.reads(figure("40", subject="protesters"))
    desk.reads(figure("7", basis=Basis.INCIDENT))
    desk.reads(figure("9", basis=Basis.INCIDENT))
    assert numbers(desk.drawn().lines[0].steps) == [544]
    group = desk.drawn(replace(KILLED, subject="protesters"))
    assert (numbers(group.lines[0].steps), group.about, group.running) == ([40], "protesters", True)
    incidents = desk.drawn(replace(KILLED, basis=Basis.INCIDENT))
    assert numbers(incidents.lines[0].steps) == [7, 9]
    assert (incidents.about, incidents.running, incidents.spans) == ("single incidents", False, ())


def test_the_range_is_that_of_the_estimate_at_every_moment() -> None:
    desk = Newsroom()
    desk.reads("≥544")
    desk.reads("~2000", by="official")
    desk.reads("400-5000", by="intl")
    desk.reads("16", by=None)
    desk.reads("..90000", by="un")
    desk.reads("3117", by="official")
    shown = desk.drawn()
    spans = {span.at: span for span in shown.spans}
    assert len(spans) == 3  # the last number changed neither end
    claims, _ = desk.history()
    for hour in range(2, 7):
        at = START + timedelta(hours=hour)
        known = [claim for claim in claims if claim.seen_at <= at]
        estimate = across(standings(known, desk.book.claimants))
        span = [span for span in shown.spans if span.at <= at][-1]
        assert estimate and (span.low, span.high) == (estimate.low, estimate.high)
    assert shown.spans[0] == Span(START + timedelta(hours=2), 544, 2000)


def test_of_many_claimants_the_alert_s_and_the_highest_graded_are_drawn() -> None:
    desk = Newsroom()
    bodies = {f"b{n}": Claimant(f"b{n}", f"Body {n}", "monitor", f"{'FEDCBA'[n // 2]}2") for n in range(12)}
    desk.book = replace(desk.book, claimants=bodies)
    for n in range(12):
        desk.reads(str(100 + n), by=f"b{n}")
    desk.reads("300", by=None)
    [alert] = desk.reads("900", by="b0")
    shown = desk.drawn(alert=alert)
    assert len(shown.lines) == MOST_LINES
    assert [line.name for line in shown.lines] == ["Body 0", *(f"Body {n}" for n in range(5, 12))]
    assert shown.more == 5
    assert shown.spans[-1].low == 101  # the range is across all of them


def test_what_held_when_the_shown_time_began_holds_from_there_on() -> None:
    desk = Newsroom()
    desk.reads("544")
    desk.reads("900", by="ihrngo")
    desk.reads(figure("7", basis=Basis.INCIDENT))
    desk.reads("2615")
    claims, told = desk.history()
    since = START + timedelta(hours=2, minutes=30)
    shown = plot(KILLED, claims, told, desk.book, desk.now, since=since)
    assert [numbers(line.steps) for line in shown.lines] == [[544, 2615], [900]]
    assert [numbers(line.told) for line in shown.lines] == [[2615], []]
    assert shown.begins == shown.lines[0].steps[0].at == shown.lines[1].steps[0].at == since
    assert shown.spans[0].at == since
    late = plot(replace(KILLED, basis=Basis.INCIDENT), claims, told, desk.book, desk.now, since=desk.now)
    assert late.lines == ()


def test_claimants_keep_their_places_while_the_numbers_move() -> None:
    desk = Newsroom()
    desk.reads("544")
    desk.reads("900", by="ihrngo")
    before = [line.name for line in desk.drawn().lines]
    desk.reads("5002")
    assert [line.name for line in desk.drawn().lines] == before
