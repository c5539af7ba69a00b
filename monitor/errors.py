"""One tree of errors; every error knows whether trying again can help.

    TollwatchError
    ├── ConfigurationError        the YAML is wrong; carries every mistake, each with file:line  (never retried)
    │   └── RuleError             a rule does not compile or fails its own examples              (never retried)
    ├── UsageError                a command was called with something that is not there          (never retried)
    ├── NotWritten                a file of the configuration cannot be written                 (never retried)
    ├── FeedError                 one source could not be read
    │   ├── Unreachable           network, time-out, 5xx, 429                                    (retried)
    │   ├── Refused               an address or scheme we do not go to, 4xx                      (not retried soon)
    │   │   ├── Blocked           the server, or what stands before it, does not want us         (not retried soon)
    │   │   └── Gone              it says that there is nothing any more, 410                    (not retried soon)
    │   ├── TooLarge              over the cap on bytes                                          (not retried soon)
    │   ├── TooCostly             reading it takes more time or memory than it may               (not retried soon)
    │   └── NotAFeed              the bytes are no feed                                          (not retried soon)
    ├── PictureError              a chart cannot be drawn; its message goes without              (never retried)
    └── StoreError                the database said no                                           (retried)

Errors of one feed travel as values (`model.FetchFailed`); these classes are raised inside a
room and turned into values at its door.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta


class TollwatchError(Exception):
    """The root.  `retryable` says whether the same call can succeed later."""

    retryable = False


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing wrong in the configuration: where, what, what was expected, and a hint."""

    file: str
    line: int
    what: str
    expected: str = ""
    hint: str = ""

    def __str__(self) -> str:
        parts = [f"{self.file}:{self.line}: {self.what}"]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.hint:
            parts.append(self.hint)
        return "; ".join(parts)


class ConfigurationError(TollwatchError):
    """The configuration has mistakes; all of them at once, in order of file and line."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class RuleError(ConfigurationError):
    """A rule does not compile, or its own examples prove it wrong."""


class Unproven(TollwatchError):
    """The configuration could not be looked at to the end; nothing is known against it."""

    retryable = True


class UsageError(TollwatchError):
    """A command names something that does not exist; the message says what does."""


class NotWritten(TollwatchError):
    """A file of the configuration cannot be written; it stands as it was."""


class FeedError(TollwatchError):
    """One source could not be read.

    `retry_after` is the pause that the server asked for, `status` its HTTP status; None where there was none.
    """

    def __init__(
        self, reason: str, retry_after: timedelta | None = None, *, status: int | None = None
    ) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.status = status


class Unreachable(FeedError):
    """The network or the server failed."""

    retryable = True


class Refused(FeedError):
    """We do not go there, or the server does not serve it."""


class Blocked(Refused):
    """The server does not want us: 401, 403, 406, 451, or a page that asks whether we are human."""


class Gone(Refused):
    """The server says that there is nothing any more, and will not be."""


class TooLarge(FeedError):
    """The body passed the cap on bytes."""


class TooCostly(FeedError):
    """Reading the body took more than its budget; the reason names what was exceeded."""


class NotAFeed(FeedError):
    """The bytes hold no feed that we can read; `links` are the feeds that the page links to which came instead.

    A link is (address, title), the likeliest first.
    """

    def __init__(self, reason: str, links: Iterable[tuple[str, str]] = ()) -> None:
        self.links = tuple((address, title) for address, title in links)
        super().__init__(*((reason, self.links) if self.links else (reason,)))

    def __str__(self) -> str:
        return str(self.args[0])


class PictureError(TollwatchError):
    """A chart cannot be drawn."""


class StoreError(TollwatchError):
    """The database could not do its work."""

    retryable = True
