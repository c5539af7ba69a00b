"""Who can be named as claimant in a language, by which words, and what later sentences call them.

A language has a table of its own: the same words name other bodies elsewhere (RSF is an army in
English, Reporters Without Borders in French).  Names that other languages write the same way are
taken from them where they cannot be mistaken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product

from monitor.core.lazily import Lazily
from monitor.core.names import Names, as_pattern
from monitor.core.pattern import Pattern, unexpected
from monitor.core.specs import Claimant
from monitor.core.text import fold

Called = Mapping[str, Sequence[str]]
"""Class of claimants → what they are called by: «the group»."""
_Longer = tuple[str, Sequence[str], str]
"""An alias, the words that a longer one has beside it, and the claimant that the longer one names."""

# Letters of a small word («of», «for»).
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """The names of one language.

    `aliases` finds them, `owner` has their claimant; `inflected` are the aliases with a star: how each
    begins, as a pattern of its own that is compiled when it is met, and its claimant.
    `parts` maps an alias to the claimants that a longer name with it at either end
    names («the military» after «the Israeli military»), `fuller` the alias's owner to the same.  `nations` maps
    the alias of a national body to what longer names say more, each with its claimant, `states` the last word of
    a country's name to those who speak for it, `seats` its capital («Kyiv says»).
    `heads` maps the last word of an anaphora to the claimants that
    it can mean, `shorts` the first or last word of a proper name to its claimants.
    """

    aliases: Names
    owner: Mapping[str, str]
    inflected: tuple[tuple[str, Pattern, str], ...]
    parts: Mapping[str, frozenset[str]]
    fuller: Mapping[str, frozenset[str]]
    nations: Mapping[str, tuple[tuple[str, str], ...]]
    states: Mapping[str, str]
    seats: Mapping[str, str]
    heads: Mapping[str, frozenset[str]]
    shorts: Mapping[str, frozenset[str]]

    def owner_of(self, alias: str) -> str:
        """The claimant that `aliases` found by these words."""
        words = squeezed(alias)
        if words in self.owner:
            return self.owner[words]
        return next(
            owner
            for beginning, pattern, owner in self.inflected
            if words.startswith(beginning) and pattern.fullmatch(words)
        )


@dataclass(frozen=True, slots=True)
class Voices:
    """Who can be named as claimant, by language."""

    languages: Mapping[str, Voice]
    claimants: Mapping[str, Claimant]


def squeezed(words: str) -> str:
    """Words as keys: folded before, here in small letters with single spaces, «Gaza's» as «Gaza»."""
    return " ".join(word.removesuffix("'s") for word in words.casefold().split())


def voices_of(claimants: Sequence[Claimant], languages: Mapping[str, tuple[str, Called]]) -> Voices:
    """The tables of every language, compiled when it is first met.

    `languages` maps it to what may be written onto a name's front, and to what bodies of a class are called
    where their own `anaphora` say nothing.
    """
    voices = Lazily(languages, lambda language: _voice(claimants, language, *languages[language]))
    return Voices(voices, {claimant.id: claimant for claimant in claimants})


def _voice(claimants: Sequence[Claimant], language: str, clitics: str, called: Called) -> Voice:
    named = dict(_borrowed(claimants, language))
    named |= {
        spelt: claimant.id
        for claimant in claimants
        for tongue in ("any", language)
        for alias in claimant.aliases.get(tongue, ())
        for spelt in spellings(fold(alias).text)
    }
    # «To the police» is one word in Arabic, and drops the alif of the article.
    named |= {alias[1:]: claimant for alias, claimant in named.items() if alias.startswith("ال")}
    owner = {squeezed(alias): claimant for alias, claimant in named.items()}
    # A longer name before what it begins with; and names that begin alike side by side, which RE2 makes one path of.
    longest_first = sorted(named, key=lambda alias: (alias.count(" "), alias.casefold()), reverse=True)
    inflected = tuple(
        (squeezed(alias.partition("*")[0]), _inflected(alias), named[alias])
        for alias in longest_first
        if "*" in alias
    )
    heads, shorts = _heads(claimants, language, called), _shorts(named)
    longer = tuple(_longer(owner))
    whole = frozenset(one.id for one in claimants if one.named and one.class_ == "monitor")
    parts = {part: wider for part, wider in _parts(longer).items() if owner[part] not in whole}
    nations = _nations(longer, owner, {claimant.id for claimant in claimants if claimant.national})
    governments = _nations(longer, owner, {claimant.id for claimant in claimants if claimant.state})
    states = {word: claimant for names in governments.values() for word, claimant in names}
    seats = {
        squeezed(fold(seat).text): claimant.id
        for claimant in claimants
        for seat in claimant.seats.get(language, ())
    }
    return Voice(
        Names(longest_first, clitics),
        owner,
        inflected,
        parts,
        _fuller(parts, owner),
        nations,
        states,
        seats,
        heads,
        shorts,
    )


