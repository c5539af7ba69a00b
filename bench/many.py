"""What ten thousand sources at a five-minute interval cost: CPU, memory, and how long news takes to be told.

    python bench/many.py [--quick] [--sources N] [--every SECONDS] [--seconds S]

It runs `tollwatch run` itself, in a process of its own, with the shipped rules, so many sources on loopback
(`bench/newsstand.py`), all of them known already and due at moments spread over the interval: 33 polls a second.
One feed in fifty has a new entry at each poll; the others answer 304.  Its CPU and its memory (children
included) are read from outside, once it has started.

Then articles are published that must be told: each about a place that a topic watches and that no other
article names.  From the moment that the server has one to that in which its message arrives at a receiver of
JSON is the delay: it holds the wait for the next poll, and the polling, reading, deciding, leasing and sending.
Settling is off (`settle: 0s`), since it is a wait that is asked for: with the shipped two minutes an alert comes
two minutes later.  What a message costs, a third of a second for its chart, is not in `core_share`.

The last line is one JSON object: `core_share` (of one core, polls alone), `rss_mb` (the most while polling),
`rss_alerts_mb` (while alerts go out, too), `start_rss_mb` (before that, with the process that proves the
rules), `polls_per_s`, `delay_p50_s`, `delay_p99_s`, `late_p99_s` (by how much the delay passes the interval).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.meter import cpu_of, memory_of
from bench.newsstand import MODIFIED, ROOT, Helper, etag, newsstand, url
from monitor.adapters.notify import TerminalSender
from monitor.adapters.store import open_store
from monitor.app import open_desk
from monitor.config import load
from monitor.core.book import Book
from monitor.core.polls import after_poll
from monitor.entrypoints.daemon import Daemon, wall_clock
from monitor.model import Fetched, PollResult, PollState, Source, Validators

DRIFT = 50
"""One feed in so many has something new at each poll."""

STARTED = "watching "
"""What the daemon says once it has loaded its configuration."""

TOLD = 20
"""How many seconds after the interval the last article may be told."""

SYLLABLES = "bel cor dun fal gar hol kes lam mer nor pel quin ros sav tor ul ver wen yor zan".split()


def place(number: int) -> str:
    """The name of a place that is nowhere else: no two alike for the first eight thousand."""
    first, rest = number % 20, number // 20
    return (SYLLABLES[first] + "a" + SYLLABLES[rest % 20] + SYLLABLES[rest // 20 % 20] + "ia").capitalize()


def news(number: int) -> dict[str, str]:
    """An article that must be told."""
    where, toll = place(number), 21 + number % 60
    text = (
        f"At least {toll} people were killed in {where} on Thursday when a dam above the town broke, "
        "rescue workers said.\n"
        f"The water came in the night, people who live in {where} told reporters, and took two bridges with it.\n"
        "Schools in the district stay closed until the end of the week."
    )
    return {"title": f"At least {toll} people killed in {where} as dam breaks", "text": text}


# ── what the daemon finds ───────────────────────────────────────────────────────────────────


def configure(directory: Path, arguments: argparse.Namespace, port: int, desk: int) -> None:
    """The shipped rules (`--quick`: of English), the newsstand's feeds as sources, a topic for each article."""
    for name in ("languages", "metrics", "claimants"):
        shutil.copytree(arguments.config / name, directory / name)
    for file in (directory / "languages").glob("*.yaml"):
        if arguments.quick and file.stem != "en":
            file.unlink()
    (directory / "monitor.yaml").write_text(
        "contact: bench@example.org\npolling: {allow_private: true}\ntiming: {settle: 0s, cooldown: 0s}\n"
        f'destinations: [{{id: desk, url: "json://127.0.0.1:{desk}/?redirect=no"}}]\n'
        "routes: [{to: [desk], storm_cap: 100000}]\n"
    )
    (directory / "sources").mkdir()
    blocks = (
        f'  - {{id: feed-{n}, title: "News {n}", url: "{url(n, port)}", grade: C3, every: {arguments.every}s}}\n'
        for n in range(arguments.sources)
    )
    (directory / "sources" / "many.yaml").write_text("sources:\n" + "".join(blocks))
    (directory / "topics").mkdir()
    for number in range(arguments.articles):
        where = place(number)
        (directory / "topics" / f"{where.lower()}.yaml").write_text(
            f"id: {where.lower()}\ntitle: {where}\nwindow: {{from: 2020-01-01}}\n"
            f"words: {{en: [killed]}}\nplaces: {{en: [{where}]}}\nmetrics: [killed]\n"
        )


