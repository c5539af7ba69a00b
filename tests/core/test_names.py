"""Names are found by their first word exactly as one pattern over all of them would find them."""

import random

import pytest

from monitor.core.names import Names, as_pattern
from monitor.core.pattern import Pattern

NAMES = (
    "south harbour police union", "south harbour police", "ministry of health", "health ministry", "harbour police",
    '"lantern"', '" beacon "', "U.N.", "WHO", "чиновник*", "местн* власт*", "south * council", "ministry", "CNN",
)  # fmt: skip
TEXTS = (
    "South Harbour police, the ministry of health and the U.N. said so; who else?",
    "The WHO and the south lake council met the South  Harbour\nPolice Union.",
    "The ministry's count, CNN says, is the harbour police's own.",
    'It was in "Lantern", and in " Beacon " before; ("lantern").',
    "Местные власти и чиновников спросили; чиновничество не ответило.",
    "x-ministry and ministry-led, ministry",
    "the-ministry ve-health ministry le-CNN and leCNN",
    "police of the south, ministry of nothing, health",
)


def as_one_pattern(names: tuple[str, ...], clitics: str) -> Pattern:
    """All names in one alternation, in their order."""
    alternation = "|".join(map(as_pattern, names))
    onto = f"{clitics}?" if clitics else ""
    return Pattern(rf"(?i)(?:^|[^\p{{L}}\p{{N}}]){onto}(?P<alias>{alternation})(?:[^\p{{L}}\p{{N}}]|$)")


def spans(matches):
    return [(match.span(), match.span(1)) for match in matches]


@pytest.mark.parametrize("clitics", ["", "(?:the-|ve-?|le-?)?"])
@pytest.mark.parametrize("text", TEXTS)
def test_names_are_found_as_one_pattern_finds_them(text, clitics):
    one = spans(as_one_pattern(NAMES, clitics).overlapping(text))
    assert one
    assert spans(Names(NAMES, clitics).found(text)) == one


@pytest.mark.parametrize("clitics", ["", "(?:the-|ve-?|le-?)?"])
def test_names_in_salads_of_their_own_words_are_found_as_one_pattern_finds_them(clitics):
    chance = random.Random(9)
    words = [word for name in NAMES for word in name.replace("*", "ого").split()] + [
        "le-CNN",
        "the",
        "'s",
        "о",
    ]
    names, one = Names(NAMES, clitics), as_one_pattern(NAMES, clitics)
    for _ in range(500):
        text = "".join(chance.choice(words) + chance.choice(["  ", " ", "-", ", ", "'s "]) for _ in range(8))
        assert spans(names.found(text)) == spans(one.overlapping(text)), text


def test_only_the_names_that_begin_with_a_word_of_the_text_are_compiled():
    names = Names(NAMES, "")
    assert spans(names.found("Nobody but the health office spoke of the south.")) == []
    assert set(names._compiled) == {("health",), ("south",)}


def test_without_names_nothing_is_found():
    assert list(Names((), "").found("The ministry of health said so.")) == []
