"""What is said of single sources: one notice on a change of state, and no more for one that flaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.core.polls import after_poll
from monitor.core.specs import Polling, Watching
from monitor.core.watch import WATCHED, watch
from monitor.model import (
    Feed,
    Fetched,
    FetchFailed,
    FetchResult,
    Health,
    Notice,
    PollState,
    Severity,
    Trouble,
    Unchanged,
    Validators,
)
from tests.core.desk import START, book

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BOOK = replace(book(), places={"outlet-0": "config/sources/some.yaml:7"})
SOURCE = BOOK.sources["outlet-0"]
DOWN = FetchFailed("503")
BLOCKED = FetchFailed("403", trouble=Trouble.BLOCKED)
GONE = FetchFailed("410", trouble=Trouble.GONE)
WELL = Unchanged(Validators())


def state(**other: Any) -> PollState:
    values: dict[str, Any] = {"due_at": START, "last_polled_at": START, "last_ok_at": START}
    return PollState("outlet-0", **(values | other))


class Story:
    """Polls of a source one after the other, an hour apart unless said otherwise, each followed by an inspection."""

    def __init__(self, begin: PollState | None = None) -> None:
        self.state = begin or state(seeded_at=START, news_at=START, holds=3)
        self.now = START
        self.told: list[Notice] = []

    def goes_on(self, *answers: FetchResult, every: timedelta = HOUR, feed: Feed | None = None) -> list[str]:
        """The conditions that were told meanwhile."""
        before = len(self.told)
        for answer in answers:
            self.now += every
            polling = Polling(every=every)
            self.state = after_poll(self.state, SOURCE, answer, polling, self.now, 0, feed, feed is not None)
            self.looks()
        return [notice.condition for notice in self.told[before:]]

    def looks(self) -> None:
        last = {(notice.condition, notice.subject): notice for notice in self.told}
        others = [one for one in BOOK.sources if one != "outlet-0"]
        states = {
            "outlet-0": self.state,
            **{one: replace(state(), source_id=one, last_ok_at=self.now) for one in others},
        }
        self.told += watch(BOOK, states, {}, {}, list(last.values()), self.now)


def reasons(told: Iterable[Notice]) -> str:
    return " | ".join(notice.reason for notice in told)


def test_who_does_not_let_us_in_is_told_as_such_with_the_reason() -> None:
    story = Story()
    assert story.goes_on(BLOCKED, BLOCKED) == []
    assert story.goes_on(BLOCKED) == ["source_blocked"]
    assert "does not let us in, 3 times in a row" in reasons(story.told)
    assert reasons(story.told).endswith("UTC: 403")


def test_a_feed_that_is_gone_is_told_once_with_where_to_change_it() -> None:
    story = Story()
    assert story.goes_on(GONE, GONE, GONE) == ["source_gone"]
    assert "config/sources/some.yaml:7" in reasons(story.told)
    assert story.goes_on(*[GONE] * 5, every=DAY) == []


def test_a_trouble_that_grows_graver_is_told_anew_and_one_that_changes_its_face_is_not() -> None:
    story = Story()
    assert story.goes_on(DOWN, DOWN, DOWN) == ["source_failing"]
    assert story.goes_on(BLOCKED) == ["source_blocked"]
    assert story.goes_on(DOWN, BLOCKED, DOWN, BLOCKED) == []
    assert story.goes_on(GONE) == ["source_gone"]
    assert story.goes_on(DOWN, BLOCKED, GONE) == []


def test_a_trouble_is_repeated_daily_until_somebody_has_seen_it_under_whatever_name() -> None:
    story = Story()
    story.goes_on(*[BLOCKED] * 3)
    assert story.goes_on(*[BLOCKED] * 3, every=DAY) == ["source_blocked"] * 3
    story.told[-1] = replace(story.told[-1], acknowledged=True)
    assert story.goes_on(*[DOWN, BLOCKED] * 2, every=DAY) == []


def test_a_source_that_flaps_is_told_of_once_and_again_when_it_stays_down() -> None:
    story = Story()
    flap = (DOWN, DOWN, DOWN, WELL)
    assert story.goes_on(*flap, every=5 * MINUTE) == ["source_failing", "source_recovered"]
    assert story.goes_on(*flap * 20, every=5 * MINUTE) == []
    assert story.goes_on(*[DOWN] * 5) == []
    assert story.goes_on(*[DOWN] * 2) == ["source_failing"]
    assert story.goes_on(WELL) == ["source_recovered"]


def test_a_trouble_a_day_after_the_last_is_told_at_once() -> None:
    story = Story()
    story.goes_on(DOWN, DOWN, DOWN, WELL)
    story.goes_on(WELL, every=DAY)
    assert story.goes_on(DOWN, DOWN, DOWN) == ["source_failing"]


def test_a_feed_that_is_empty_for_a_day_is_told_of_once_and_when_it_has_entries_again() -> None:
    story, body = Story(), Fetched(b"", "", "", Validators())
    assert story.goes_on(body, *[WELL] * 23, feed=Feed()) == []
    assert story.goes_on(WELL) == ["source_empty"]
    assert story.goes_on(*[WELL] * 10, every=DAY) == []
    assert story.goes_on(DOWN, DOWN, DOWN, WELL) == ["source_failing", "source_recovered"]
    assert story.goes_on(*[WELL] * 10, every=DAY) == []
    assert story.goes_on(body, feed=Feed(left_out=1)) == []
    assert story.state.health is Health.OK


def test_a_feed_that_is_often_empty_is_told_of_at_most_monthly() -> None:
    story, body = Story(), Fetched(b"", "", "", Validators())
    said: list[str] = []
    for _ in range(7):
        said += story.goes_on(body, *[WELL] * 3, every=DAY, feed=Feed())
        said += story.goes_on(body, feed=Feed(left_out=1))
    assert said.count("source_empty") == 1


def test_a_source_that_goes_stale_is_told_of_once_and_no_longer_as_silent() -> None:
    story = Story(state(seeded_at=START, news_at=START, holds=3, gap=12 * HOUR))
    assert story.goes_on(*[WELL] * 14, every=DAY) == []
    assert story.goes_on(WELL, every=DAY) == ["source_stale"]
    assert "its newest entry is of" in reasons(story.told)
    assert "usual longest silence is 12 h" in reasons(story.told)
    assert story.goes_on(*[WELL] * 5, every=DAY) == []
    body = Fetched(b"", "", "", Validators())
    assert story.goes_on(body, feed=Feed(left_out=1)) == ["source_recovered"]
    assert "it brings entries again" in reasons(story.told)


def test_a_move_is_told_once_with_the_line_to_write_it_into() -> None:
    moved = state(moved_to="https://new.example/feed", moved_at=START)
    story = Story(moved)
    story.looks()
    assert [notice.condition for notice in story.told] == ["source_moved"]
    assert "https://new.example/feed" in reasons(story.told)
    assert "write this URL into config/sources/some.yaml:7" in reasons(story.told)
    story.state = replace(moved, moved_at=START + HOUR)
    story.now += HOUR
    story.looks()
    assert len(story.told) == 1, "back and there again within a day"
    story.state = moved
    story.now += 9 * DAY
    story.looks()
    assert len(story.told) == 1
    story.state = replace(moved, moved_to="https://third.example/feed", moved_at=story.now)
    story.looks()
    assert [notice.condition for notice in story.told] == ["source_moved"] * 2


@pytest.mark.parametrize("condition", [one for one in WATCHED if one.startswith("source_")])
def test_each_of_them_can_be_switched_off(condition: str) -> None:
    settings = replace(BOOK.settings, watching=Watching(off=(condition,)))
    quiet = replace(BOOK, settings=settings)
    former = Notice("source_gone", "outlet-0", "", Severity.HIGH, None, START - 2 * DAY)
    states = {
        "source_failing": state(failures=3),
        "source_blocked": state(failures=3, health=Health.BLOCKED),
        "source_gone": state(failures=3, health=Health.GONE),
        "source_empty": state(health=Health.EMPTY, health_since=START - 2 * DAY),
        "source_stale": state(health=Health.STALE, news_at=START - 30 * DAY),
        "source_moved": state(moved_to="https://new.example/", moved_at=START),
        "source_recovered": state(),
    }
    before = [former] if condition == "source_recovered" else []

    def said(of: Any, now: datetime = START) -> list[str]:
        return [one.condition for one in watch(of, {"outlet-0": states[condition]}, {}, {}, before, now)]

    assert said(BOOK) == [condition]
    assert said(quiet) == []
