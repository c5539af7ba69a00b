"""The clockwork of one process: named steps, each repeated at its period, on APScheduler.

What is due, and when, stands in our own tables; a step only asks for it.  So nothing here has to
survive a restart, and a late tick loses nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.entrypoints.door import bug_line
from monitor.entrypoints.telemetry import report_bug, warn
from monitor.errors import TollwatchError

Step = Callable[[], Awaitable[object]]

# APScheduler's own default drops a job that is one second late (apscheduler #463).
_JOB = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class Clockwork:
    """Runs steps until told to stop; a step that fails is reported and comes again at its next tick."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(job_defaults=_JOB, timezone=UTC)
        self._running: set[asyncio.Task[None]] = set()

    def every(self, period: timedelta, step: Step) -> None:
        """Repeat `step` each `period`, from the start of the run on; never twice at a time."""
        self._scheduler.add_job(
            self._guarded,
            "interval",
            args=(step,),
            seconds=period.total_seconds(),
            next_run_time=datetime.now(UTC),
        )

    async def run(self, stop: asyncio.Event, grace: timedelta) -> bool:
        """Tick until `stop` is set, then let steps that are under way finish, at most `grace` long.

        False if some step had to be cut.
        """
        self._scheduler.start()
        await stop.wait()
        self._scheduler.pause()
        if self._running:
            await asyncio.wait(self._running, timeout=grace.total_seconds())
        cut = bool(self._running)
        self._scheduler.shutdown(wait=False)
        return not cut

    async def _guarded(self, step: Step) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            await step()
        except TollwatchError as error:
            warn("step_failed", f"{error}; trying again")
        except Exception as bug:
            report_bug("bug", bug_line(bug), bug)
        finally:
            self._running.discard(task)
