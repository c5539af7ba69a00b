"""Sentences of news that nobody wrote: ordinary matters, conflicts, and the words of both in other matters."""

from __future__ import annotations

import random
import re

SIZE = 3_000  # characters an article

NAMES = (
    "Miller Okafor Lindqvist Haddad Moreau Tanaka Novak Alvarez Singh Weber Rossi Demir Karimi Cole".split()
)
TOWNS = "Northfield Harwick Bellavista Karsten Umbra Port Selene Dunmore Ashgrove Valdoro Mirabel".split()
FIRMS = "Nordwind Asterion Calder Halcyon Brightwater Meridian Kestrel Orbitas".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

ORDINARY = (
    (
        "{town} came from behind to beat {town2} {small}-{tiny} on {day} and moved up to {ordinal} place.",
        "The striker scored twice in the second half, once from a free kick that no one expected.",
        "Coach {name} said the team had shown patience and that the next match would be harder.",
        "It was the best result of the season for a club that had looked tired since the winter break.",
        "{name} missed a penalty shortly before the interval but the crowd kept singing until the end.",
        "The last match of the championship begins on {day}, and tickets are almost sold out.",
        "Supporters travelled by train and stayed in the town until late in the evening.",
        "The captain, {age}, will not extend his contract and hopes to play abroad for a year or two.",
        "About {crowd} spectators saw the match, among them the trainer of the national team.",
    ),
    (
        "Shares in {firm} rose {small} per cent on {day} after the company raised its outlook for the year.",
        "Analysts had expected weaker demand from carmakers, but orders from abroad held up well.",
        "The central bank left its key rate as it was and spoke of a slow return to stable prices.",
        "{firm} will invest {small} billion euros in a plant near {town} and wants to hire engineers.",
        "The chairman of the board, {name}, told investors that costs would fall from next year on.",
        "Trade unions called the offer a first step and asked for further talks before the summer.",
        "Consumers remain careful, a survey of households showed, and put more money aside.",
        "Rents in {town} have climbed for {small} years in a row, according to the statistics office.",
    ),
    (
        "{firm} presented a telephone that folds twice and a battery that is said to last for days.",
        "Researchers in {town} have built a sensor that measures the moisture of a field from the air.",
        "The software learns from the pictures of a camera and runs on a small processor.",
        "Developers complained that the new interface came out before it had been described.",
        "The satellite will circle the earth at a height of {large} kilometres and take pictures of ice.",
        "According to {name}, who leads the project, the first tests went better than planned.",
        "The update closes a gap through which strangers could read the list of contacts.",
        "{firm} has sold {large},000 of the devices since the spring, more than in the whole of last year.",
    ),
    (
        "Parliament in {town} passed the budget on {day} with {votes} votes to {votes2}.",
        "The opposition accused the government of hiding what the railway will cost.",
        "Minister {name} rejected the criticism and pointed to the agreement of last spring.",
        "The committee wants to hear experts before it decides on the reform of the schools.",
        "In the polls the party of {name} is ahead, but a third of the voters are undecided.",
        "The president is expected in {town} on {day} for a visit of two days.",
        "Both sides spoke of a constructive meeting and left without taking questions.",
        "The council has {age} members, who meet on {day} and decide in public.",
    ),
    (
        "A belt of rain moves across the country from the west and reaches {town} in the evening.",
        "Temperatures stay near {small} degrees, with fog in the valleys and sun on the coast.",
        "The museum in {town} shows photographs of harbours from the years between the wars.",
        "The director {name} tells the story of a family that runs a small hotel by the sea.",
        "Visitors can walk through the gardens until {day}, and guided tours begin at noon.",
        "The orchestra opens its season with a piece that has not been played here for decades.",
        "Volunteers planted trees along the river, and the town council paid for the tools.",
        "The bridge will be closed to lorries for {small} weeks while its bearings are replaced.",
    ),
)  # fmt: skip
# Words of the metrics in other matters, as they stand in one sentence of twelve in real news.
ELSEWHERE = (
    "His shot from the edge of the area hit the post in the closing minutes.",
    "The group charges its customers more for storage since the price of power went up.",
    "Her novel follows the lives of three sisters who inherit an orchard from an aunt.",
    "A change at the top of {firm} has been expected since the spring, people close to it say.",
    "The life of the device ends when its maker stops the updates, consumer advocates say.",
    "Members of the audience walked around the stage and looked at the instruments.",
    "The prosecutor has not yet said whether charges will be brought against the former mayor.",
    "Executives of {firm} met {small} investors in {town} and gave no outlook.",
    "The proposal of {name} was shot down in committee, and there has been no other since.",
    "About {votes} people came to the hall, where the body of experts answered questions.",
)  # fmt: skip
ELSEWHERE_SHARE = 0.07

