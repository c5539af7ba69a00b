"""Who an entry is: itself under another guid, link, title or date, and never somebody else.

    entries of a feed ─sight▶ keys ─(one query)▶ found ─recognise▶ who each is ─told_apart▶ edit, or another
                                     (and one for the stories of those who are not known so far)

What an entry may be known by are its keys, hashes with the source in them: nothing is one across two sources.

    names    its guid; its guid and its link as places (`core.links`)
    words    title and text
    stories  its text and about when it was published; where the text is short, text, title and the very moment;
             its title and about when, where the link is made anew at every fetch (Google News)

A thread is one entry in all its revisions.  A wrong merge loses a number, so that the strongest evidence comes
first: the same words under a name that is known; the same words under new names; other words under a known
name; the same text under new names and another title.  A name that several items of one feed bear in different
words is nobody's.  An entry that is still in the feed as itself is not the one that was renamed.  And where
all but one name is different, and a day has passed, it is another entry.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from monitor.core.links import is_made_anew, place
from monitor.core.revision import told
from monitor.model import Entry, content_id, key_of

Found = Mapping[int, Collection[int]]
"""Keys that are known, each with the threads that it belongs to."""

LONG = 200
"""Characters of title and text that nobody writes twice by chance."""

TEXT = 60
"""Characters of a text that says something without its title: shorter ones are «Read more» and the like."""

DAY = timedelta(days=1)
WATCH = timedelta(hours=8)
"""How far apart, at least, dates may be that are about the same; a day where only we know when it was seen.

What a site prints every day with the same words («Morning update: five things you need to know») is 24 hours apart.
"""

APART = DAY
"""How far apart the dates of two entries are that share a name and nothing else."""

RETITLED = timedelta(hours=12)
"""How far apart the dates of one entry under two titles may be."""

CHURNING = 3
"""Items of a feed under new names, and no fewer than the others, whose names are not worth remembering."""


@dataclass(frozen=True)
class Sighting:
    """An entry as it stands in a feed, with its keys.

    `anew` says that its link is made anew at every fetch; then `titled` are the keys of its title, if it has one,
    at its time and at those around it.
    """

    entry: Entry
    names: tuple[int, ...]
    words: int
    anew: bool
    titled: tuple[int, ...] = ()

    @property
    def keys(self) -> tuple[int, ...]:
        """What it is known by if nothing but its guid, its link or its words changed."""
        return (*self.names, self.words, *(self.stories if self.anew else ()))

    @property
    def stories(self) -> tuple[int, ...]:
        """What else it may be known by, where it is not by its names and words."""
        return (*self.dated, *self.titled)

    @cached_property  # asked for at every step, and a text is long
    def story(self) -> int:
        """The key of its story at its own time."""
        times, words = self._told
        return key_of("dated", self.entry.source_id, times[0], *words)

    @cached_property
    def dated(self) -> tuple[int, ...]:
        """The key of its story at its time, then those of the times around it."""
        times, words = self._told
        return (self.story, *[key_of("dated", self.entry.source_id, one, *words) for one in times[1:]])

    @cached_property
    def _told(self) -> tuple[Sequence[object], Sequence[object]]:
        """The times at which its story may be told, its own first, and the words that it is known by."""
        entry = self.entry
        if self.has_text:
            return _around(entry), (key_of(entry.text),)
        # «Three killed in West Bank» is printed twice in a day: where the link says who it is, the time must agree.
        exact = entry.published_at is not None and len(self.names) > 1
        return (_moment(entry).isoformat(),) if exact else _around(entry), (entry.title, entry.text)

    @property
    def own_stories(self) -> tuple[int, ...]:
        """Those that are remembered: of its own time."""
        return (self.story, *self.titled[:1])

    @property
    def is_long(self) -> bool:
        return len(self.entry.title) + len(self.entry.text) >= LONG

    @property
    def has_text(self) -> bool:
        return len(self.entry.text) >= TEXT

    def is_like(self, other: Sighting) -> bool:
        """Whether two items under one name can be one entry in two versions."""
        return self.words == other.words or (self.has_text and self.entry.text == other.entry.text)


@dataclass(frozen=True, slots=True)
class Seen:
    """Who an item of a feed is: its thread, and the keys to remember it by.

    `known` says that the thread is stored already, `stored` that these words of it are; `retitled` that
    nothing speaks for the thread but the text.
    """

    entry: Entry
    thread: int
    known: bool
    stored: bool
    remember: tuple[int, ...]
    retitled: bool = False

    @property
    def is_edited(self) -> bool:
        """Whether it is a new revision of what is stored."""
        return self.known and not self.stored


def sight(entry: Entry) -> Sighting:
    """An entry with its keys."""
    places = {place(entry.guid): None, place(entry.url) if entry.url != entry.guid else "": None}
    links = [key_of("link", entry.source_id, one) for one in places if one]
    anew = is_made_anew(entry.url)
    times = _around(entry) if anew and entry.title else ()
    titled = tuple([key_of("titled", entry.source_id, one, entry.title) for one in times])
    return Sighting(entry, (entry.name, *links), entry.words, anew, titled)


def recognise(sightings: Sequence[Sighting], found: Found) -> tuple[Seen, ...]:
    """Who each item of one feed is, in its order; `found` answers for its keys, and for the stories of the rest."""
    feed = _Feed(sightings, found)
    if found:  # nobody is, in the first poll of a source
        feed.look_at_each(feed.same)
        feed.look_at_each(feed.same_words)
        feed.forget_guids_that_moved()
        feed.look_at_each(feed.both_names)
        feed.look_at_each(feed.a_name)
        feed.look_at_each(feed.same_story)
    return tuple(feed.seen())


def stories_of_the_rest(sightings: Sequence[Sighting], seen: Sequence[Seen]) -> set[int]:
    """What to look for as well, where some are not known by a name and their words."""
    rest = (one for one, who in zip(sightings, seen, strict=True) if not (who.stored or one.anew))
    return {key for one in rest for key in one.stories}


def told_apart(seen: Seen, former: Entry) -> Seen:
    """An item with other words than its thread's newest revision: an edit of it, or another entry after all."""
    if not (seen.retitled and not _is_retitled(former, seen.entry)) and not _is_another(former, seen.entry):
        return replace(seen, entry=replace(seen.entry, guid=former.guid, edited=True))
    entry, keys = _renamed(seen.entry), dict.fromkeys((*seen.remember, *sight(seen.entry).own_stories))
    return replace(seen, entry=entry, thread=entry.thread, known=False, remember=tuple(keys))


