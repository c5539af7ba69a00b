"""A timeline: what is published when, and what readers are to hear of it.

    await play(
        room,
        at("09:00").feed("hrana", "At least 544 people have been killed in the protests in Iran, HRANA said."),
        at("09:03").expect("editors", first(544)),
        at("10:00").feed("hrana", "At least 2,615 people …"),
        at("10:03").expect("editors", up(544, 2615)),
        at("12:00").silence("editors"),
    )

The real daemon runs over real feeds and a real database, a minute a step; only the clock is ours.
`expect` is about what arrived since the last word about that destination, `silence` says it was nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.adapters import queries
from monitor.model import Alert, Message
from tests.acceptance.newsroom import BEGINS, Newsroom

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Heard:
    """An alert as a reader would describe it: a reason, what was told before, and the new number."""

    condition: str
    before: int | None
    after: int

    def describes(self, alert: Alert) -> bool:
        reasons = {reason.condition for reason in alert.explanation.reasons}
        before = (alert.before.low or alert.before.high) if alert.before else None
        after = alert.after.low or alert.after.high
        return self.condition in reasons and (before, after) == (self.before, self.after)


def first(number: int) -> Heard:
    return Heard("first", None, number)


def up(before: int, after: int) -> Heard:
    return Heard("up", before, after)


def up_claimant(before: int, after: int) -> Heard:
    return Heard("up_claimant", before, after)


def revised_down(before: int, after: int) -> Heard:
    return Heard("revised_down", before, after)


def definition_changed(before: int, after: int) -> Heard:
    return Heard("definition_changed", before, after)


@dataclass(frozen=True)
class Step:
    """Something that happens, or is looked at, at a moment."""

    moment: datetime
    does: Callable[[Newsroom, dict[str, int]], Awaitable[None]]


@dataclass(frozen=True)
class At:
    """A moment of the timeline."""

    moment: datetime

    def feed(self, source: str, text: str, guid: str = "", title: str = "Iran protests") -> Step:
        """A source publishes an item, or edits the one with that guid."""

        async def does(room: Newsroom, _: dict[str, int]) -> None:
            room.publishes(source, guid or f"{source}-{self.moment:%d-%H-%M}", text, title)

        return Step(self.moment, does)

    def expect(self, destination: str, *heard: Heard, together: bool = False) -> Step:
        """A destination has heard exactly this since it was last asked about; in one message if `together`."""

        async def does(room: Newsroom, asked: dict[str, int]) -> None:
            messages = _since(room, destination, asked)
            alerts = [
                queries.find_alert(room.store, one) for message in messages for one in message.alert_ids
            ]
            assert len(alerts) == len(heard), [message.subject for message in messages]
            for each in heard:
                assert any(each.describes(alert) for alert in alerts), (each, [m.subject for m in messages])
            if together:
                assert len(messages) == 1

        return Step(self.moment, does)

    def silence(self, destination: str) -> Step:
        """A destination has heard nothing since it was last asked about."""
        return self.expect(destination)

    def restart(self) -> Step:
        """Everything ends as a kill would leave it, and starts again."""

        async def does(room: Newsroom, _: dict[str, int]) -> None:
            await room.restarts()

        return Step(self.moment, does)

    def clock(self, by: timedelta) -> Step:
        """The machine's clock is set, forward or back; the timeline goes on by its own."""

        async def does(room: Newsroom, _: dict[str, int]) -> None:
            room.wrong_by += by

        return Step(self.moment, does)

    def does(self, action: Callable[[Newsroom], Awaitable[None]]) -> Step:
        """Anything else."""

        async def does(room: Newsroom, _: dict[str, int]) -> None:
            await action(room)

        return Step(self.moment, does)


def at(clock: str, day: int = 0) -> At:
    """A time of the first day, or of a later one."""
    hours, minutes = clock.split(":")
    return At(BEGINS.replace(hour=int(hours), minute=int(minutes)) + timedelta(days=day))


async def play(room: Newsroom, *steps: Step) -> None:
    """Let the time pass from step to step; whatever falls due in between is done at its minute."""
    asked: dict[str, int] = {}
    time = BEGINS
    await _tick(room, time)
    for step in steps:
        assert step.moment >= time, "a timeline goes forward"
        while time < step.moment:
            time = min(time + MINUTE, step.moment)
            await _tick(room, time)
        await step.does(room, asked)


async def _tick(room: Newsroom, time: datetime) -> None:
    room.now = time + room.wrong_by
    if await room.daemon.poll_due():
        await room.daemon.settled()
    await room.daemon.decide_due()
    await room.delivers()


def _since(room: Newsroom, destination: str, asked: dict[str, int]) -> list[Message]:
    messages = [message for name, message in room.tray.arrived if name == destination]
    begins = asked.get(destination, 0)
    asked[destination] = len(messages)
    return messages[begins:]