async def make_known(
    book: Book, database: Path, arguments: argparse.Namespace, feeds: Collection[int]
) -> None:
    """Poll these feeds once, and take all others as polled; each is due at a moment of its own."""
    store = open_store(f"sqlite:///{database}")
    failed: list[PollResult] = []

    def heard(result: PollResult) -> None:
        if result.outcome != "ok":
            failed.append(result)

    with_news = {source.id: source for n, source in enumerate(book.sources.values()) if n in feeds}
    async with open_desk(replace(book, sources=with_news), store, TerminalSender(sys.stderr)) as desk:
        daemon = Daemon(desk, wall_clock, heard_poll=heard)
        await daemon.read_past()
        await daemon.poll_due()
        await daemon.settled()
    assert not failed, failed[0]
    now, chance = wall_clock(), random.Random(5)
    known = store.poll_states()
    states = []
    for number, source in enumerate(book.sources.values()):
        state = known.get(source.id) or as_polled(number, source, book, now, chance.random())
        # It starts within `start` seconds; from then on as many are due in any second as in any other.
        due = now + timedelta(seconds=arguments.start + chance.random() * arguments.every)
        states.append(replace(state, due_at=due))
    with store.transaction() as facts:
        facts.settle_poll(*states)
    store.close()


def as_polled(number: int, source: Source, book: Book, now: datetime, jitter: float) -> PollState:
    """The state of a source whose feed was read, and has not changed since."""
    validators = Validators(etag(number, 0), MODIFIED, "0" * 64)
    answer = Fetched(b"", "application/rss+xml", source.url, validators)
    return after_poll(PollState(source.id, now), source, answer, book.settings.polling, now, jitter)


# ── the daemon, from outside ────────────────────────────────────────────────────────────────


class Desk:
    """A receiver of JSON that remembers when it first heard of each place."""

    def __init__(self) -> None:
        self.heard: dict[str, float] = {}
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                for name in _PLACE.findall(body):
                    heard.setdefault(name, time.monotonic())
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


_PLACE = re.compile(rf"\b(?:{'|'.join(map(str.capitalize, SYLLABLES))})a[a-z]{{4,8}}ia\b")


@dataclass
class Watched:
    """The daemon as a process: what it says, and what it costs."""

    process: subprocess.Popen[str]
    started: threading.Event = field(default_factory=threading.Event)
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Read what it says until it ends."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if STARTED in line:
                self.started.set()
            if "failed" in line or "bug" in line or "trying again" in line:
                self.complaints.append(line)

    @property
    def cpu(self) -> float:
        return cpu_of(self.process.pid)

    @property
    def rss(self) -> float:
        return memory_of(self.process.pid)


