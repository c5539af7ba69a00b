"""libcurl on the event loop: what it waits for, the loop watches; no thread, and nobody asks in turns.

libcurl says which sockets it wants to hear of and when it wants to be called at the latest (its
«multi_socket» interface); what is asked for, and what an answer may be, stands in `wire`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from selectors import DefaultSelector

import pycurl


@dataclass(frozen=True, slots=True)
class Ended:
    """How a transfer ended: libcurl's code, 0 if well, and its words, in which an address may stand."""

    code: int
    words: str = ""


_WELL = Ended(pycurl.E_OK)

MARGIN = 0.1
"""Seconds that a connection must have been too old for, to be surely closed when that is looked at."""


class Transfers:
    """Runs transfers, any number at a time; to be made, used and closed on one running event loop.

    At most `kept` connections are left open for whoever asks the same server again, and those for some `seconds`.
    """

    def __init__(self, kept: int, seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._seconds = seconds
        self._broom = _broom(seconds)
        self._sweeping: asyncio.TimerHandle | None = None
        self._kept_again = False
        self._running: dict[pycurl.Curl, asyncio.Future[Ended]] = {}
        # The loop watches them all as one: to watch each would cost it more than libcurl takes for a transfer.
        self._sockets = DefaultSelector()
        self._watched: dict[int, int] = {}
        self._loop.add_reader(self._sockets.fileno(), self._go_on)
        self._alarm: asyncio.TimerHandle | None = None
        self._at_once: asyncio.Handle | None = None
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._wake)
        self._multi.setopt(pycurl.M_MAXCONNECTS, kept)

    def __len__(self) -> int:
        """How many transfers are under way."""
        return len(self._running)

    async def run(self, handle: pycurl.Curl) -> Ended:
        """Carry one transfer to its end; if the wait for it is cancelled, its connection is closed at once."""
        ended: asyncio.Future[Ended] = self._loop.create_future()
        self._running[handle] = ended
        self._multi.add_handle(handle)
        try:
            return await ended
        finally:
            self._let_go(handle)

    def keep(self) -> None:
        """See to it that a connection which was just kept is closed when its time is over."""
        self._kept_again = self._sweeping is not None
        if self._sweeping is None:
            self._sweeping = self._loop.call_later(self._seconds + MARGIN, self._sweep)

    def stop(self, handle: pycurl.Curl) -> None:
        """End a transfer as it is: what has come is enough."""
        self._end(handle, Ended(pycurl.E_OK))

    def close(self) -> None:
        """Close the connections that were kept, and those of transfers that nobody waits for any more."""
        for handle, ended in list(self._running.items()):
            self._let_go(handle)
            ended.cancel()
        for waiting in (self._alarm, self._at_once, self._sweeping):
            if waiting is not None:
                waiting.cancel()
        self._multi.close()
        self._loop.remove_reader(self._sockets.fileno())
        self._sockets.close()

    # ── what libcurl wants of the loop ──

    def _watch(self, what: int, socket: int, multi: pycurl.CurlMulti, data: object) -> None:
        """Watch a socket for reading, writing, both, or no more; `selectors` has the same bits as libcurl."""
        wanted = 0 if what == pycurl.POLL_REMOVE else what
        watched = self._watched.pop(socket, 0)
        if wanted:
            self._watched[socket] = wanted
        if watched and not wanted:
            self._sockets.unregister(socket)
        elif wanted and not watched:
            self._sockets.register(socket, wanted)
        elif wanted != watched:
            self._sockets.modify(socket, wanted)

    def _wake(self, milliseconds: int) -> None:
        """Call back after a while, -1 for never mind; not at once, for libcurl must not be called out of its call.

        An alarm that comes too early is left as it is, for every transfer that ends asks for a later one; when it
        rings, libcurl says again what it waits for.
        """
        if milliseconds == 0:
            self._at_once = self._at_once or self._loop.call_soon(self._time_is_up)
        elif milliseconds > 0:
            due = self._loop.time() + milliseconds / 1000
            if self._alarm is None or due < self._alarm.when():
                self._set_alarm(due)

    def _set_alarm(self, due: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = self._loop.call_at(due, self._ring)

    # ── what the loop tells libcurl ──

    def _ring(self) -> None:
        self._alarm = None
        self._time_is_up()

    def _time_is_up(self) -> None:
        self._at_once = None
        self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        self._see_who_ended()

    def _go_on(self) -> None:
        for key, ready in self._sockets.select(0):
            self._multi.socket_action(key.fd, ready)
        self._see_who_ended()

    def _see_who_ended(self) -> None:
        _, well, badly = self._multi.info_read()
        for handle in well:
            self._end(handle, _WELL)
        for handle, code, words in badly:
            self._end(handle, Ended(code, words))

    def _sweep(self) -> None:
        """Close connections that are too old: libcurl does when it is to open another, so it is asked for one."""
        self._sweeping = None
        if self._broom not in self._running:
            self._running[self._broom] = self._loop.create_future()
            self._multi.add_handle(self._broom)
        if self._kept_again:
            self.keep()
            self._kept_again = False

    def _end(self, handle: pycurl.Curl, how: Ended) -> None:
        ended = self._let_go(handle)
        if ended is not None and not ended.done():
            ended.set_result(how)

    def _let_go(self, handle: pycurl.Curl) -> asyncio.Future[Ended] | None:
        ended = self._running.pop(handle, None)
        if ended is not None:
            self._multi.remove_handle(handle)
        return ended


def _broom(seconds: float) -> pycurl.Curl:
    """A request that ends before it has a socket."""
    handle = pycurl.Curl()
    handle.setopt(pycurl.URL, "http://127.0.0.1/")
    handle.setopt(pycurl.PROXY, "")
    handle.setopt(pycurl.OPENSOCKETFUNCTION, lambda purpose, to: pycurl.SOCKET_BAD)
    handle.setopt(pycurl.MAXAGE_CONN, int(seconds))
    return handle
