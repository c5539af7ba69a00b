"""Routes that no alert ever takes: shadowed by those above them, or for what nothing alerts about.

An alert has one topic and one metric, and is grave by a degree; any of its reasons makes a route match.
So a route is reached if for some (topic, metric, condition) that is watched no earlier route takes all
the severities that it would.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.core.faults import Fault
from monitor.core.policy import Policy
from monitor.core.specs import Route, Topic


@dataclass(frozen=True, slots=True)
class _Spot:
    """One thing that may alert: a condition that watches a topic's metric."""

    topic: str
    countries: tuple[str, ...]
    metric: str
    condition: str


def unreachable(
    routes: Sequence[Route], topics: Sequence[Topic], policies: Mapping[str, Policy]
) -> tuple[Fault, ...]:
    """A fault for every route that no alert can take; names those above it that take what it would."""
    spots = list(dict.fromkeys(_spots(topics, policies)))
    lowest: dict[_Spot, int] = {}  # the least severity that an earlier route takes
    takers: dict[_Spot, int] = {}
    faults: list[Fault] = []
    for index, route in enumerate(routes):
        meant = [spot for spot in spots if _takes(route, spot)]
        fresh = [spot for spot in meant if route.min_severity.rank < lowest.get(spot, 1_000)]
        if not meant:
            faults.append(_nothing(index, route, topics))
        elif not fresh:
            faults.append(_shadowed(index, sorted({takers[spot] for spot in meant})))
        for spot in fresh:
            lowest[spot], takers[spot] = route.min_severity.rank, index
    return tuple(faults)


def _spots(topics: Sequence[Topic], policies: Mapping[str, Policy]) -> Iterator[_Spot]:
    for topic in topics:
        for watch in policies[topic.id].watches:
            for metric in topic.metrics:
                if not watch.metrics or metric in watch.metrics:
                    yield _Spot(topic.id, topic.countries, metric, watch.condition.name)


def _takes(route: Route, spot: _Spot) -> bool:
    return (
        _covers(route, spot.topic, spot.countries)
        and (not route.metrics or spot.metric in route.metrics)
        and (not route.conditions or spot.condition in route.conditions)
    )


def _covers(route: Route, topic: str, countries: Sequence[str]) -> bool:
    return (not route.topics or topic in route.topics) and (
        not route.countries or not set(route.countries).isdisjoint(countries)
    )


def _shadowed(index: int, above: Sequence[int]) -> Fault:
    names = " and ".join(f"route {one + 1}" for one in above)
    takes = "takes" if len(above) == 1 else "take"
    return Fault(
        where=("monitor", "routes", str(index)),
        what=f"no alert ever comes to route {index + 1}: {names} above it {takes} all that it would",
        hint="put the narrower route first, or delete this one",
    )


def _nothing(index: int, route: Route, topics: Sequence[Topic]) -> Fault:
    """Why nothing alerts about what the route asks for, at the key that asks too much."""
    covered = [topic for topic in topics if _covers(route, topic.id, topic.countries)]
    metrics = {metric for topic in covered for metric in topic.metrics}
    if not covered:
        key, why = "countries", f"no topic that it is for is of {' or '.join(route.countries)}"
        hint = "add `countries` to the topic, or take the country out"
    elif route.metrics and metrics.isdisjoint(route.metrics):
        key, why = "metrics", f"no topic that it is for watches {' or '.join(route.metrics)}"
        hint = "add it to the topic's `metrics`, or take it out here"
    else:
        key, why = "conditions", "no topic that it is for watches these conditions of these metrics"
        hint = "switch the condition on in the topic, or take it out here"
    return Fault(
        ("monitor", "routes", str(index), key), f"no alert ever comes to route {index + 1}: {why}", hint=hint
    )
