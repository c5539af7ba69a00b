"""When readers hear of it: settling, cooling down, silences, quiet hours, digests, storms, wrong clocks."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters import queries
from monitor.core.book import Book
from monitor.core.specs import Digest, Quiet, Route, Topic
from monitor.model import Acknowledgement, Destination, Silence
from tests.acceptance.newsroom import Newsroom, newsroom
from tests.acceptance.timeline import at, definition_changed, first, play, revised_down, up

EDITORS = Destination("editors", "json://127.0.0.1/")

Opens = Callable[..., AbstractAsyncContextManager[Newsroom]]


@pytest.fixture
def opens(shipped_book: Book, tmp_path: Path) -> Opens:
    """Opens a newsroom whose feeds are polled every five minutes, with one route to the editors."""

    @asynccontextmanager
    async def open_one(*routes: Route, **route: object) -> AsyncIterator[Newsroom]:
        routes = routes or (Route(("editors",), **route),)  # type: ignore[arg-type]
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


@pytest.mark.parametrize(
    "said",
    [
        "HRANA has identified 504 people killed in the protests in Iran.",
        "The number of identified dead in the protests in Iran has reached 504, HRANA said.",
        "HRANA has published the names of 504 people killed in the protests in Iran.",
    ],
)
async def test_who_counts_those_identified_has_changed_a_definition_and_revised_nothing(
    opens: Opens, said: str
) -> None:
    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", toll("1,500")),
            at("07:10").expect("editors", first(1500)),
            at("09:00").feed("wire", said),
            at("09:10").expect("editors", definition_changed(1500, 504)),
            at("10:00").feed("courier", said),
            at("11:00").feed("hrana", count("1,500")),
            at("12:00").silence("editors"),
        )
        assert [alert.condition for alert in room.alerts] == ["first", "definition_changed"]


async def test_who_had_estimated_and_counts_fewer_is_told_as_both(opens: Opens) -> None:
    async with opens() as room:
        await play(
            room,
            at("06:59").feed("hrana", count("About 1,500")),
            at("07:10").expect("editors", first(1500)),
            at("09:00").feed("hrana", "HRANA said it had confirmed 900 deaths in the protests in Iran."),
            at("09:10").expect("editors", definition_changed(1500, 900)),
        )
        reasons = [reason.condition for reason in room.alerts[-1].explanation.reasons]
        assert reasons == ["revised_down", "definition_changed"]


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


async def test_a_storm_on_one_route_holds_up_no_other(opens: Opens) -> None:
    """Three an hour a route, to the same editors: what is arrested goes out while the killed are held back."""
    held = "At least {} people have been arrested in the protests in Iran, HRANA said."
    killed, arrested = (
        Route(("editors",), metrics=(metric,), storm_cap=3) for metric in ("killed", "arrested")
    )
    feeds = [at(f"07:{5 * step:02}").feed("hrana", toll(6 * 2**step)) for step in range(4)]
    async with opens(killed, arrested) as room:
        await play(
            room,
            *feeds,
            at("07:20").expect("editors", first(6), up(6, 12), up(12, 24)),
            at("07:21").feed("wire", held.format(900)),
            at("07:31").expect("editors", first(900)),
            at("08:20").expect("editors", up(24, 48)),
        )


@pytest.mark.parametrize(("of_route", "arrives"), [(None, "18:01"), (Digest("12:00", "UTC"), "12:01")])
async def test_a_topic_can_collect_and_a_route_knows_better(
    opens: Opens, shipped_book: Book, of_route: Digest | None, arrives: str
) -> None:
    async with opens(digest=of_route) as room:
        room.take_over(replace(shipped_book.topics["iran-protests-2026"], digest=Digest("18:00", "UTC")))
        await play(
            room,
            at("06:59").feed("hrana", toll(100)),
            at("09:00").feed("hrana", toll(150)),
            at("11:59").silence("editors"),
            at(arrives).expect("editors", first(100), up(100, 150), together=True),
        )


async def test_what_is_acknowledged_is_in_no_digest_and_what_moves_next_is_told(opens: Opens) -> None:
    async def seen(room: Newsroom) -> None:
        [alert] = room.alerts
        spared = room.store.acknowledge(Acknowledgement(alert.id, "Noor", "", room.now))
        assert spared == 1

    async with opens(digest=Digest("18:00", "UTC")) as room:
        await play(
            room,
            at("06:59").feed("hrana", toll(100)),
            at("08:00").does(seen),
            at("09:00").feed("hrana", toll(150)),
            at("18:01").expect("editors", up(100, 150)),
        )


async def test_what_is_acknowledged_before_its_first_message_is_out_is_sent_all_the_same(
    opens: Opens,
) -> None:
    """Somebody has seen it in a list; nobody else has."""

    async def refuses(room: Newsroom) -> None:
        room.tray.refusing = True

    async def seen(room: Newsroom) -> None:
        [alert] = room.alerts
        assert room.store.acknowledge(Acknowledgement(alert.id, "Noor", "", room.now)) == 0
        room.tray.refusing = False

    async with opens() as room:
        await play(
            room,
            at("06:10").does(refuses),
            at("06:59").feed("hrana", toll(100)),
            at("07:10").does(seen),
            at("08:10").expect("editors", first(100)),
        )


async def test_a_message_that_comes_late_says_by_how_much(opens: Opens) -> None:
    async def refuses(room: Newsroom) -> None:
        room.tray.refusing = not room.tray.refusing

    async def says(room: Newsroom) -> None:
        [(_, message)] = room.tray.arrived
        for form in (message.subject, message.text, message.html, message.slack):
            assert re.search(r"\[delayed by (?:1 h )?\d+ min\]", form), form

    async with opens() as room:
        await play(
            room,
            at("06:10").does(refuses),
            at("06:59").feed("hrana", toll(100)),
            at("07:40").does(refuses),
            at("08:50").expect("editors", first(100)),
            at("08:50").does(says),
        )


async def test_a_source_that_fails_is_repeated_daily_until_somebody_has_seen_it(opens: Opens) -> None:
    async def fails(room: Newsroom) -> None:
        room.withdraws("post")

    async def looks(room: Newsroom) -> None:
        await room.daemon.inspect()

    async def seen(room: Newsroom) -> None:
        row = queries.list_deliveries(room.store)[-1]
        assert (row.condition, row.subject, row.series) == ("source_failing", "post", None)
        assert room.store.acknowledge(Acknowledgement(row.delivery.alert_id, "Noor", "", room.now)) == 0

    def has_heard(times: int) -> Callable[[Newsroom], Awaitable[None]]:
        async def counts(room: Newsroom) -> None:
            subjects = [message.subject for _, message in room.tray.arrived]
            assert sum("Post has failed" in subject for subject in subjects) == times, subjects

        return counts

    async with opens() as room:
        await play(
            room,
            at("06:10").does(fails),
            at("08:00").does(looks),
            at("08:01").does(has_heard(1)),
            at("08:02").clock(timedelta(days=1)),
            at("08:10").does(looks),
            at("08:11").does(has_heard(2)),
            at("08:12").does(seen),
            at("08:13").clock(timedelta(days=1)),
            at("08:20").does(looks),
            at("08:21").does(has_heard(2)),
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