CONFLICT = (
    "At least {some} people were killed and {many} others wounded when shells hit a market in {town} on {day}.",
    "Hospital officials in {town} said {some} bodies had been brought in since the early morning.",
    "The death toll from the fighting around {town} has risen to {many}, according to the health ministry.",
    "Security forces detained {some} demonstrators near the university of {town}, a rights group said.",
    "{name}, a teacher and father of two, was shot dead at a checkpoint outside {town} on {day}.",
)
AROUND_CONFLICT = (
    "Residents described hours of fire before the road to the north was opened again.",
    "Shops stayed closed, and long lines formed in front of the few bakeries that had flour.",
    "The army said that it had struck positions of the other side and gave no details.",
    "The claims could not be verified independently because the area is cut off.",
    "Diplomats are trying to bring both sides back to the table before the end of the month.",
    "The governor of {town} appealed to all sides to let convoys with medicine pass.",
    "Telephone lines were down for much of the day, and the internet worked only at times.",
    "A spokesman for the agency said the warehouses would be empty within {small} days.",
    "Relatives of the missing gathered in front of the town hall and held up photographs.",
    "Earlier talks had failed over the question of who would guard the crossing.",
    "The families of the victims are still waiting for an answer from the authorities.",
    "Smoke rose over the harbour in the afternoon, and several warehouses burned until nightfall.",
    "The council of elders asked for a pause of {small} hours so that the dead could be buried.",
    "Schools will remain shut until further notice, the department of education announced.",
    "Observers at the border counted fewer lorries than in the week before.",
)  # fmt: skip
CONFLICT_SHARE = 0.085


def article(chance: random.Random, conflict: bool) -> str:
    """The text of one article: sentences of its kind, now and then one of another, in paragraphs of three."""
    usual, rare, share = (
        (AROUND_CONFLICT, CONFLICT, CONFLICT_SHARE)
        if conflict
        else (chance.choice(ORDINARY), ELSEWHERE, ELSEWHERE_SHARE)
    )
    pieces: list[str] = []
    while sum(map(len, pieces)) < SIZE:
        pieces.append(sentence(chance, chance.choice(rare if chance.random() < share else usual)))
    paragraphs = (" ".join(pieces[start : start + 3]) for start in range(0, len(pieces), 3))
    return "\n".join(paragraphs)[:SIZE]


def sentence(chance: random.Random, pattern: str) -> str:
    """A sentence with its blanks filled in."""
    return pattern.format(
        name=chance.choice(NAMES), town=chance.choice(TOWNS), town2=chance.choice(TOWNS),
        firm=chance.choice(FIRMS), day=chance.choice(DAYS), ordinal=chance.choice(["third", "fifth", "tenth"]),
        tiny=chance.randrange(3), small=chance.randrange(3, 9), age=chance.randrange(20, 38),
        some=chance.choice(["seven", "12", "two dozen", "21", "nine"]), many=chance.randrange(30, 3_000),
        large=chance.randrange(300, 900), crowd=chance.randrange(3, 40) * 1_000,
        votes=chance.randrange(200, 400), votes2=chance.randrange(40, 199),
    )  # fmt: skip


def typeset(text: str) -> str:
    """As a web page sets it: curly quotes and long dashes."""
    quoted = re.sub(r"said ([^.\n]+)\.", "said: “\\1.”", text)
    return quoted.replace("'", "’").replace(", and ", " – and ").replace(", but ", " — but ")
