"""What a condition is asked: one claim, beside everything that it may be compared with.

A claim is compared with what readers were last *told*: of its claimant's own series, or, for a
claimant who is new or not named, with the highest that was told of the topic and metric.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar, Protocol

from monitor.core.ledger import Ledger, Numbers
from monitor.core.reconcile import (
    UNATTRIBUTED,
    alike,
    highest,
    is_total,
    most,
    position,
    ranked,
    recalls,
    rounding,
    same_number,
    speaks_for,
    standing,
)
from monitor.core.specs import Claimant
from monitor.core.words import count, spoken
from monitor.model import Basis, Claim, Series, Standing, Told, Verdict


@dataclass(frozen=True, slots=True)
class Question:
    """One claim, what is known of its topic and metric, and what came in with it.

    `ledger` is what was known before, `beside` every claim on the topic's metric that is decided
    together with this one.  `min_step` is the metric's, in people; `voices` maps a source to the
    claimant whose own feed it is.
    """

    claim: Claim
    ledger: Ledger
    beside: tuple[Claim, ...]
    min_step: int
    claimants: Mapping[str, Claimant]
    voices: Mapping[str, str | None]

    @property
    def claimant(self) -> Claimant | None:
        """Who counted, as configured; None where nobody is named."""
        return self.claimants.get(self.claim.series.claimant or "")

    @property
    def name(self) -> str:
        """The claimant's name as readers know it."""
        return called(self.claim.series.claimant, self.claimants)

    def name_of(self, told: Told) -> str:
        """Whose number a told value was."""
        return called(told.series.claimant, self.claimants)

    @property
    def anybody(self) -> bool:
        """Whether the number may be anyone's: nobody is named, or only «activists», «rights groups»."""
        return nameless(self.claim.series.claimant, self.claimants)

    @property
    def own(self) -> bool:
        """Whether the claimant's own feed speaks."""
        return speaks_for(self.claim, self.voices)

    @property
    def told(self) -> Told | None:
        """What was last told of the claim's own series."""
        return self.ledger.told.get(self.claim.series)

    @property
    def highest(self) -> Told | None:
        """The most that was told of the topic's metric as a whole by anybody, named or not.

        A total of one group counts too: whoever says «3,000 protesters» says at least 3,000 people.
        """
        return highest(row for row in self.ledger.told.values() if is_total(row.series))

    @property
    def told_of_claimant(self) -> tuple[Told, ...]:
        """What was last told of the claimant's totals, of whatever group of victims."""
        who = self.claim.series.claimant
        return tuple(
            row for row in self.ledger.told.values() if row.series.claimant == who and is_total(row.series)
        )

    @property
    def baseline(self) -> Told | None:
        """What the claim is shown against: the claimant's own last told value, else the highest told.

        For a number that nobody in particular is named for always the highest: it has to exceed everyone.
        """
        if self.anybody:
            return self.highest
        return self.told or self.highest

    def recalls(self, told: Told) -> bool:
        """Whether the claim's number was stated, or on record, before something was told that it departs from.

        Or a number that it rounds («5,000» for 5,002).  Of the claim's own series; for a number that
        nobody is named for, of everybody's.  Only what is on the claim's side of what was told: a
        rise recalls what was higher, a fall what was lower.
        """
        number, slack, before = most(self.claim), rounding(self.claim), most(told)
        least, largest = number - slack, number + slack
        if number > before:
            least = max(least, before + 1)
        else:
            largest = min(largest, before - 1)
        near = (point for numbers in self._comparable() for point in numbers.between(least, largest))
        known = (p for p in near if p.stated_at < told.stated_at or p.seen_at <= told.told_at)
        return recalls(self.claim, (point.claim for point in known))

    def _comparable(self) -> Iterator[Numbers]:
        """The numbers of the claim's own series; for a number that nobody is named for, of every total."""
        for series, numbers in self.ledger.series.items():
            if series == self.claim.series or (self.anybody and is_total(series)):
                yield numbers

    def printed(self, told: Told) -> bool:
        """Whether the outlet of this claim has itself printed what was told."""
        number = most(told)
        return any(
            self.claim.source_id in point.outlets and same_number(point.claim, told)
            for point in self.ledger.numbers(told.series).between(number, number)
        )

    def rivals(self, within: timedelta) -> tuple[Standing, ...]:
        """Where every other named claimant stands on the same victims, by what was stated that recently."""
        since = self.claim.stated_at - within
        recent: dict[Series, list[Claim]] = {
            series: list(self.ledger.claims_of(series, since))
            for series in self.ledger.series
            if self._rival(series)
        }
        for claim in self.beside:
            if claim.stated_at >= since and self._rival(claim.series):
                recent.setdefault(claim.series, []).append(claim)
        held = (position(claims, self.voices) for claims in recent.values() if claims)
        return ranked(standing(*one, self.claimants) for one in held)

    def _rival(self, series: Series) -> bool:
        other = series.claimant != self.claim.series.claimant and alike(series, self.claim.series)
        return other and not nameless(series.claimant, self.claimants)

    @property
    def headed(self) -> tuple[Claim, ...]:
        """The claims of the same series that stand in the title of the claim's own entry."""
        return tuple(
            one
            for one in self.beside
            if one.titled and one.series == self.claim.series and one.entry_id == self.claim.entry_id
        )