def watched(config: Path, database: Path) -> Watched:
    """Start the daemon."""
    command = [sys.executable, "-c", "from monitor.entrypoints.cli import main; main()"]
    process = subprocess.Popen(
        [*command, "run", "--config", str(config), "--database", f"sqlite:///{database}"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    one = Watched(process)
    threading.Thread(target=one.listen, daemon=True).start()
    return one


def start(daemon: Watched) -> float:
    """Wait until it watches; the most memory that it took until then."""
    begun, most = time.monotonic(), 0.0
    while not daemon.started.wait(0.2):
        most = max(most, daemon.rss)
        assert daemon.process.poll() is None, "the daemon ended"
    print(f"started after {time.monotonic() - begun:.0f} s, at the most {most:.0f} MB", flush=True)
    return most


def polls(daemon: Watched, stand: Helper, seconds: float) -> dict[str, float]:
    """What polling costs in so many seconds."""
    cpu, before, begun = daemon.cpu, stand.ask(do="cpu"), time.monotonic()
    most = 0.0
    while (passed := time.monotonic() - begun) < seconds:
        most = max(most, daemon.rss)
        time.sleep(0.1)
    after, spent = stand.ask(do="cpu"), daemon.cpu - cpu
    answered = {kind: after.get(kind, 0) - before.get(kind, 0) for kind in ("200", "304")}
    count = sum(answered.values())
    return {
        "core_share": round(spent / passed, 4),
        "cpu_ms_per_poll": round(1000 * spent / count, 2),
        "rss_mb": round(most),
        "polls_per_s": round(count / passed, 1),
        "changed_share": round(answered["200"] / count, 3),
        "server_core_share": round((after["cpu"] - before["cpu"]) / passed, 3),
    }


def delays(
    daemon: Watched, stand: Helper, desk: Desk, feeds: Sequence[int], arguments: argparse.Namespace
) -> dict[str, float]:
    """Publish an article in each of the feeds, and wait until all are told."""
    begun, most, chance = time.monotonic(), 0.0, random.Random(8)
    moments = sorted(chance.random() * arguments.seconds for _ in feeds)
    published: dict[str, float] = {}
    ends = begun + arguments.seconds + arguments.every * 1.1 + TOLD
    while time.monotonic() < ends and len(desk.heard) < len(feeds):
        while len(published) < len(feeds) and time.monotonic() - begun >= moments[len(published)]:
            number = len(published)
            stand.ask(do="publish", feed=feeds[number], **news(number))
            published[place(number)] = time.monotonic()
        most = max(most, daemon.rss)
        time.sleep(0.05)
    missing = published.keys() - desk.heard.keys()
    assert not missing, f"never told: {sorted(missing)}; {daemon.complaints[:5]}"
    waited = sorted(desk.heard[where] - at for where, at in published.items())
    return {
        "rss_alerts_mb": round(most),
        "delay_p50_s": round(_at(waited, 0.5), 1),
        "delay_p99_s": round(_at(waited, 0.99), 1),
        "late_p99_s": round(_at(waited, 0.99) - arguments.every, 1),
    }


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    """Set up, run, print what was measured, then the JSON object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="330 sources each 10 s, English alone: the same rate, in under 45 seconds",
    )
    parser.add_argument("--sources", type=int)
    parser.add_argument("--every", type=int, help="seconds from poll to poll of a source")
    parser.add_argument(
        "--seconds", type=int, help="for so long polling is measured, and then articles are published"
    )
    parser.add_argument("--articles", type=int, help="how many articles must be told")
    parser.add_argument(
        "--start",
        type=int,
        help="seconds that the daemon is given to start, before the first source is due: 30, or 8 with --quick",
    )
    parser.add_argument("--config", type=Path, default=Path("config"))
    arguments = parser.parse_args()
    quick = arguments.quick
    arguments.sources = arguments.sources or (330 if quick else 10_000)
    arguments.every = arguments.every or (10 if quick else 300)
    arguments.seconds = arguments.seconds or (6 if quick else 60)
    arguments.articles = arguments.articles or (20 if quick else 200)
    arguments.start = arguments.start or (8 if quick else 30)
    quiet = [n for n in range(arguments.sources) if n % DRIFT]
    feeds = random.Random(8).sample(quiet, arguments.articles)
    with (
        tempfile.TemporaryDirectory() as temporary,
        newsstand(arguments.sources, "--on-demand", "--today") as (stand, told),
    ):
        config, database, desk = Path(temporary) / "config", Path(temporary) / "state.db", Desk()
        configure(config, arguments, told["port"], desk.server.server_port)
        book = load(config, os.environ, wait=True)
        with_news = {*feeds, *range(0, arguments.sources, DRIFT)}
        asyncio.run(make_known(book, database, arguments, with_news))
        made = time.monotonic()
        stand.ask(do="mode", drift=DRIFT)
        daemon = watched(config, database)
        try:
            result = {
                "sources": arguments.sources,
                "every_s": arguments.every,
                "articles": arguments.articles,
            }
            result["start_rss_mb"] = round(start(daemon))
            time.sleep(max(0.0, made + arguments.start - time.monotonic()))
            result |= polls(daemon, stand, arguments.seconds)
            print(result, flush=True)
            result |= delays(daemon, stand, desk, feeds, arguments)
            assert not daemon.complaints, daemon.complaints[:5]
        finally:
            daemon.process.terminate()
            daemon.process.wait()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