class _Feed:
    """The items of one feed, while it is found out who they are; `found` is who is known."""

    def __init__(self, sightings: Sequence[Sighting], found: Found) -> None:
        self._sightings = sightings
        self._found = found
        shared = set(_shared_names(sightings))
        self._names = [tuple([name for name in one.names if name not in shared]) for one in sightings]
        self._threads: dict[int, int] = {}  # by place in the feed
        self._rest: Sequence[int] = range(len(sightings))  # places of those who are nobody's thread so far
        self._takers: dict[int, set[int]] = {}  # the names of those who are a thread, by thread
        self._renamed: set[int] = set()  # places of those who are known by their words alone
        self._retitled: set[int] = set()  # places of those who are known by their text alone

    def look_at_each(self, who: Callable[[int, Sighting], int | None]) -> None:
        """Ask about those in whom nobody was recognised so far."""
        rest = []
        for at in self._rest:
            one = self._sightings[at]
            thread = who(at, one)
            if thread is None:
                rest.append(at)
            else:
                self._threads[at] = thread
                self._takers.setdefault(thread, set()).update(one.names)
        self._rest = rest

    def forget_guids_that_moved(self) -> None:
        """Where several items bear the guids of others, guids are places in the feed, and name nobody in it."""
        guids = {at: self._who(self._sightings[at].names[0]) for at in self._threads}
        moved = sum(1 for at, thread in self._threads.items() if guids[at] and thread not in guids[at])
        if moved > 1:
            self._names = [
                tuple(name for name in names if name != one.names[0])
                for names, one in zip(self._names, self._sightings, strict=True)
            ]

    def same(self, _: int, one: Sighting) -> int | None:
        """The same words under a known name; also under one that is shared."""
        named = {thread for name in one.names for thread in self._who(name)}
        return min(named.intersection(self._who(one.words)), default=None)

    def same_words(self, at: int, one: Sighting) -> int | None:
        """The same words under new names: long ones, or short ones at about the same time."""
        worded = self._free(at, one.words)
        if not one.is_long:
            worded &= {thread for key in one.dated for thread in self._who(key)}
        elif not worded and not any(self._who(name) for name in self._names[at]):
            worded = set(self._who(one.words))  # in two places of the feed, as a wire story in two sections
        return self._under_new_names(at, min(worded, default=None))

    def both_names(self, at: int, _: Sighting) -> int | None:
        """Other words, where two names speak for one thread."""
        votes = Counter(thread for name in self._names[at] for thread in self._free(at, name))
        return next((thread for thread, count in votes.most_common(1) if count > 1), None)

    def a_name(self, at: int, _: Sighting) -> int | None:
        """Other words under one known name: the guid comes first."""
        return next((min(free) for name in self._names[at] if (free := self._free(at, name))), None)

    def same_story(self, at: int, one: Sighting) -> int | None:
        """The same text, or a link made anew with the same title, on the same day and under new names."""
        if any(self._who(name) for name in self._names[at]):
            return None
        for keys, retitled in ((one.titled, False), (one.dated if one.has_text else (), True)):
            threads = {thread for key in keys for thread in self._free(at, key)}
            if len(threads) == 1 and not self._is_told_by_many(keys[0]):
                self._retitled |= {at} if retitled else set()
                return self._under_new_names(at, threads.pop())
        return None

    def seen(self) -> Iterator[Seen]:
        """Who everybody is; those in whom nobody was recognised are new."""
        churns = CHURNING <= len(self._renamed) >= len(self._threads) - len(self._renamed)
        stored: set[tuple[int, int]] = set()
        made: dict[int, Entry] = {}
        for at, one in enumerate(self._sightings):
            thread = self._threads.get(at)
            if thread is not None:
                entry, known = one.entry, True
                names = () if churns and at in self._renamed else self._names[at]
            else:
                entry, known, names = self._made(at, made), False, self._names[at]
                thread = entry.thread
            again = thread in self._who(one.words) or (thread, one.words) in stored
            stored.add((thread, one.words))
            fresh = [name for name in names if not self._who(name)]
            if not again:
                fresh.append(one.words)
            if not again or at in self._renamed:
                fresh += [key for key in one.own_stories if thread not in self._who(key)]
            yield Seen(entry, thread, known, again, tuple(fresh), at in self._retitled)

    def _made(self, at: int, made: dict[int, Entry]) -> Entry:
        """A new entry under the guid of its thread: of one that is made of this feed already, or its own."""
        one = self._sightings[at]
        keys = (*self._names[at], one.words) if one.is_long else self._names[at]
        former = next((made[key] for key in keys if key in made), None)
        if former is not None:
            entry = replace(one.entry, guid=former.guid)
        elif (guid := one.names[0]) in self._names[at] and not self._who(guid):
            entry = one.entry
        else:  # its guid is somebody else's too
            entry = _renamed(one.entry)
        for key in keys:
            made.setdefault(key, entry)
        return entry

    def _is_told_by_many(self, story: int) -> bool:
        """Whether several items have this text: what a site writes below everything."""
        return sum(story in one.own_stories for one in self._sightings) > 1

    def _who(self, key: int) -> Collection[int]:
        return self._found.get(key, ())

    def _free(self, at: int, key: int) -> set[int]:
        """The threads of a key that no other item of the feed is; one that shares a usable name may be."""
        mine = set(self._names[at])
        return {
            thread for thread in self._who(key) if not (takers := self._takers.get(thread)) or takers & mine
        }

    def _under_new_names(self, at: int, thread: int | None) -> int | None:
        if thread is not None and not any(thread in self._who(name) for name in self._names[at]):
            self._renamed.add(at)
        return thread


