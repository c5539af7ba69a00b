"""Ten thousand titles that nobody would write, through every kind of receiver: each must arrive whole.

    python bench/titles.py [--quick] [--titles N]

Hypothesis makes the titles, of any characters and of those that mean something to mail, HTML, Slack, Markdown
or a terminal; the same ones each time.  Every alert says its title as topic, headline and quote, and is sent over
loopback to a mail server and to receivers of Slack's, ntfy's, Mattermost's, Telegram's and our own JSON form, by turns.
What arrived is taken apart (`tests/adapters/receivers.py`): a tag, call, header, recipient or link that we did
not write is a fault, and so is what passes a limit of the far end.

The last line is one JSON object: titles, delivered, faults, seconds.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import count

from hypothesis import HealthCheck, Phase, given, settings

from tests.adapters.receivers import KINDS, TITLES, Receivers, titled


def main() -> None:
    """Send them all; exits 1 if one did not arrive whole."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--titles", type=int, default=10_000)
    parser.add_argument("--quick", action="store_true", help="600 titles")
    chosen = parser.parse_args()
    found = deliver(600 if chosen.quick else chosen.titles)
    print(json.dumps(found))
    raise SystemExit(1 if found["faults"] else 0)


def deliver(wanted: int) -> dict[str, float]:
    """Send so many titles; prints the first faults."""
    begun, delivered, turn = time.perf_counter(), 0, count()
    faults: list[str] = []

    @settings(
        max_examples=wanted,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(TITLES)
    def send(title: str) -> None:
        nonlocal delivered
        kind = KINDS[next(turn) % len(KINDS)]
        try:
            receivers.send(kind, titled(title))
            delivered += 1
        except AssertionError as fault:
            faults.append(f"{kind}: {title[:80]!r}: {str(fault)[:200]}")

    with Receivers() as receivers:
        send()
    for fault in faults[:20]:
        print(fault)
    seconds = round(time.perf_counter() - begun, 1)
    return {"titles": next(turn), "delivered": delivered, "faults": len(faults), "seconds": seconds}


if __name__ == "__main__":
    main()
