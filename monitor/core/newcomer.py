"""A source that nobody has named yet: its id, title and language, from what its feed and its address say.

All of it is a proposal that a person may change, but for the id, under which everything is remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from monitor.core.hiding import is_key_by_name
from monitor.core.language import detect
from monitor.core.markup import one_line
from monitor.model import Entry, content_id

LONGEST_ID = 40
LONGEST_TITLE = 80
LONG = 40
"""Characters from which on a title mostly ends in a slogan."""

_GENERAL = re.compile(
    r"(?i)(?:(?:world|international|news|top|stories|latest|breaking|headlines|home|homepage|all|articles|posts|blog|"
    r"journal|politics|africa|asia|europe|americas|middle|east|updates|main|the|and|&)(?:\W+|$))+"
)
"""Titles that a thousand feeds have: «World», «Top Stories», «Middle East»."""

_SAMPLE = 20
_AGREED = 0.8
"""The entries that are asked for their language, and the share that must agree on one."""


def title_of(said: str, url: str) -> str:
    """What a feed calls itself, without the words that every feed says; its host where it says nothing of its own."""
    title = one_line(said[:1000])
    for _ in range(2):  # «… – RSS Feed» loses both
        title = re.sub(r"(?i)[\s|:»›>–—-]*\b(?:rss|atom|feeds?|xml)\b[\s|:»›<>–—-]*$", "", title)
    title = title.strip(" |:»›<>–—-")
    if len(title) > LONG:  # «Al Jazeera – Breaking News, World News and Video from Al Jazeera»
        title = re.split(r"\s[|»›–—-]\s|(?<! on)(?<! for):\s", title, maxsplit=1)[0]
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    if _GENERAL.fullmatch(title):
        return f"{host_of(url)}: {title}"
    return title or host_of(url)


def id_of(title: str, url: str, taken: Collection[str]) -> str:
    """A free id: the words of the title if they are written in our letters, else the name of the host."""
    latin = unicodedata.normalize("NFKD", title.casefold().replace("ß", "ss"))
    letters = re.sub(r"[\u0300-\u036f'’ʼ]", "", latin)
    foreign = sum(sign.isalpha() and not sign.isascii() for sign in letters)
    words = _slug(letters) if 2 * foreign < len(letters) else ""
    short = words if len(words) <= LONGEST_ID else words[:LONGEST_ID].rpartition("-")[0]
    name = short if len(short) > 1 and not short.isdigit() else _slug(host_of(url)) or "source"
    tries = (name, *(f"{name}-{number}" for number in range(2, 10)))
    # A list may hold a thousand feeds of one name: no counting through them all.
    return next((one for one in tries if one not in taken), f"{name}-{content_id(url)[:8]}")


def language_of(entries: Iterable[Entry], known: Collection[str]) -> str | None:
    """The two-letter code of the language that nearly all entries are in; None where they differ, or say nothing.

    What the feed says itself counts only where a text is too short to tell: too many say `en-US` and are not.
    """
    texts = [(f"{entry.title}\n{entry.text}".strip(), entry.language) for entry in entries][:_SAMPLE]
    found = Counter(detect(text, known, said) for text, said in texts if text)
    language, count = found.most_common(1)[0] if found else ("", 0)
    return language if count and count >= _AGREED * found.total() else None


def host_of(url: str) -> str:
    """The host of an address, without `www.` and its like."""
    host = urlsplit(url).hostname or ""
    return re.sub(r"^(?:www\d?|feeds?|rss)\.(?=[^.]+\.)", "", host)


def keys_in(url: str) -> tuple[str, ...]:
    """What in an address opens it and must not be written down: «a user name or password», «the parameter `token`»."""
    parts = urlsplit(url)
    found = ["a user name or password"] if "@" in parts.netloc and "${" not in parts.netloc else []
    for pair in re.split("[&;]", parts.query):
        name, _, value = pair.partition("=")
        if len(value) > 5 and "${" not in value and is_key_by_name(name):
            found.append(f"the parameter `{name[:40]}`")
    return tuple(found)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