def _shared_names(sightings: Sequence[Sighting]) -> Iterator[int]:
    """The names that items bear which are not one entry: of a home page, a live blog, a duplicate id."""
    first: dict[int, Sighting] = {}
    for one in sightings:
        for name in one.names:
            other = first.setdefault(name, one)
            if other is not one and not other.is_like(one):
                yield name


def _renamed(entry: Entry) -> Entry:
    """An entry whose guid is somebody else's too, under one of its own: the same whenever it is made again."""
    return replace(
        entry, guid=f"{entry.guid} ({content_id(entry.url, entry.revision, _moment(entry).date())})"
    )


def _is_retitled(former: Entry, entry: Entry) -> bool:
    """Whether two entries with the same text are one under another title, and not two of a series.

    «Best of cartoons, June 5» and «June 6», and live blogs that open with the same advice, are two.
    """
    titles = [set(_WORD.findall(one.title.casefold())) for one in (former, entry)]
    numbers = [_NUMBER.findall(one.title) for one in (former, entry)]
    alike = len(titles[0] & titles[1]) * 2 >= max(map(len, titles))
    return alike and numbers[0] == numbers[1] and abs(_moment(entry) - _moment(former)) < RETITLED


def _is_another(former: Entry, entry: Entry) -> bool:
    """Whether two entries that share a name share nothing else, and are a day or more apart."""
    if entry.guid == former.guid and place(entry.url) == place(former.url):
        return False
    if abs(_moment(entry) - _moment(former)) < APART:
        return False
    titles = [set(_WORD.findall(one.title.casefold())) for one in (former, entry)]
    same = len(titles[0] & titles[1]) * 3 > min(map(len, titles))
    return not same and not (told(former) & told(entry))


_WORD = re.compile(r"\w{3,}")
_NUMBER = re.compile(r"\d+")


def _moment(entry: Entry) -> datetime:
    return (entry.published_at or entry.seen_at).astimezone(UTC)


def _around(entry: Entry) -> tuple[int, int, int]:
    """The watch that an entry was published in, and those before and after."""
    watch = int(_moment(entry).timestamp() / (WATCH if entry.published_at else DAY).total_seconds())
    return watch, watch - 1, watch + 1
