"""What a person asks of the store: lists, counts, and one thing by the beginning of its id."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.adapters import queries
from monitor.adapters.outbox import SqlOutbox
from monitor.adapters.queries import AlertRow, Counts, SeriesRow, SourceRow
from monitor.adapters.store import SqlStore
from monitor.errors import UsageError
from monitor.model import (
    Acknowledgement,
    Bound,
    Delivery,
    DeliveryState,
    Health,
    Notice,
    PollState,
    Severity,
    Value,
)
from tests.adapters.parcels import contents

if TYPE_CHECKING:
    from tests.adapters.conftest import Line

HOUR = timedelta(hours=1)


def settle(store: SqlStore, line: Line, *states: DeliveryState) -> None:
    """Lease as many deliveries and settle them so, in order."""
    leased = SqlOutbox(store).lease(line.now + HOUR, line.now + 2 * HOUR, len(states))
    for (delivery, _), state in zip(contents(leased), states, strict=True):
        SqlOutbox(store).settle(replace(delivery, state=state))


# ── alerts ──────────────────────────────────────────────────────────────────────────────────


def test_the_newest_alerts_come_first_and_no_more_than_asked_for(store: SqlStore, line: Line) -> None:
    stored = [line.alerted(store, level=level) for level in ("1", "2", "3")]
    assert [row.alert for row in queries.list_alerts(store, limit=2)] == [stored[2], stored[1]]


def test_alerts_of_one_topic_since_a_moment(store: SqlStore, line: Line) -> None:
    line.alerted(store, level="before", decided_at=line.now - HOUR)
    at = line.alerted(store, level="at", decided_at=line.now)
    november = replace(line.series, topic="november")
    other = line.alerted(store, level="after", decided_at=line.now + HOUR, series=november)
    assert [row.id for row in queries.list_alerts(store, 10, since=line.now)] == [other.id, at.id]
    assert [row.id for row in queries.list_alerts(store, 10, topic="uprising", since=line.now)] == [at.id]


def test_an_alert_says_how_its_deliveries_stand(store: SqlStore, line: Line) -> None:
    alert = line.alerted(store, "a", "b", "c", "d")
    silent = line.alerted(store, level="nobody")
    settle(store, line, DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.SENT)
    assert queries.list_alerts(store, 10) == [
        AlertRow(silent, sent=0, open=0, dead=0),
        AlertRow(alert, sent=2, open=1, dead=1),
    ]


# ── series ──────────────────────────────────────────────────────────────────────────────────


def test_a_series_shows_what_was_stated_last_what_was_told_and_by_how_many(
    store: SqlStore, line: Line
) -> None:
    first, second, old = (
        line.stored(store, guid, low=low) for guid, low in (("a", 544), ("b", 2615), ("c", 500))
    )
    with store.transaction() as facts:
        facts.add_claims(
            [
                line.claim(first),
                line.claim(second, stated_at=line.now + HOUR, source_id="agency"),
                line.claim(old, stated_at=line.now - HOUR),
            ]
        )
        facts.add_told([line.told(old), line.told(first, told_at=line.now - HOUR)])
    assert queries.list_series(store) == [
        SeriesRow(
            series=line.series,
            value=Value(2615, None, Bound.AT_LEAST),
            stated_at=line.now + HOUR,
            told=Value(544, None, Bound.AT_LEAST),
            told_at=line.now - HOUR,
            claims=3,
            outlets=2,
        )
    ]


def test_of_two_claims_of_one_moment_the_later_stored_counts(store: SqlStore, line: Line) -> None:
    figures = [line.stored(store, guid, low=low) for guid, low in (("a", 544), ("b", 545))]
    with store.transaction() as facts:
        facts.add_claims(map(line.claim, figures))
    (row,) = queries.list_series(store)
    assert row.value.low == 545


def test_series_of_which_nothing_was_told_are_shown_and_topics_can_be_chosen(
    store: SqlStore, line: Line
) -> None:
    figure = line.stored(store)
    others = [replace(line.series, topic="november"), replace(line.series, claimant=None)]
    with store.transaction() as facts:
        facts.add_claims(line.claim(figure, series=series) for series in (line.series, *others))
    assert [row.series.topic for row in queries.list_series(store)] == ["november", "uprising", "uprising"]
    (row,) = queries.list_series(store, topic="november")
    assert (row.series, row.told, row.told_at) == (others[0], None, None)


# ── sources and deliveries ──────────────────────────────────────────────────────────────────


def test_a_source_shows_its_state_and_how_much_came_of_it(store: SqlStore, line: Line) -> None:
    line.stored(store, "a")
    entry = line.entry("b")
    states = [
        PollState("agency", line.now, failures=3, last_error="time-out", health=Health.FAILING),
        PollState("outlet", line.now, last_ok_at=line.now),
    ]
    with store.transaction() as facts:
        facts.add_entries([entry])
        facts.add_figures([line.figure(entry), line.figure(entry, start=20, end=24)])
        facts.settle_poll(*states)
    assert queries.list_sources(store) == [SourceRow(states[0], 0, 0), SourceRow(states[1], 2, 3)]


def test_deliveries_say_what_they_are_about_and_can_be_chosen_by_state(store: SqlStore, line: Line) -> None:
    alert = line.alerted(store, "editors", "desk", "wire")
    settle(store, line, DeliveryState.SENT, DeliveryState.DEAD)
    assert [row.delivery.destination_id for row in queries.list_deliveries(store)] == [
        "wire",
        "desk",
        "editors",
    ]
    assert len(queries.list_deliveries(store, limit=2)) == 2
    (dead,) = queries.list_deliveries(store, DeliveryState.DEAD)
    assert dead.delivery.destination_id == "desk"
    assert dead.id == dead.delivery.id
    assert (dead.series, dead.condition, dead.severity, dead.decided_at) == (
        alert.series,
        "up",
        "high",
        alert.decided_at,
    )


def test_deliveries_of_notices_are_listed_with_what_they_are_about(store: SqlStore, line: Line) -> None:
    line.alerted(store, "editors")
    failing = Notice("source_failing", "outlet", "it has failed", Severity.HIGH, None, line.now)
    sent = Delivery(failing.id, "desk", DeliveryState.PENDING, 0, line.now)
    with store.transaction() as facts:
        facts.add_notices([failing], [sent])
    row, alert = queries.list_deliveries(store)
    assert (row.delivery, row.series, row.subject) == (sent, None, "outlet")
    assert (row.condition, row.severity, row.decided_at) == ("source_failing", "high", line.now)
    assert alert.subject is None
    assert queries.find_told(store, failing.id[:12]) == failing.id


def test_an_alert_says_who_has_seen_it(store: SqlStore, line: Line) -> None:
    alert = line.alerted(store, "editors")
    seen = [Acknowledgement(alert.id, who, "", line.now) for who in ("Noor", "Sam")]
    for one in (*seen, seen[0]):
        assert store.acknowledge(one) == 0
    [row] = queries.list_alerts(store, 5)
    assert list(row.seen) == queries.acknowledgements_of(store, alert.id) == seen


def test_what_was_kept_back_or_would_be_a_repeat_is_spared_when_it_is_acknowledged(
    store: SqlStore, line: Line
) -> None:
    alert = line.alert(line.stored(store))
    waiting = [
        *line.pending(alert, "first"),
        *line.pending(alert, "digest", why="digest"),
        *line.pending(alert, "repeat", possible_repeat=True, attempts=1),
    ]
    with store.transaction() as facts:
        facts.add_alert(alert, waiting)
    assert store.acknowledge(Acknowledgement(alert.id, "Noor", "", line.now)) == 2
    states = {one.destination_id: one.state for one in queries.deliveries_of(store, alert.id)}
    spared = DeliveryState.ACKNOWLEDGED
    assert states == {"first": DeliveryState.PENDING, "digest": spared, "repeat": spared}
    assert len(SqlOutbox(store).lease(line.now, line.now + HOUR, 10)) == 1


def test_the_deliveries_of_an_alert_are_in_order_of_its_destinations(store: SqlStore, line: Line) -> None:
    alert = line.alerted(store, "editors", "desk")
    line.alerted(store, "editors", level="other")
    assert [d.destination_id for d in queries.deliveries_of(store, alert.id)] == ["editors", "desk"]


# ── counts ──────────────────────────────────────────────────────────────────────────────────


def test_an_empty_store_counts_nothing(store: SqlStore) -> None:
    assert queries.count(store) == Counts(*(0,) * len(Counts.__slots__))
    assert queries.list_alerts(store, 10) == []
    assert queries.list_series(store) == []
    assert queries.list_sources(store) == []
    assert queries.list_deliveries(store) == []


def test_counts_tell_what_is_stored(store: SqlStore, line: Line) -> None:
    line.alerted(store, "a", "b", "c", "d")
    figure = line.stored(store, "b", background=True)
    with store.transaction() as facts:
        facts.add_claims(
            [line.claim(figure), line.claim(figure, series=replace(line.series, subject="children"))]
        )
        facts.settle_poll(PollState("outlet", line.now, last_polled_at=line.now))
        facts.settle_poll(PollState("agency", line.now, last_polled_at=line.now, failures=1))
        facts.settle_poll(PollState("new", line.now))
    settle(store, line, DeliveryState.SENT, DeliveryState.DEAD)
    assert queries.count(store) == Counts(
        sources=2,
        failing=1,
        entries=2,
        figures=2,
        background=1,
        claims=2,
        series=2,
        alerts=1,
        sent=1,
        open=2,
        dead=1,
    )


# ── one by its id ───────────────────────────────────────────────────────────────────────────


def test_an_alert_an_entry_and_a_figure_are_found_by_the_beginning_of_their_ids(
    store: SqlStore, line: Line
) -> None:
    alert = line.alerted(store)
    entry = line.entry()
    assert queries.find_alert(store, alert.id[:6]) == alert
    assert queries.find_alert(store, f" {alert.id[:6].upper()} ") == alert
    assert queries.find_entry(store, entry.id[:6]) == entry
    assert queries.find_figure(store, alert.figure_id) == line.figure(entry)


@pytest.mark.parametrize("prefix", ["", "zz", "%", "_", "'; DROP TABLE alerts; --", "f" * 40, "۱۲"])
def test_an_id_that_nothing_has_is_named(store: SqlStore, line: Line, prefix: str) -> None:
    line.alerted(store)
    with pytest.raises(UsageError, match="no alert has an id that begins with"):
        queries.find_alert(store, prefix)


def test_a_beginning_that_several_ids_share_names_some_of_them(store: SqlStore, line: Line) -> None:
    """Among 17 entries two share their first letter, there being 16 of them."""
    entries = [line.entry(str(number)) for number in range(60)]
    with store.transaction() as facts:
        facts.add_entries(entries)
    sharing = sorted(entry.id for entry in entries if entry.id[0] == entries[0].id[0])
    with pytest.raises(UsageError, match=r"several ids begin with .*more of the entry's id") as refused:
        queries.find_entry(store, sharing[0][0])
    assert sharing[0] in str(refused.value)
    assert len(sharing) <= 3 or "…" in str(refused.value)


def test_the_figures_of_an_entry_come_in_order_of_title_and_text(store: SqlStore, line: Line) -> None:
    entry = line.entry()
    spans = [("text", 30, 33), ("title", 9, 12), ("text", 0, 3)]
    with store.transaction() as facts:
        facts.add_entries([entry])
        facts.add_figures(line.figure(entry, field=field, start=s, end=e) for field, s, e in spans)
    line.stored(store, "other")
    found = queries.figures_of(store, entry.id)
    assert [(f.field, f.start, f.end) for f in found] == [("title", 9, 12), ("text", 0, 3), ("text", 30, 33)]
