"""Whose turn it is: one a host, so many at a time, the longest waiting first."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from monitor.entrypoints.waiting import WaitingRoom


def taken(room: WaitingRoom) -> list[str]:
    return list(iter(room.take, None))


def offered(places: int, *names: str) -> WaitingRoom:
    """Names such as `a1`: the letter is the host."""
    room = WaitingRoom(places)
    for name in names:
        room.offer(name, name[0])
    return room


def test_one_of_each_host_is_served_and_the_longest_waiting_first() -> None:
    room = offered(3, "a1", "a2", "b1", "c1", "d1")
    assert taken(room) == ["a1", "b1", "c1"]
    room.done("b1")
    assert taken(room) == ["d1"]
    room.done("a1")
    assert taken(room) == ["a2"]


def test_who_waited_longer_at_a_busy_host_goes_before_who_came_later() -> None:
    room = offered(1, "a1", "a2", "b1")
    assert taken(room) == ["a1"]
    room.offer("c1", "c")
    room.done("a1")
    assert taken(room) == ["a2"]


def test_who_comes_while_somebody_of_the_host_is_served_waits() -> None:
    room = offered(3, "a1")
    assert taken(room) == ["a1"]
    room.offer("a2", "a")
    assert taken(room) == []
    room.done("a1")
    assert taken(room) == ["a2"]


def test_who_leaves_his_place_keeps_his_host_until_he_is_done() -> None:
    room = offered(1, "a1", "a2", "b1")
    assert taken(room) == ["a1"]
    assert room.leave("a1"), "another waits for this host"
    assert taken(room) == ["b1"]
    assert not room.leave("b1")
    assert taken(room) == []
    room.done("a1")
    assert taken(room) == ["a2"]
    room.done("b1")
    assert taken(room) == []


def test_who_comes_next_is_known_before_there_is_a_place() -> None:
    room = offered(1, "a1", "a2", "b1", "c1", "d1")
    assert taken(room) == ["a1"]
    assert (room.next(2), room.next(9)) == (["b1", "c1"], ["b1", "c1", "d1"])
    room.done("a1")
    assert room.next(9) == ["a2", "b1", "c1", "d1"]
    assert taken(room) == ["a2"]


def test_nobody_waits_twice() -> None:
    room = offered(2, "a1", "a1")
    assert "a1" in room
    assert taken(room) == ["a1"]
    room.offer("a1", "a")
    room.done("a1")
    assert "a1" not in room
    assert taken(room) == []


def test_who_is_sent_home_may_come_again() -> None:
    room = offered(1, "a1", "a2", "b1")
    assert taken(room) == ["a1"]
    room.clear()
    room.done("a1")
    assert taken(room) == []
    room.offer("b1", "b")
    assert taken(room) == ["b1"]


@given(st.lists(st.sampled_from("abc"), max_size=40), st.integers(1, 4), st.randoms())
def test_everybody_is_served_once_and_a_host_never_twice_at_a_time(
    hosts: list[str], places: int, chance: Random
) -> None:
    names = [f"{host}{number}" for number, host in enumerate(hosts)]
    room = offered(places, *names)
    served, open_now, left = [], list[str](), list[str]()

    def opened() -> Iterator[str]:
        for name in taken(room):
            served.append(name)
            yield name

    while len(served) < len(names) or open_now or left:
        expected, came = room.next(places - len(open_now)), list(opened())
        assert came == expected
        open_now += came
        assert len(open_now) <= places
        assert len({name[0] for name in (*open_now, *left)}) == len(open_now) + len(left)
        if open_now and chance.random() < 0.5:
            left.append(open_now.pop(chance.randrange(len(open_now))))
            room.leave(left[-1])
        else:
            those = left if left and (not open_now or chance.random() < 0.5) else open_now
            room.done(those.pop(chance.randrange(len(those))))
    assert sorted(served) == sorted(names)
    for host in "abc":
        mine = [name for name in served if name[0] == host]
        assert mine == [name for name in names if name[0] == host]
