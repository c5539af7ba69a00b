"""What a stretch of work took: seconds, CPU seconds and peak memory of this process and its children.

Standard library only, so that it costs every process that is measured the same.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

_TICK = os.sysconf("SC_CLK_TCK")


class Meter:
    """Measures what stands in its `with`; afterwards `read` has seconds, cpu, peak_mb."""

    def __init__(self) -> None:
        self.read: dict[str, float] = {}

    def __enter__(self) -> Self:
        for pid in family(os.getpid()):
            (Path("/proc") / str(pid) / "clear_refs").write_text("5")  # peak memory begins anew
        self._cpu, self._begun = _cpu_here(), time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        seconds, cpu = time.perf_counter() - self._begun, _cpu_here() - self._cpu
        self.read = {"seconds": seconds, "cpu": cpu, "peak_mb": memory_of(os.getpid(), "VmHWM")}


def family(pid: int) -> Iterator[int]:
    """A process and all that came of it."""
    yield pid
    for task in _each(Path(f"/proc/{pid}/task")):
        for child in _read(task / "children").split():
            yield from family(int(child))


def cpu_of(pid: int) -> float:
    """CPU seconds of a process and of its children, those that ended included; to a hundredth of a second."""
    return sum(map(_cpu_of_one, family(pid)))


def _cpu_of_one(pid: int) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICK if fields else 0.0


def _cpu_here() -> float:
    """As `cpu_of` this process, but what it took itself to the microsecond: a round may take a tenth of a second."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    below = sum(_cpu_of_one(pid) for pid in family(os.getpid()) if pid != os.getpid())
    return time.process_time() + ended.ru_utime + ended.ru_stime + below


def memory_of(pid: int, kind: str = "VmRSS") -> float:
    """Resident megabytes of a process and its children, now (VmRSS) or at the most (VmHWM), each by itself.

    What they share is counted in each, so that the sum is rather too large.
    """
    lines = (line for one in family(pid) for line in _read(Path(f"/proc/{one}/status")).splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024


def _each(directory: Path) -> Iterator[Path]:
    try:
        yield from directory.iterdir()
    except FileNotFoundError:
        return


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""  # it has ended in the meantime
