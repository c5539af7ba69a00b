"""Which entries wait for their article: one row an entry in all its revisions, the newest known; and who they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.adapters.store import SqlStore
from monitor.core.full_text import with_article
from monitor.model import Article, Entry, Unread

if TYPE_CHECKING:
    from tests.adapters.conftest import Line

HOUR = timedelta(hours=1)


def unread(entry: Entry, line: Line, tries: int = 0, after: timedelta | None = timedelta(0)) -> Unread:
    due_at = None if after is None else line.now + after
    return Unread(entry.id, entry.source_id, tries, due_at, "HTTP 503")


def waiting(store: SqlStore, line: Line, limit: int = 9, source_id: str = "outlet") -> list[str]:
    with store.looking() as facts:
        return [entry.guid for entry, _ in facts.waiting(source_id, line.now, limit)]


def test_those_that_are_due_wait_and_the_longest_due_comes_first(store: SqlStore, line: Line) -> None:
    names = {"now": 0 * HOUR, "long": -HOUR, "later": HOUR, "never": None}
    entries = {name: line.entry(name) for name in names}
    other = line.entry("x", "elsewhere")
    with store.transaction() as facts:
        facts.add_entries([*entries.values(), other])
        facts.put_off([(entry, unread(entry, line, after=names[name])) for name, entry in entries.items()])
        facts.put_off([(other, unread(other, line))])
    assert waiting(store, line) == ["long", "now"]
    assert waiting(store, line, limit=1) == ["long"]
    assert waiting(store, line, source_id="elsewhere") == ["x"]


def test_what_is_known_of_one_is_replaced_and_comes_back(store: SqlStore, line: Line) -> None:
    entry = line.entry()
    with store.transaction() as facts:
        facts.add_entries([entry])
        facts.put_off([(entry, unread(entry, line))])
        facts.put_off([(entry, unread(entry, line, tries=2))])
    with store.looking() as facts:
        assert facts.waiting("outlet", line.now, 9) == ((entry, unread(entry, line, tries=2)),)
    with store.transaction() as facts:
        facts.put_off([(entry, None)])
    assert waiting(store, line) == []


def test_an_edit_waits_in_the_place_of_what_it_edits(store: SqlStore, line: Line) -> None:
    before = line.entry()
    after = replace(before, text="At least 2,615 people were killed, the group said.")
    with store.transaction() as facts:
        facts.add_entries([before])
        facts.put_off([(before, unread(before, line, tries=1))])
    with store.transaction() as facts:
        facts.put_off([(after, unread(after, line))])
        assert facts.waiting("outlet", line.now, 9) == ()  # it is not stored yet: whoever stores it has tried
        facts.add_entries([after])
    with store.looking() as facts:
        assert facts.waiting("outlet", line.now, 9) == ((after, unread(after, line)),)


def test_an_entry_is_known_by_its_feeds_words_when_it_comes_back(store: SqlStore, line: Line) -> None:
    article = Article(
        f"At least 544 people were killed, the group said. {'It counts in thirty cities. ' * 9}"
    )
    plain, whole = line.entry("plain"), with_article(line.entry("whole"), article)
    late = with_article(plain, article, late=True)
    with store.transaction() as facts:
        facts.add_entries([plain, whole, late])
    with store.looking() as facts:
        former = {
            thread: entry
            for thread, (entry, _) in facts.former("outlet", [plain.thread, whole.thread]).items()
        }
    assert former[whole.thread].id == line.entry("whole").id
    assert former[plain.thread].id == late.id != plain.id
    assert former[whole.thread].text == former[plain.thread].text == whole.text
