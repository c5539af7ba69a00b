"""A table whose values are made when somebody first asks for them: ten languages cost a start what one does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

Made = TypeVar("Made")


class Lazily(Mapping[str, Made]):
    """Known keys, each with a value made when it is asked for; read-only.

    Threads that ask at the same time may make it twice, and then share one of the two.
    """

    def __init__(self, keys: Iterable[str], make: Callable[[str], Made]) -> None:
        self._keys = tuple(keys)
        self._make = make
        self._made: dict[str, Made] = {}

    def __getitem__(self, key: str) -> Made:
        if key not in self._made:
            if key not in self._keys:
                raise KeyError(key)
            self._made.setdefault(key, self._make(key))
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
