"""The whole line in a timeline: what is told, and above all what is not.

Every test runs the real daemon with the shipped rules over feeds on loopback and a real database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import select

from monitor.adapters import queries
from monitor.adapters.schema import entries
from monitor.adapters.store import SqlFacts, SqlStore
from monitor.core.book import Book
from monitor.core.edition import Edition
from monitor.model import DeliveryState, Source
from monitor.pipeline import poll
from tests.acceptance.newsroom import OUTLETS, SETTLE, Newsroom

HRANA_544 = "At least 544 people have been killed in the protests in Iran, HRANA said on Sunday."
HRANA_2615 = "At least 2,615 people have been killed in the protests in Iran, HRANA said on Wednesday."


@pytest.fixture
async def seeded(room: Newsroom) -> Newsroom:
    """A newsroom after its first round: every source is known."""
    await room.round()
    return room


async def test_the_first_poll_of_a_source_is_silent_and_says_what_it_took_as_known(room: Newsroom) -> None:
    room.publishes("hrana", "toll", HRANA_544)
    results = {result.source_id: result for result in await room.round()}
    assert results.keys() == OUTLETS.keys()
    assert room.alerts == []
    assert "killed ≥ 544 HRANA" in (results["hrana"].seed_summary or "")


async def test_what_was_seeded_is_the_baseline_of_the_first_alert(room: Newsroom) -> None:
    room.publishes("hrana", "toll", HRANA_544)
    await room.round()
    room.publishes("hrana", "toll", HRANA_2615)
    await room.hours(1)
    (alert,) = room.alerts
    assert alert.before is not None
    assert (alert.before.low, alert.after.low) == (544, 2615)


async def test_a_source_that_is_polled_first_late_floods_nobody(seeded: Newsroom, shipped_book: Book) -> None:
    """A feed added on a running daemon brings its whole past along."""
    late = seeded.book.sources["herald"]
    for number, count in enumerate((544, 2615, 3308)):
        seeded.publishes(
            "herald", f"past-{number}", f"HRANA said {count:,} people had been killed in Iran's protests."
        )
    seeded.subscribes(Source("newcomer", "Newcomer", late.url, "B", "en", every=late.every))
    with_newcomer = await seeded.round()
    assert [result.source_id for result in with_newcomer] == ["newcomer"]
    assert seeded.alerts == []


async def test_a_second_round_without_news_finds_nothing_new(seeded: Newsroom) -> None:
    results = await seeded.hours(1)
    assert len(results) == len(OUTLETS)
    assert {(result.outcome, result.fresh, result.claims) for result in results} == {("unchanged", 0, 0)}
    assert seeded.alerts == []


async def test_nothing_is_polled_early_after_a_restart(seeded: Newsroom) -> None:
    await seeded.restarts()
    assert await seeded.hours(0.5) == []


async def test_a_restart_finds_nothing_new_and_tells_nothing_again(seeded: Newsroom) -> None:
    seeded.publishes("hrana", "toll", HRANA_544)
    await seeded.hours(1)
    await seeded.restarts()
    results = await seeded.hours(1)
    assert [result.fresh for result in results] == [0] * len(OUTLETS)
    assert len(seeded.alerts) == len(seeded.sent) == 1


async def test_a_first_figure_is_told(seeded: Newsroom) -> None:
    seeded.publishes("hrana", "toll", HRANA_544)
    await seeded.hours(1)
    assert seeded.told == [("hrana", 544)]


async def test_a_rise_is_told_once_though_five_outlets_copy_it(seeded: Newsroom) -> None:
    seeded.publishes("hrana", "toll", HRANA_544)
    await seeded.hours(1)
    seeded.publishes("hrana", "toll", HRANA_2615, title="Iran protests: 2,615 people killed")
    await seeded.hours(1)
    for outlet, said in {
        "wire": "The rights group HRANA said at least 2,615 people had been killed in the protests in Iran.",
        "post": "The death toll of the protests in Iran has risen to 2,615, according to HRANA.",
        "ledger": "HRANA said 2,615 people had been killed in the protests in Iran.",
        "courier": "At least 2,615 people have been killed in the protests in Iran, according to HRANA.",
        "herald": "More than 2,600 people have been killed in the protests in Iran, HRANA said.",
    }.items():
        seeded.publishes(outlet, f"{outlet}-1", said)
        await seeded.hours(1)
    assert seeded.told == [("hrana", 544), ("hrana", 2615)]


async def test_copies_whose_headline_says_only_a_rights_group_are_the_same_claim(seeded: Newsroom) -> None:
    for count in (544, 2615):
        seeded.publishes(
            "hrana",
            "toll",
            f"At least {count:,} people have been killed in the protests in Iran, HRANA said.",
        )
        await seeded.hours(1)
        seeded.publishes(
            "post",
            f"post-{count}",
            f"The death toll of the protests in Iran has risen to {count:,}, according to HRANA.",
            title=f"Iran protest death toll rises to {count:,}, rights group says",
        )
        await seeded.hours(1)
    assert seeded.told == [("hrana", 544), ("hrana", 2615)]


async def test_the_same_article_under_another_guid_link_and_title_tells_nothing(seeded: Newsroom) -> None:
    seeded.publishes("hrana", "toll", HRANA_544)
    await seeded.hours(1)
    seeded.publishes("hrana", "toll?utm=1", HRANA_544, title="Iran: the toll")
    results = await seeded.hours(1)
    assert sum(result.fresh for result in results) == 1
    assert len(seeded.alerts) == 1


async def test_slow_creep_is_told_against_what_was_last_told(seeded: Newsroom) -> None:
    for count in (1000, 1060, 1120, 1180, 1240, 1300, 1360):
        seeded.publishes(
            "hrana", "toll", f"HRANA said {count:,} people had been killed in the protests in Iran."
        )
        await seeded.hours(1)
    rises = [alert for alert in seeded.alerts if alert.condition == "up"]
    assert len(rises) == 1
    assert rises[0].before is not None
    assert rises[0].before.low == 1000


async def test_a_fall_is_told(seeded: Newsroom) -> None:
    seeded.publishes(
        "hrana", "toll", "HRANA said a total of 359 people had been killed in the protests in Iran."
    )
    await seeded.hours(1)
    seeded.publishes(
        "hrana", "toll", "HRANA said a total of 253 people had been killed in the protests in Iran."
    )
    await seeded.hours(1)
    assert seeded.told == [("hrana", 359), ("hrana", 253)]
    assert seeded.alerts[1].condition == "revised_down"


async def test_a_typo_of_one_outlet_is_not_told(seeded: Newsroom) -> None:
    seeded.publishes(
        "hrana", "toll", "HRANA said a total of 26,852 people had been arrested in the protests in Iran."
    )
    await seeded.hours(1)
    seeded.publishes("post", "typo", "HRANA said 26,752 people had been arrested in the protests in Iran.")
    await seeded.hours(1)
    assert seeded.told == [("hrana", 26852)]


async def test_the_toll_of_an_earlier_crisis_is_stored_and_not_told(seeded: Newsroom) -> None:
    seeded.publishes(
        "wire",
        "history",
        "The protests in Iran recall November 2019, when about 1,500 people were killed, according to Reuters.",
    )
    results = await seeded.hours(1)
    assert sum(result.figures for result in results) == 1
    assert seeded.alerts == []


async def test_numbers_that_count_no_people_tell_nothing(seeded: Newsroom) -> None:
    seeded.publishes(
        "ledger",
        "numbers",
        "On day 16 the protests in Iran reached 191 cities in 31 provinces. Inflation stands at 42 per cent. "
        "A reward of $1.4 million was offered over the deadly crackdown.",
    )
    await seeded.hours(1)
    assert seeded.alerts == []


async def test_a_number_of_another_crisis_is_listed_as_unsorted_and_not_told(seeded: Newsroom) -> None:
    """`tollwatch series unsorted` shows it with who said so, `tollwatch why` that it fits no topic."""
    flood = "At least 40 people have been killed in the floods in Freedonia, police said."
    seeded.publishes("wire", "flood", flood, title="Floods in Freedonia")
    await seeded.hours(1)
    [row] = queries.list_series(seeded.store, "unsorted")
    assert (row.series.metric, row.series.claimant, row.value.low) == ("killed", "police", 40)
    assert row.told is None
    assert seeded.alerts == []
    with seeded.store.reading() as connection:
        printed = select(entries.c.id).where(entries.c.title == "Floods in Freedonia")
        entry_id = connection.execute(printed).scalar_one()
    [figure] = queries.figures_of(seeded.store, entry_id)
    [ruling] = queries.rulings_of(seeded.store, figure.id)
    assert (ruling.outcome, ruling.verdicts[0].reason) == (
        "not told",
        "the entry fits no topic that is watched",
    )


@pytest.mark.parametrize(("shared", "topics"), [(False, 1), (True, 2)])
async def test_what_fits_two_topics_is_told_in_both_only_if_both_are_shared(
    seeded: Newsroom, shipped_book: Book, shared: bool, topics: int
) -> None:
    protests = replace(shipped_book.topics["iran-protests-2026"], shared=shared)
    tehran = replace(protests, id="tehran", title="Tehran", places={"en": ("Tehran",)})
    policies = {**shipped_book.policies, tehran.id: shipped_book.policies[protests.id]}
    seeded.book = replace(seeded.book, policies=policies)
    for topic in (protests, tehran):
        seeded.take_over(topic)
    text = "At least 544 people have been killed in the protests in Tehran, Iran, HRANA said."
    seeded.publishes("hrana", "toll", text)
    await seeded.hours(1)
    assert len({alert.series.topic for alert in seeded.alerts}) == len(seeded.alerts) == topics


async def test_a_headline_and_a_text_that_disagree_are_both_kept_and_flagged(seeded: Newsroom) -> None:
    """FIELD.md: an article headed 3,090 said 2,677 in its body."""
    seeded.publishes(
        "wire",
        "toll",
        "HRANA said that 2,677 people had been killed in the protests in Iran.",
        title="3,090 people killed in Iran protests, HRANA says",
    )
    await seeded.hours(1)
    [row] = queries.list_series(seeded.store, "iran-protests-2026")
    assert row.claims == 2
    [alert] = seeded.alerts
    assert alert.explanation.headline_differs == "the headline says 3,090, the text 2,677"
    assert "headline: the headline says 3,090, the text 2,677" in seeded.tray.messages[-1][1].text


async def test_wire_copies_add_outlets_to_a_number_and_links_to_its_alert(seeded: Newsroom) -> None:
    text = "At least 544 people have been killed in the protests in Iran, HRANA said."
    for source in ("wire", "post", "ledger"):
        seeded.publishes(source, "toll", text)
    await seeded.hours(1)
    [alert] = seeded.alerts
    told = alert.explanation
    assert {told.outlet, *(one.outlet for one in told.printed_by)} == {"The Wire", "The Post", "The Ledger"}
    assert all(one.url.startswith("http") for one in told.printed_by)
    [row] = queries.list_series(seeded.store, "iran-protests-2026")
    assert (row.claims, row.outlets) == (3, 3)


async def test_deaths_under_investigation_are_a_count_of_their_own(seeded: Newsroom) -> None:
    text = "HRANA said 544 people had been killed in the protests in Iran; 579 other deaths were under investigation."
    seeded.publishes("hrana", "toll", text)
    await seeded.hours(1)
    told = {(alert.series.metric, alert.after.low, alert.condition) for alert in seeded.alerts}
    assert told == {("killed", 544, "first"), ("under_investigation", 579, "first")}


async def test_one_feed_that_is_gone_stops_no_other(seeded: Newsroom) -> None:
    seeded.withdraws("wire")
    seeded.publishes("hrana", "toll", HRANA_544)
    results = {result.source_id: result for result in await seeded.hours(1)}
    assert results["wire"].outcome == "failed"
    assert "404" in (results["wire"].error or "")
    assert seeded.told == [("hrana", 544)]


# ── delivery ────────────────────────────────────────────────────────────────────────────────


async def test_an_alert_arrives_once_and_its_delivery_is_settled(seeded: Newsroom) -> None:
    seeded.publishes("hrana", "toll", HRANA_544)
    await seeded.hours(1)
    for _ in range(3):
        await seeded.hours(1)
    assert seeded.sent == [alert.id for alert in seeded.alerts]
    assert [settled.delivery.state for settled in seeded.settled] == [DeliveryState.SENT]


async def test_an_alert_decided_before_a_kill_is_delivered_after_it(seeded: Newsroom) -> None:
    seeded.publishes("hrana", "toll", HRANA_544)
    seeded.now = seeded.polled[0].due_at
    await seeded.daemon.poll_due()
    await seeded.daemon.settled()
    await seeded.restarts()  # claims wait on the docket
    await seeded.daemon.decide_due(ahead=SETTLE)
    assert seeded.sent == []
    await seeded.restarts()  # a message waits in the outbox
    await seeded.delivers()
    assert seeded.sent == [alert.id for alert in seeded.alerts]
    assert len(seeded.sent) == 1


async def test_a_refused_message_is_tried_again_until_it_is_taken(seeded: Newsroom) -> None:
    seeded.tray.refusing = True
    seeded.publishes("hrana", "toll", HRANA_544)
    await seeded.hours(1)
    await seeded.hours(1)
    assert seeded.sent == []
    seeded.tray.refusing = False
    await seeded.hours(1)
    assert seeded.sent == [alert.id for alert in seeded.alerts]
    assert not seeded.tray.messages[0][2], "a refusal is no possible repeat"


async def test_a_message_names_quote_outlet_link_rule_and_the_next_trigger(seeded: Newsroom) -> None:
    seeded.publishes("hrana", "toll", HRANA_544)
    await seeded.hours(1)
    text = seeded.tray.messages[0][1].text
    for part in (HRANA_544, "HRANA", "The Hrana", "https://hrana.example/toll", "rule:", "next alert:"):
        assert part in text


class Watched(SqlStore):
    """A store that knows whether it is locked."""

    locked = False

    @contextmanager
    def transaction(self) -> Iterator[SqlFacts]:
        with super().transaction() as facts:
            self.locked = True
            try:
                yield facts
            finally:
                self.locked = False


@pytest.mark.parametrize(("copies", "locked"), [(1, {True}), (2_500, {False})])
async def test_nobody_waits_for_the_store_while_a_long_text_is_read(
    room: Newsroom, copies: int, locked: set[bool]
) -> None:
    """Short ones are read inside: looking them up twice would cost more."""
    store = Watched(room.store._database)
    read_when: list[bool] = []

    class Noticing(Edition):
        def rules_of(self, language: str) -> str:
            read_when.append(store.locked)
            return super().rules_of(language)

    edition = room.book.edition
    book = replace(room.book, edition=Noticing(edition.tongues, edition.rules, edition.names))
    said = "\n\n".join(f"Part {n}. " + HRANA_544 for n in range(copies))
    room.publishes("hrana", "toll", said)
    ports = replace(room.daemon.desk.ports, store=store)
    result = await poll(book.sources["hrana"], book, ports, room.now)
    assert result.figures == copies
    assert read_when[0] in locked
