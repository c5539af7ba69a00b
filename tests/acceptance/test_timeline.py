"""When readers hear of it: settling, cooling down, silences, quiet hours, digests, storms, wrong clocks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.core.book import Book
from monitor.core.specs import Digest, Quiet, Route, Topic
from monitor.model import Destination, Silence
from tests.acceptance.newsroom import Newsroom, newsroom
from tests.acceptance.timeline import at, first, play, revised_down, up

EDITORS = Destination("editors", "json://127.0.0.1/")

Opens = Callable[..., AbstractAsyncContextManager[Newsroom]]


@pytest.fixture
def opens(shipped_book: Book, tmp_path: Path) -> Opens:
    """Opens a newsroom whose feeds are polled every five minutes, with one route to the editors."""

    @asynccontextmanager
    async def open_one(**route: object) -> AsyncIterator[Newsroom]:
        routes = (Route(("editors",), **route),)  # type: ignore[arg-type]
        settings = replace(shipped_book.settings, destinations=(EDITORS,), routes=routes)
        async with newsroom(replace(shipped_book, settings=settings), tmp_path, timedelta(minutes=5)) as room:
            yield room

    return open_one


def toll(number: int | str) -> str:
    return f"At least {number} people have been killed in the protests in Iran, HRANA said."


def count(number: int | str) -> str:
    return f"{number} people have been killed in the protests in Iran, HRANA said."


async def test_what_comes_in_is_told_once_it_has_settled(opens: Opens) -> None:
    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", toll(544)),
            at("07:01").silence("editors"),
            at("07:03").expect("editors", first(544)),
            at("09:00").feed("hrana", toll("2,615")),
            at("09:10").expect("editors", up(544, 2615)),
            at("12:00").silence("editors"),
        )


async def test_a_slip_that_is_mended_while_it_settles_is_never_told(opens: Opens) -> None:
    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", count(544)),
            at("08:00").expect("editors", first(544)),
            at("08:30").feed("hrana", count("5,440"), guid="slip"),
            at("08:31").does(lambda room: _polled_at_once(room, "hrana")),
            at("08:31").feed("hrana", count(545), guid="slip"),
            at("08:32").does(lambda room: _polled_at_once(room, "hrana")),
            at("09:00").silence("editors"),
        )


async def test_what_follows_soon_waits_and_comes_as_one(opens: Opens) -> None:
    """Within the hour: 130 and 165 wait; at its end the editors hear of 165, measured from what they were told."""
    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", toll(100)),
            at("07:10").expect("editors", first(100)),
            at("07:20").feed("hrana", toll(130)),
            at("07:40").feed("wire", toll(165)),
            at("08:00").silence("editors"),
            at("08:10").expect("editors", up(100, 165)),
        )


async def test_twice_the_number_does_not_wait(opens: Opens) -> None:
    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", toll(100)),
            at("07:10").expect("editors", first(100)),
            at("07:20").feed("hrana", toll(200)),
            at("07:30").expect("editors", up(100, 200)),
        )


async def test_a_fall_is_told_after_the_hour_too(opens: Opens) -> None:
    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", count(1000)),
            at("07:10").expect("editors", first(1000)),
            at("07:20").feed("hrana", count(800)),
            at("07:59").silence("editors"),
            at("08:10").expect("editors", revised_down(1000, 800)),
        )


async def test_a_kill_loses_nothing_that_settles_or_cools(opens: Opens) -> None:
    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", toll(100)),
            at("07:01").restart(),
            at("07:10").expect("editors", first(100)),
            at("07:20").feed("hrana", toll(130)),
            at("07:30").restart(),
            at("08:10").expect("editors", up(100, 130)),
        )


async def test_a_silence_keeps_alerts_and_its_end_tells_what_moved(opens: Opens) -> None:
    async def hush(room: Newsroom) -> None:
        matchers = {"topic": "iran-protests-2026"}
        room.store.add_silence(Silence("hush", matchers, room.now + timedelta(hours=3), "desk", "", room.now))

    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", toll(100)),
            at("07:10").expect("editors", first(100)),
            at("08:30").does(hush),
            at("08:40").feed("hrana", toll(150)),
            at("09:40").feed("wire", toll(170)),
            at("11:00").silence("editors"),
            at("11:00").does(_shows_silenced),
            at("11:40").expect("editors", up(100, 170)),
        )


async def _shows_silenced(room: Newsroom) -> None:
    assert {alert.after.low for alert in room.alerts if alert.silence_id == "hush"} == {150, 170}


async def _polled_at_once(room: Newsroom, source_id: str) -> None:
    with room.store.transaction() as facts:
        facts.settle_poll(replace(room.store.poll_states()[source_id], due_at=room.now))
    await room.daemon.poll_due()
    await room.daemon.settled()


async def test_at_night_only_the_gravest_is_sent_and_the_rest_in_the_morning(opens: Opens) -> None:
    async with opens(quiet=Quiet("22:00", "07:30", "Europe/Berlin")) as room:
        await play(
            room,
            at("06:00").feed("hrana", toll(100)),  # 07:00 in Berlin
            at("06:29").silence("editors"),
            at("06:31").expect("editors", first(100)),
            at("21:30").feed("hrana", toll(150)),
            at("23:00").feed("hrana", toll(190)),
            at("23:30").silence("editors"),
            at("23:40").feed("hrana", toll("1,200")),
            at("23:50").expect("editors", up(190, 1200)),
            at("06:31", day=1).expect("editors", up(100, 150), up(150, 190), together=True),
        )


async def test_a_digest_comes_once_a_day(opens: Opens) -> None:
    async with opens(digest=Digest("18:00", "UTC")) as room:
        await play(
            room,
            at("06:59").feed("hrana", toll(100)),
            at("09:00").feed("hrana", toll(150)),
            at("12:00").feed("hrana", toll(200)),
            at("17:59").silence("editors"),
            at("18:01").expect("editors", first(100), up(100, 150), up(150, 200), together=True),
        )


async def test_a_storm_is_cut_to_one_message(opens: Opens) -> None:
    """Three an hour are allowed; what doubles again and again comes as one when the hour is over."""
    feeds = [at(f"07:{5 * step:02}").feed("hrana", toll(6 * 2**step)) for step in range(7)]
    late = [up(6 * 2**step, 12 * 2**step) for step in range(2, 6)]
    async with opens(storm_cap=3) as room:
        await play(
            room,
            *feeds[:4],
            at("07:18").expect("editors", first(6), up(6, 12), up(12, 24)),
            *feeds[4:],
            at("08:06").silence("editors"),
            at("08:08").expect("editors", *late, together=True),
        )


@pytest.mark.parametrize(
    "by", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)]
)
async def test_a_clock_that_is_set_makes_no_storm_and_loses_nothing(opens: Opens, by: timedelta) -> None:
    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", toll(100)),
            at("07:10").expect("editors", first(100)),
            at("07:20").feed("hrana", toll(130)),
            at("07:30").clock(by),
            at("08:40").expect("editors", up(100, 130)),
            at("09:00").feed("hrana", toll(260)),
            at("10:30").expect("editors", up(130, 260)),
            at("12:00").silence("editors"),
        )


async def test_a_clock_that_begins_in_1970_tells_all_the_same(opens: Opens) -> None:
    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", toll(100)),
            at("07:10").expect("editors", first(100)),
            at("07:20").feed("hrana", toll(130)),
            at("07:30").clock(datetime(1970, 1, 1, tzinfo=UTC) - room.now),
            at("08:40").expect("editors", up(100, 130)),
        )


async def test_a_rule_or_topic_that_is_new_never_alerts_for_the_past(opens: Opens) -> None:
    """The topic begins to watch the injured: what was printed is known, what comes is news."""
    hurt = "At least {} people have been injured in the protests in Iran, HRANA said."

    async def watches_more(room: Newsroom) -> None:
        topic = room.book.topics["iran-protests-2026"]
        room.take_over(topic=replace(topic, metrics=(*topic.metrics, "injured")))

    async with opens() as room:
        room.take_over(topic=_without(room.book, "injured"))
        await play(
            room,
            at("06:59").feed("hrana", hurt.format(300)),
            at("08:00").silence("editors"),
            at("08:00").does(watches_more),
            at("08:10").feed("wire", hurt.format(300)),
            at("09:00").silence("editors"),
            at("09:01").feed("hrana", hurt.format(400)),
            at("09:30").expect("editors", up(300, 400)),
        )


def _without(book: Book, metric: str) -> Topic:
    topic = book.topics["iran-protests-2026"]
    return replace(topic, metrics=tuple(name for name in topic.metrics if name != metric))
