"""Reading in a process of its own: what it may take, what it may not, and what is left of it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.confined import ConfinedParser, Limits
from monitor.core.parse import parse
from monitor.errors import FeedError, NotAFeed, TooCostly
from monitor.model import Feed, Source
from tests.adapters import misbehaving
from tests.adapters.misbehaving import WORDS, misbehave

SEEN_AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
SOURCE = Source(
    "feed", "A feed", "https://source.example/feed", "B2", headers={"Authorization": "Bearer s3cret"}
)
LIMITS = Limits(time=timedelta(seconds=0.25), memory=96_000_000, answer=1_000_000, queue=1)


@pytest.fixture
async def reader() -> AsyncIterator[ConfinedParser]:
    """A parser that does what the body says, on a small budget."""
    async with ConfinedParser(misbehave, limits=LIMITS) as one:
        yield one


async def told(reader: ConfinedParser, body: str, name: str = "feed") -> str:
    return (await reader(body.encode(), "", replace(SOURCE, id=name), SEEN_AT)).title


async def refusal(reader: ConfinedParser, body: str, name: str = "feed") -> str:
    with pytest.raises(FeedError) as failure:
        await told(reader, body, name)
    return str(failure.value)


def is_there(process: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def gone(process: int, within: float = 5) -> bool:
    ends = time.monotonic() + within
    while is_there(process) and time.monotonic() < ends:
        time.sleep(0.01)
    return not is_there(process)


# ── what goes in comes out ──────────────────────────────────────────────────────────────────


async def test_a_feed_is_what_it_would_be_if_it_were_read_here(project: Path) -> None:
    """Through pickle and JSON and back: every feed of tests/feeds, and what is none."""

    async def there(body: bytes) -> Feed | str:
        try:
            return await away(body, "application/xml", SOURCE, SEEN_AT)
        except NotAFeed as error:
            return f"{error} {error.links}"

    def here(body: bytes) -> Feed | str:
        try:
            return parse(body, "application/xml", SOURCE, SEEN_AT)
        except NotAFeed as error:
            return f"{error} {error.links}"

    feeds = sorted(
        path for path in (project / "tests" / "feeds").iterdir() if path.suffix not in (".md", ".json")
    )
    async with ConfinedParser(parse) as away:
        bodies = [feed.read_bytes() for feed in feeds]
        assert len(bodies) > 10
        assert [await there(body) for body in bodies] == [here(body) for body in bodies]
        assert len(away.processes) == 1


async def test_half_a_character_is_replaced(reader: ConfinedParser) -> None:
    assert await told(reader, "half") == "a?b"


async def test_what_is_no_feed_is_told_as_it_was_there(reader: ConfinedParser) -> None:
    with pytest.raises(NotAFeed, match="no feed") as failure:
        await told(reader, "raise NotAFeed")
    assert failure.value.links == (("https://a.example/feed", "A"),)


async def test_a_bug_is_told_by_its_kind_and_place_and_never_by_its_message(reader: ConfinedParser) -> None:
    said = await refusal(reader, "raise KeyError")
    assert "KeyError at tests/adapters/misbehaving.py:" in said
    assert WORDS not in said


async def test_further_arguments_go_along_and_the_keys_of_a_source_do_not() -> None:
    async with ConfinedParser(misbehave, "further", limits=LIMITS) as reader:
        [entry] = (await reader(b"say hello", "", SOURCE, SEEN_AT)).entries
    assert (entry.text, entry.title, entry.url) == ("further", "{}", SOURCE.url)


# ── what is exceeded is named, and costs nobody else ────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("spin 60", "reading it took more than 0.25 s of processor time"),
        ("hold 500", "reading it took more than 96 MB of memory"),
        ("leap 500", "reading it took more than 96 MB of memory"),
        ("run_out", "reading it took more than 96 MB of memory"),
        ("repeat 1000001", "what it says is larger than 1,000,000 bytes"),
        ("signal SIGSEGV", "reading it crashed the reader (SIGSEGV)"),
        ("signal SIGKILL", "was killed from outside"),
        ("exit 3", "ended without an answer (exit code 3)"),
        ("exit 0", "ended without an answer (exit code 0)"),
        ("shout", "what it says is larger than"),
    ],
)
async def test_what_is_exceeded_is_named_and_the_next_feed_is_read(
    reader: ConfinedParser, body: str, reason: str
) -> None:
    with pytest.raises(TooCostly) as failure:
        await told(reader, body)
    assert reason in str(failure.value)
    assert await told(reader, "say on we go", "another") == "on we go"


async def test_what_only_waits_is_ended_too() -> None:
    async with ConfinedParser(
        misbehave, limits=replace(LIMITS, patience=timedelta(seconds=0.1))
    ) as impatient:
        assert await refusal(impatient, "sleep 60") == "reading it did not end within 0.175 s"


async def test_others_are_read_while_one_takes_its_time(reader: ConfinedParser) -> None:
    """Two that spin, in the quick lane and then in the slow one; the third is not kept waiting by them."""
    spinning = [asyncio.create_task(refusal(reader, "spin 60", f"spin-{number}")) for number in range(2)]
    await asyncio.sleep(0)
    assert await told(reader, "say me first", "quick") == "me first"
    assert not all(task.done() for task in spinning)
    assert all("processor time" in said for said in await asyncio.gather(*spinning))


async def test_what_is_slow_waits_for_what_is_slow_and_not_without_end(reader: ConfinedParser) -> None:
    said = await asyncio.gather(*(refusal(reader, "spin 60", f"spin-{number}") for number in range(4)))
    assert sum("too many others" in one for one in said) in (1, 2), "one is read, one waits"


async def test_a_slow_feed_is_read_whole_and_begins_in_its_lane_the_next_time(reader: ConfinedParser) -> None:
    assert await told(reader, "spin 0.06") == "spun"
    first = len(reader.processes)
    assert await told(reader, "spin 0.06") == "spun"
    assert (first, len(reader.processes)) == (1, 1), "no process of the quick lane was started for it"


async def test_a_slow_feed_that_has_become_quick_goes_back(reader: ConfinedParser) -> None:
    await told(reader, "spin 0.06")
    slow = await told(reader, "pid")
    assert await told(reader, "pid") != slow


async def test_the_same_bytes_are_not_read_again_and_others_are(reader: ConfinedParser) -> None:
    reason = await refusal(reader, "signal SIGSEGV")
    before = reader.processes
    assert await refusal(reader, "signal SIGSEGV") == f"{reason}; the same bytes came again and were not read"
    assert reader.processes == before
    assert await told(reader, "say better") == "better"
    assert await refusal(reader, "signal SIGSEGV") == reason, "they came back after others"


async def test_what_the_machine_did_is_not_held_against_the_bytes(reader: ConfinedParser) -> None:
    reason = await refusal(reader, "signal SIGKILL")
    assert await refusal(reader, "signal SIGKILL") == reason


async def test_a_process_that_has_grown_is_replaced(reader: ConfinedParser) -> None:
    first = await told(reader, "pid")
    assert await told(reader, "pid") == first
    async with ConfinedParser(misbehave, limits=replace(LIMITS, grown=2**20)) as small:
        first = await told(small, "pid")
        assert not is_there(int(first))
        assert await told(small, "pid") != first


async def test_where_no_process_can_start_a_feed_fails_with_the_systems_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    async with ConfinedParser(misbehave, limits=LIMITS) as reader:
        assert await refusal(reader, "say anything") == (
            "the process that reads feeds does not start: no such file or directory"
        )


async def test_a_call_that_comes_too_late_starts_nothing() -> None:
    async with ConfinedParser(misbehave, limits=LIMITS) as reader:
        pass
    assert "being closed" in await refusal(reader, "say anything")
    assert reader.processes == ()


async def test_a_reader_that_cannot_start_says_so() -> None:
    async with ConfinedParser(misbehaving.nobody, limits=LIMITS) as reader:
        assert "does not start: AttributeError" in await refusal(reader, "say anything")
        assert reader.processes == ()


# ── what the process may do ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("attempt", ["open /etc/passwd", "connect", "import antigravity"])
async def test_no_file_no_socket_no_module(reader: ConfinedParser, attempt: str) -> None:
    assert (await told(reader, attempt)).startswith("refused: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may start processes and threads beyond any limit")
@pytest.mark.parametrize("attempt", ["fork", "thread"])
async def test_no_process_and_no_thread(reader: ConfinedParser, attempt: str) -> None:
    assert (await told(reader, attempt)).startswith("refused: ")


async def test_every_codec_is_there_all_the_same(reader: ConfinedParser) -> None:
    assert await told(reader, "codec shift_jis") == "あ"


async def test_no_core_no_file_grows_no_process_starts(reader: ConfinedParser) -> None:
    assert await told(reader, "limits") == "[0, 0, 0]"


async def test_secrets_of_our_environment_do_not_get_there(
    reader: ConfinedParser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "s3cret")
    names = await told(reader, "environ")
    assert "MALLOC_TRIM_THRESHOLD_" in names
    assert "SMTP_PASSWORD" not in names


# ── nothing is left behind ──────────────────────────────────────────────────────────────────


async def test_leaving_ends_every_process_whatever_it_does() -> None:
    async with ConfinedParser(misbehave, limits=replace(LIMITS, time=timedelta(seconds=60))) as reader:
        calls = [
            asyncio.create_task(told(reader, "spin 60", "a")),
            asyncio.create_task(told(reader, "sleep 60", "b")),
        ]
        while len(reader.processes) < 2:
            await asyncio.sleep(0.01)
        processes = reader.processes
    assert not any(map(is_there, processes))
    assert all(isinstance(one, TooCostly) for one in await asyncio.gather(*calls, return_exceptions=True))


async def test_a_call_that_is_cancelled_leaves_no_process(reader: ConfinedParser) -> None:
    call = asyncio.create_task(told(reader, "sleep 60"))
    while not reader.processes:
        await asyncio.sleep(0.01)
    [process] = reader.processes
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert gone(process)
    assert await told(reader, "say on we go") == "on we go"


async def test_a_process_without_work_ends_and_the_next_call_starts_another() -> None:
    async with ConfinedParser(misbehave, limits=replace(LIMITS, idle=timedelta(seconds=0.05))) as reader:
        first = await told(reader, "pid")
        assert gone(int(first))
        assert await told(reader, "pid") != first


PARENT = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from monitor.adapters.confined import ConfinedParser, Limits
from monitor.model import Source
from tests.adapters.misbehaving import misbehave

async def main():
    async with ConfinedParser(misbehave, limits=Limits(time=timedelta(hours=1))) as reader:
        said = (Source("a", "A", "", "B"), datetime(2026, 1, 1, tzinfo=UTC))
        await reader(b"say hello", "", *said)
        call = asyncio.create_task(reader(sys.argv[1].encode(), "", *said))
        await asyncio.sleep(0.1)
        print(*reader.processes, flush=True)
        await call

asyncio.run(main())
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("doing", ["say nothing", "spin 3600"])
def test_no_process_outlives_ours_however_it_ends(project: Path, number: signal.Signals, doing: str) -> None:
    ours = subprocess.Popen(
        [sys.executable, "-c", PARENT, doing if doing == "spin 3600" else "sleep 3600"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with ours:
        assert ours.stdout is not None
        [process] = map(int, ours.stdout.readline().split())
        ours.send_signal(number)
    assert gone(process)