def _inflected(alias: str) -> Pattern:
    """The pattern of an alias with a star, compiled when it is first run: a language has hundreds of them."""
    return Pattern(f"(?i){as_pattern(alias)}", unexpected)


def _borrowed(claimants: Sequence[Claimant], language: str) -> Iterator[tuple[str, str]]:
    """Proper names that only other languages list: all their words but small ones have a capital letter."""
    for claimant in claimants:
        for tongue, aliases in claimant.aliases.items():
            if tongue not in ("any", language) and language not in claimant.aliases:
                for spelt in (spelt for alias in aliases for spelt in spellings(fold(alias).text)):
                    if _is_proper(spelt) and tongue != "de":  # German nouns all have one
                        yield spelt, claimant.id


def _is_proper(alias: str) -> bool:
    return all(word[:1].isupper() or len(word) <= _SHORT for word in alias.split()) and not alias.islower()


_CHOICE = re.compile(r"\{([^{}]*)\}")


def spellings(alias: str) -> tuple[str, ...]:
    """Every name that an alias stands for: «{Kenya|Kenyan} police» are two."""
    parts = _CHOICE.split(alias)
    choices = [part.split("|") if index % 2 else [part] for index, part in enumerate(parts)]
    return tuple("".join(chosen) for chosen in product(*choices))


def _longer(owner: Mapping[str, str]) -> Iterator[_Longer]:
    """Every alias that a longer one, of another claimant, begins or ends with: what it says more, and who it is."""
    for alias, claimant in owner.items():
        words = alias.split()
        for cut in range(1, len(words)):
            for part, rest in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
                shared = " ".join(part)
                if owner.get(shared, claimant) != claimant:
                    yield shared, rest, claimant


def _parts(longer: Iterable[_Longer]) -> dict[str, frozenset[str]]:
    """Alias → claimants with a longer alias that begins or ends with it."""
    found: dict[str, set[str]] = {}
    for part, _, claimant in longer:
        found.setdefault(part, set()).add(claimant)
    return {part: frozenset(claimants) for part, claimants in found.items()}


def _fuller(parts: Mapping[str, frozenset[str]], owner: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Claimant → those whose names say more than one of its own."""
    found: dict[str, frozenset[str]] = {}
    for part, whole in parts.items():
        found[owner[part]] = found.get(owner[part], frozenset()) | whole
    return found


def _nations(
    longer: Iterable[_Longer], owner: Mapping[str, str], national: Set[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Alias of a national body → the word that a longer name says more («Gaza»), and whose name that is."""
    found: dict[str, dict[str, str]] = {}
    for shared, rest, claimant in longer:
        if owner[shared] in national:
            found.setdefault(shared, {}).setdefault(max(rest, key=len), claimant)
    return {alias: tuple(names.items()) for alias, names in found.items()}


def _heads(claimants: Sequence[Claimant], language: str, called: Called) -> dict[str, frozenset[str]]:
    """Last word of an anaphora («group» of «the group») → claimants.

    One without anaphora of its own is called as its class is, and by such words in its names («network»).
    """
    own = {claimant.id: claimant.anaphora.get(language, ()) for claimant in claimants}
    bodies = {_head(phrase) for phrases in (*own.values(), *called.values()) for phrase in phrases}
    found: dict[str, set[str]] = {}
    for claimant in claimants:
        names = (*claimant.aliases.get(language, ()), *claimant.aliases.get("any", ()))
        words = {
            word for name in names for spelt in spellings(fold(name).text) for word in squeezed(spelt).split()
        }
        ours = {_head(phrase) for phrase in own[claimant.id] or called.get(claimant.class_, ())}
        for head in ours if own[claimant.id] else ours | (words & bodies):
            found.setdefault(head, set()).add(claimant.id)
    return {head: frozenset(claimants) for head, claimants in found.items()}


def _head(phrase: str) -> str:
    return squeezed(fold(phrase).text).split("'")[-1].split()[-1]


def _shorts(named: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """First or last word of a proper name → claimants: «Fars» for Fars News Agency, «Türk» for Volker Türk."""
    found: dict[str, set[str]] = {}
    for alias, claimant in named.items():
        words = alias.split()
        for word in {words[0], words[-1]} if len(words) > 1 else ():
            if any(part[:1].isupper() for part in word.split("-")):  # «al-Qudra»
                found.setdefault(squeezed(word), set()).add(claimant)
    return {word: frozenset(claimants) for word, claimants in found.items()}
