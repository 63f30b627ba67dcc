"""What speaks for it that a checked fact backs a sentence, and that it is on the same matter, sign by sign.

The weights are log-odds. Those for backing were learned by ``python bench/agreement.py`` on sentences that the reader
had not learned from; only that of ``alarming`` was set by trial (docs/decisions/0013). Those for the matter were
learned by ``python bench/likeness.py`` on what labellers would show beside a sentence (docs/decisions/0016).
"""

from math import log
from operator import mul
from typing import NamedTuple

from app.reading.reading import Reading

_MOST = 0.999  # of the sureness of a stance, which is at least a half; beyond this it says no more


class Nearness(NamedTuple):
    """How near the words of a fact are: the share (0 to 1) of the sentence's weight, and of its own, that both hold."""

    held: float
    told: float


class OfReading(NamedTuple):
    """Signs in the sentence itself: each 0 or 1, but for ``sureness`` (log-odds) and ``alarming`` (0 to 1).

    ``figures`` says that it gives figures that tell one study from another, ``unnamed`` that it is about no treatment,
    ``denies`` that it denies; then come its stances. ``sureness`` is that of its telling, ``alarming`` how likely it is
    a warning that goes too far.
    """

    figures: float
    unnamed: float
    denies: float
    limit: float
    risk: float
    rule: float
    explain: float
    sureness: float
    alarming: float


class OfFact(NamedTuple):
    """Signs in one fact beside the sentence: three shares (0 to 1), those of ``Nearness`` first, and four of 0 or 1.

    ``same_way`` says that both deny or neither does, ``rare`` that the figures of the sentence stand in few facts,
    ``cues`` which share of the classes of its cue words the fact has too, ``disease`` that both name one disease, and
    ``narrower`` that the fact is about a disease and the sentence about none.
    """

    held: float
    told: float
    same_way: float
    rare: float
    cues: float
    disease: float
    narrower: float


START = -2.35
READING = OfReading(
    figures=0.3,
    unnamed=-0.5,
    denies=0.4,
    limit=0.6,
    risk=0.7,
    rule=0.3,
    explain=0.75,
    sureness=0.4,
    alarming=-10.0,
)
# What tells the matter tells nothing of the truth: learned weights for it gave nothing (docs/decisions/0016).
FACT = OfFact(held=3.7, told=2.2, same_way=0.5, rare=0.5, cues=0.0, disease=0.0, narrower=0.0)
ENOUGH = 1.5  # from here on a fact backs a sentence
LIKE_START = -3.7
LIKE = OfFact(held=4.4, told=4.7, same_way=0.1, rare=1.7, cues=1.5, disease=0.95, narrower=-0.75)
ALIKE = 0.4  # from here on (a chance of six in ten) the fact is on the very matter of the sentence
LEAST_HELD = 0.25  # of a warning's weight; what holds less tells of another harm, unless its figures name it
CLOSE = 3.0  # from here on beyond doubt


def of_reading(reading: Reading, *, figured: bool) -> OfReading:
    """The signs in a sentence, which gives telling figures where it is ``figured``."""
    sure = min(reading.stance_sureness, _MOST)
    stance = reading.stance
    return OfReading(
        figures=figured,
        unnamed=not reading.interventions,
        denies=reading.polarity == "denies",
        limit=stance == "limit",
        risk=stance == "risk",
        rule=stance == "rule",
        explain=stance == "explain",
        sureness=log(sure / (1 - sure)),
        alarming=reading.alarming,
    )


def log_odds(own: OfReading) -> float:
    """What a sentence itself speaks for any fact."""
    spoken: float = START + sum(map(mul, READING, own))
    return spoken


def added(fact: OfFact) -> float:
    """What one fact adds to it."""
    spoken: float = sum(map(mul, FACT, fact))
    return spoken


def likeness(fact: OfFact) -> float:
    """How much speaks for it (log-odds) that an editor would show the fact beside the sentence."""
    spoken: float = LIKE_START + sum(map(mul, LIKE, fact))
    return spoken
