"""The ledger: what is looked up in it by number and by time is what going through all of it finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.ledger import Ledger, Numbers
from monitor.core.question import Question, nameless
from monitor.core.reconcile import alike, is_total, most, recalls, same_number, standings
from monitor.model import Basis, Claim, Series, Told
from tests.core.desk import CLAIMANTS, START, TOPIC, Desk, value

VOICES = {"hrana-en": "hrana"}

people = st.sampled_from(["hrana", "ihrngo", "official", "activists", None])
outlets = st.sampled_from(["hrana-en", "outlet-0", "outlet-1", "outlet-2"])
forms = st.sampled_from(["{}", "≥{}", "{}+", "~{}", "..{}", "vague {}"])
counts = st.sampled_from([0, 5, 19, 20, 90, 100, 104, 544, 550, 5000, 5002, 4990, 12_000])
subjects = st.sampled_from([None, None, None, "children"])
days = st.integers(0, 20)


def claim(by: str | None, said: str, on: str, stated: int, seen: int, subject: str | None = None) -> Claim:
    number = value(said)
    return Claim(
        series=Series(TOPIC, "killed", by, subject, Basis.TOTAL),
        figure_id=f"{by}-{said}-{on}-{stated}-{seen}-{subject}",
        source_id=on,
        low=number.low,
        high=number.high,
        bound=number.bound,
        stated_at=START + timedelta(days=stated),
        seen_at=START + timedelta(days=seen),
        entry_id=f"entry-{on}-{stated}-{seen}",
    )


def said(form: str, number: int) -> str:
    return form.format(number)


claims = st.builds(claim, people, st.builds(said, forms, counts), outlets, days, days, subjects)
of_one = st.builds(claim, st.just("hrana"), st.builds(said, forms, counts), outlets, days, days)


@given(st.lists(of_one, max_size=25), st.integers(0, 25), counts, counts, days)
def test_a_number_is_found_by_what_it_says_and_by_when_it_was_said(
    stated: list[Claim], cut: int, one: int, other: int, day: int
) -> None:
    """However the claims came in; and the value it was made from is as it was."""
    before = Numbers().and_(stated[:cut])
    was = dict(before.points), list(before.ascending), dict(before.saying), list(before.restated)
    numbers = before.and_(stated[cut:])
    assert (before.points, before.ascending, before.saying, before.restated) == was
    assert numbers.points == Numbers().and_(stated).points

    least, largest = min(one, other), max(one, other)
    found = list(numbers.between(least, largest))
    assert [point for point in numbers.points.values() if least <= most(point.claim) <= largest] == sorted(
        found, key=list(numbers.points.values()).index
    )
    since = START + timedelta(days=day)
    kept = [each for point in numbers.points.values() for each in point.claims]
    assert _ids(numbers.since(since)) == _ids(each for each in kept if each.stated_at >= since)

    all_said = {most(point.claim) for point in numbers.points.values()}
    if one in all_said:
        assert list(numbers.around(one)) == [one]
    below = max((number for number in all_said if number < one), default=one)
    above = min((number for number in all_said if number > one), default=one)
    if one not in all_said:
        assert {below, above} - {one} == set(numbers.around(one))


@given(st.lists(claims, max_size=25), claims, st.lists(claims, max_size=3), claims)
def test_a_question_is_answered_as_going_through_everything_would(
    known: list[Claim], asked: Claim, beside: list[Claim], before: Claim
) -> None:
    told = _told(before)
    ledger = Ledger.of(known, [told])
    question = Question(asked, ledger, (asked, *beside), 5, CLAIMANTS, VOICES)
    everything = [point for numbers in ledger.series.values() for point in numbers.points.values()]

    assert question.printed(told) == any(
        asked.source_id in point.outlets and same_number(point.claim, told)
        for point in everything
        if point.claim.series == told.series
    )
    above = most(asked) > most(told)
    assert question.recalls(told) == recalls(
        asked,
        [
            point.claim
            for point in everything
            if (point.claim.series == asked.series or (question.anybody and is_total(point.claim.series)))
            and (most(point.claim) > most(told) if above else most(point.claim) < most(told))
            and (point.stated_at < told.stated_at or point.seen_at <= told.told_at)
        ],
    )
    week = timedelta(days=7)
    rivals = [
        one
        for one in (*(each for point in everything for each in point.claims), asked, *beside)
        if alike(one.series, asked.series)
        and one.series.claimant != asked.series.claimant
        and not nameless(one.series.claimant, CLAIMANTS)
        and one.stated_at >= asked.stated_at - week
    ]
    plain = [replace(row, outlets=()) for row in standings(rivals, CLAIMANTS, VOICES)]
    assert [replace(row, outlets=()) for row in question.rivals(week)] == plain


stories = st.lists(st.tuples(people, st.builds(said, forms, counts), outlets), min_size=1, max_size=15)


@given(stories)
def test_an_alert_says_where_everybody_stands_by_all_that_is_known(
    story: list[tuple[str | None, str, str]],
) -> None:
    """However many alerts were made before of what has not changed since."""
    desk = Desk({"up": {"ratio": 1.01, "min_step": 0}})
    before: list[Claim] = []
    for by, number, on in story:
        desk.files(number, by=by, on=on)
        [docket] = desk.dockets.values()
        fresh = [filed.claim for filed in docket]
        for alert in desk.decides():
            voices = {source.id: source.claimant for source in desk.book.sources.values()}
            group = [one for one in [*Ledger.of(before).claims(), *fresh] if alike(one.series, alert.series)]
            assert alert.explanation.standings == standings(group, desk.book.claimants, voices)
        before += fresh


def _ids(found: object) -> list[str]:
    return sorted(one.figure_id for one in found)  # type: ignore[attr-defined]


def _told(claim: Claim) -> Told:
    return Told(
        series=claim.series,
        low=claim.low,
        high=claim.high,
        bound=claim.bound,
        figure_id=claim.figure_id,
        alert_id="alert",
        told_at=claim.seen_at,
        stated_at=claim.stated_at,
    )