@dataclass(frozen=True, slots=True)
class Outlook:
    """What readers have been told once an alert is out: the ground of the next one.

    `claimant` is the one the alert is about, None if nobody in particular is named; `told` is its
    value, `highest` the most told by anybody.
    """

    claimant: str | None
    name: str
    told: Told
    highest: Told
    min_step: int


class Condition(Protocol):
    """One reason to alert.  Frozen, tuned by the topic's YAML, without any memory of its own."""

    name: ClassVar[str]
    basis: ClassVar[Basis]

    def judge(self, question: Question) -> Verdict:
        """Yes or no, with the reason and the arithmetic for both."""

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        """In a reader's words, what would make it fire next."""


# ── what is asked by several ────────────────────────────────────────────────────────────────


def told_otherwise(question: Question) -> Told | None:
    """What was told of the same number since the claimant's last, in other words.

    When nobody in particular was named for it, or of the claimant's count of another group:
    «3,308 protesters» after «3,308 people».
    """
    claim, told = question.claim, question.told
    if question.anybody:
        return None
    return next(
        (
            row
            for row in question.ledger.told.values()
            if row.series.basis is claim.series.basis
            and row.series != claim.series
            and (
                row.series.claimant == claim.series.claimant
                or nameless(row.series.claimant, question.claimants)
            )
            and same_number(claim, row)
            and (told is None or row.told_at >= told.told_at)
        ),
        None,
    )


def superseded(question: Question, told: Told) -> bool:
    """Whether a number was on record before what was told replaced it, and is only printed again.

    Not where the claimant's own feed says it, nor where an outlet that printed the newer number
    goes back to the older one: both know what they do.  Dates alone decide nothing here: a
    cumulative count that is higher is later, whatever date its feed gives.
    """
    named = not question.anybody
    if named and told.series != question.claim.series:
        return False  # measured against somebody else, there is no earlier number of its own
    if named and (question.own or question.printed(told)):
        return False
    return question.recalls(told)


def nameless(claimant: str | None, claimants: Mapping[str, Claimant]) -> bool:
    """Whether nobody in particular is named: no claimant, or words that many bodies share."""
    known = claimants.get(claimant or "")
    return claimant is None or (known is not None and not known.named)


# ── small words ─────────────────────────────────────────────────────────────────────────────


def no(condition: Condition, reason: str, arithmetic: str = "") -> Verdict:
    """A condition's «no», which is kept with its reason."""
    return Verdict(condition=condition.name, fires=False, reason=reason, arithmetic=arithmetic)


def level(question: Question) -> str:
    """The step that a claim reached, for the id of its alert.

    With what was last told of the series, which every alert replaces: the same number reached
    again after a fall is another decision, though what it is compared with may be the same.
    """
    told = question.told
    return f"{most(question.claim)}@{told.id if told else 'nothing'}"


def called(claimant: str | None, claimants: Mapping[str, Claimant]) -> str:
    """A claimant's name as readers know it."""
    if claimant is None:
        return UNATTRIBUTED
    known = claimants.get(claimant)
    return known.name if known else claimant


def heard(question: Question, told: Told) -> str:
    """«544 (HRANA), told on 2026-01-11»."""
    verb = "told" if told.alert_id else "known"
    return f"{spoken(told)} ({question.name_of(told)}), {verb} on {told.told_at:%Y-%m-%d}"


def repeated(question: Question) -> str:
    """Why a number that was on record before moves nothing."""
    return f"an earlier number of {question.name}, printed again elsewhere"


@lru_cache(maxsize=256)
def exact(ratio: float) -> Fraction:
    """A ratio by its decimal spelling: 1.1 × 10 is 11, which binary floats do not say."""
    return Fraction(str(ratio))


def times(ratio: Fraction) -> str:
    """«2.31 ×»."""
    return f"{float(ratio):.3g} ×"


def difference(before: int, after: int) -> str:
    """«544 → 2,615: +2,071 (+380.7 %)»."""
    share = f" ({(after - before) * 100 / before:+.1f} %)" if before else ""
    return f"{count(before)} → {count(after)}: {after - before:+,}{share}"
