"""What HTTP receivers answer while apprise sends: apprise keeps the status and Retry-After to itself.

Its services call `requests` by themselves, each call with a session of its own, so that the only place
where all answers pass is where `requests` builds them.  Every attempt has a thread of its own: what is
noted in a thread is that attempt's.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from requests.adapters import HTTPAdapter

from monitor.adapters.pauses import retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of one HTTP answer, and the pause that it asks for."""

    status: int
    retry_after: timedelta | None


@contextmanager
def overheard() -> Iterator[list[Answer]]:
    """The answers that come in this thread meanwhile, oldest first; those of other threads are not heard."""
    _listen()
    _HERE.answers = answers = list[Answer]()
    try:
        yield answers
    finally:
        del _HERE.answers


_HERE = threading.local()
_BUILD: Callable[..., Any] = HTTPAdapter.build_response


def _listen() -> None:
    if HTTPAdapter.build_response is not _noting:
        HTTPAdapter.build_response = _noting  # type: ignore[method-assign]


@functools.wraps(_BUILD)
def _noting(*arguments: Any, **named: Any) -> Any:
    response = _BUILD(*arguments, **named)
    answers: list[Answer] | None = getattr(_HERE, "answers", None)
    if answers is not None:
        answers.append(Answer(int(response.status_code or 0), retry_after(response.headers)))
    return response
