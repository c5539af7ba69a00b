"""What is said of the watch itself: sources that fail and come back, topics, sources and rules fallen silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.core.rhythm import Rhythm, rhythm
from monitor.core.specs import Watching
from monitor.core.watch import perhaps_silent, watch
from monitor.model import Health, Notice, PollState
from tests.core.desk import SOURCES, START, TOPIC, book

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BOOK = book()


def state(source_id: str = "outlet-0", **other: Any) -> PollState:
    values: dict[str, Any] = {"due_at": START, "last_polled_at": START, "last_ok_at": START}
    return PollState(source_id, **(values | other))


def told(*states: PollState, before: tuple[Notice, ...] = (), now: Any = START, **other: Any) -> list[Notice]:
    rhythms: dict[str, Any] = {"sources": {}, "rules": {}} | other
    return list(watch(BOOK, {one.source_id: one for one in states}, before=before, now=now, **rhythms))


def failing(times: int, ago: timedelta = HOUR) -> PollState:
    return state(failures=times, last_ok_at=START - ago, last_error="404 Not Found")


def test_all_is_well_where_nothing_is_wrong() -> None:
    assert told(*(state(source_id) for source_id in SOURCES)) == []


def test_before_the_first_poll_there_is_nothing_to_say() -> None:
    assert told() == []


def test_one_failure_is_weather_and_three_are_told_with_the_cause() -> None:
    assert told(failing(2), state("outlet-1")) == []
    [notice] = told(failing(3), state("outlet-1"))
    assert (notice.condition, notice.subject) == ("source_failing", "outlet-0")
    assert "404 Not Found" in notice.reason


def test_the_same_trouble_is_told_again_after_a_day() -> None:
    [first] = told(failing(3), state("outlet-1"))
    soon, next_day = START + 3 * HOUR, START + DAY
    assert told(failing(9), state("outlet-1"), before=(first,), now=soon) == []
    assert len(told(failing(90), state("outlet-1"), before=(first,), now=next_day)) == 1


def test_a_new_trouble_of_a_source_is_told_at_once() -> None:
    [first] = told(failing(3), state("outlet-1"))
    assert len(told(failing(3, ago=2 * HOUR), state("outlet-1"), before=(first,), now=START + HOUR)) == 1


def test_a_clock_that_was_set_back_does_not_hide_a_trouble() -> None:
    [first] = told(failing(3), state("outlet-1"))
    assert len(told(failing(4), state("outlet-1"), before=(first,), now=START - 40 * DAY)) == 1


def test_a_source_that_is_back_is_told_once() -> None:
    [failed] = told(failing(3), state("outlet-1"))
    well = state(last_ok_at=START + HOUR, last_polled_at=START + HOUR)
    [back] = told(well, before=(failed,), now=START + HOUR)
    assert back.condition == "source_recovered"
    assert told(well, before=(failed, back), now=START + 2 * HOUR) == []


def test_a_topic_whose_sources_all_fail_for_six_hours_is_blind() -> None:
    good = START - 6 * HOUR
    blind = [state(source_id, last_ok_at=good, failures=1) for source_id in SOURCES]
    assert told(*blind) == []
    later = [replace(one, last_polled_at=START + HOUR) for one in blind]
    [notice] = told(*later, now=START + HOUR)
    assert (notice.condition, notice.subject) == ("silent", f"topic {TOPIC}")


def test_a_daemon_that_was_off_for_a_week_says_nothing_of_that() -> None:
    rhythms = {"outlet-0": Rhythm(50, START - DAY, HOUR)}
    assert told(*(state(source_id) for source_id in SOURCES), now=START + 7 * DAY, sources=rhythms) == []


def test_a_source_far_beyond_its_usual_gap_is_told() -> None:
    rhythms = {"outlet-0": Rhythm(50, START - 6 * DAY, DAY), "outlet-1": Rhythm(50, START - 4 * DAY, DAY)}
    [notice] = told(state("outlet-0"), state("outlet-1"), sources=rhythms)
    assert notice.subject == "source outlet-0"
    assert "usual longest gap is 24 h" in notice.reason


def test_only_sources_that_may_be_silent_are_counted_out() -> None:
    """Counting looks at all that is stored of a source; of ten thousand hardly one needs it."""

    def worth(**other: Any) -> bool:
        return perhaps_silent(BOOK, {"outlet-0": state(**other)}) == ("outlet-0",)

    assert worth(news_at=START - 25 * HOUR)
    assert worth(news_at=None)
    assert not worth(news_at=START - 23 * HOUR)
    assert worth(news_at=START - 8 * DAY, gap=7 * DAY)
    assert not worth(news_at=START - 6 * DAY, gap=7 * DAY)
    assert not worth(news_at=START - 90 * DAY, health=Health.STALE)
    assert not worth(news_at=None, health=Health.EMPTY)
    assert not worth(news_at=None, last_ok_at=None)


def test_the_watch_can_be_tuned_and_switched_off() -> None:
    def said(watching: Watching, *states: PollState, **other: Any) -> list[str]:
        settings = replace(BOOK.settings, watching=watching)
        rhythms: dict[str, Any] = {"sources": {}, "rules": {}, "before": (), "now": START} | other
        of = {one.source_id: one for one in states}
        return [one.condition for one in watch(replace(BOOK, settings=settings), of, **rhythms)]

    well = state("outlet-1")
    assert said(Watching(failures=2), failing(2), well) == ["source_failing"]
    assert said(Watching(off=("source_failing",)), failing(9), well) == []
    blind = failing(9, ago=3 * HOUR)
    assert said(Watching(blind_after=2 * HOUR), blind) == ["source_failing", "silent"]
    assert said(Watching(blind_after=4 * HOUR), blind) == ["source_failing"]
    quiet = {"sources": {"outlet-1": Rhythm(20, START - 3 * DAY, HOUR)}}
    assert said(Watching(), well, **quiet) == ["silent"]
    assert said(Watching(least_silence=4 * DAY), well, **quiet) == []
    assert said(Watching(silent_after=100), well, **quiet) == []


def test_what_somebody_has_seen_is_not_repeated_until_it_is_another_trouble() -> None:
    [first] = told(failing(3), state("outlet-1"))
    seen = replace(first, acknowledged=True)
    assert told(failing(90), state("outlet-1"), before=(seen,), now=START + 5 * DAY) == []
    assert len(told(failing(3, ago=2 * HOUR), state("outlet-1"), before=(seen,), now=START + DAY)) == 1


def test_a_rhythm_is_the_gap_that_is_rarely_exceeded() -> None:
    hourly = rhythm(START + n * HOUR for n in (3, 1, 2, 0, 4, 5, 6, 7, 8, 9))
    assert hourly == Rhythm(10, START + 9 * HOUR, HOUR)
    assert rhythm([START]) is None
    assert not Rhythm(7, START, HOUR).silent_at(START + 30 * DAY, Watching())
