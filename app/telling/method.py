"""The method in words: what the conditions of each rule ask, and an example judged by the real judge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.evidence.base import Evidence
from app.judging.check import check
from app.telling.answer import Card, Verdict
from app.telling.compose import Composer
from app.telling.words import GRADES, STRENGTHS

EXAMPLE = "Stem cells will always regrow worn discs."
SAID_OTHERWISE = (
    "Stem cells regrow worn discs.",
    "Studies show that stem cells regrow worn discs.",
    "Stem cells may regrow worn discs.",
    "In rats, stem cells regrew worn discs.",
    "Stem cells have not been shown to regrow worn discs.",
)
GROUPS = {
    "efficacy": "What it does to the body",
    "safety": "How safe it is",
    "regulation": "What the law or a regulator says",
    "framing": "What makes it sound true",
    "product": "The product and its price",
    "context": "The illness itself",
}
STANCES = {
    "promise": "promises something",
    "story": "tells the story of one person",
    "own_figure": "gives the seller's own figure",
    "seen_none": "says that no harm was seen",
    "label": "points to a label, a register or a well-known name",
    "report": "reports a study",
    "limit": "states a limit",
    "risk": "names a risk",
    "alarm": "warns and leaves no exception",
    "rule": "states a law or an official act",
    "explain": "explains what a label or a design does not mean",
    "neutral": "states something without promising it",
}
_VALUES = {
    "polarity": {"asserts": "says that something is so", "denies": "says that something is not so"},
    "settings": {"human": "people", "animal_or_lab": "animals or the laboratory", "unstated": "nobody in particular"},
    "speakers": {
        "news": "a newspaper",
        "research": "researchers",
        "seller": "a seller",
        "unknown": "nobody we could make out",
    },
    "licences": {
        "granted": "there is one",
        "conditional": "there is one with conditions",
        "wider": "there is one for one disease of the group named",
        "narrow": "there is one for a narrow use",
        "not_read": "there may be one that we have not read",
        "withdrawn": "it was withdrawn",
        "elsewhere": "there is one in another country",
        "other_use": "there is one for another use",
        "none": "there is none",
    },
}
_SAYS = {
    "kinds": "It is about: {}.",
    "groups": "It is about: {}.",
    "stances": "It {}.",
    "polarity": "It {}.",
    "strengths": "It is said like this: {}.",
    "settings": "It speaks of {}.",
    "speakers": "The page speaks as {}.",
    "grades": "The evidence is graded: {}.",
    "licences": "The records say of a licence: {}.",
    "cues": "It uses words such as {}.",
    "says": "It says something such as {}.",
    "without": "It uses no words such as {}.",
}
_FLAGS = {
    "sure": ("We can tell a promise from a warning.", "We cannot tell whether it promises or warns."),
    "surely": ("Whether it promises or warns is beyond doubt.", "Whether it promises or warns is not beyond doubt."),
    "named": ("It names a treatment or a disease itself.", "It names no treatment or disease itself."),
    "listed": ("It is a bullet of a list.", "It is no bullet of a list."),
    "fact": ("A checked fact agrees with it.", "No checked fact agrees with it."),
    "close": ("That the fact agrees is beyond doubt.", "That the fact agrees is not beyond doubt."),
    "alike": ("The fact is about just this.", "The fact is about something near to it."),
    "denying": (
        "The fact tells what did not succeed; the sentence denies nothing.",
        "The fact denies nothing, or the sentence denies as well.",
    ),
    "figured": ("It gives figures.", "It gives no figures."),
    "treated": ("It speaks of a treatment of the field.", "It names no treatment of the field."),
    "diseases": ("It speaks of a disease.", "It speaks of no disease."),
    "system": ("It speaks of a whole group of diseases.", "It speaks of one disease, or of none."),
    "established": (
        "The treatment is established for a disease named.",
        "The treatment is not established for a disease named.",
    ),
    "record": ("We hold a record that answers it.", "We hold no record that answers it."),
    "sells_too": ("A part of it, read alone, promises too much.", "No part of it, read alone, promises too much."),
    "tells_too": ("A part of it, read alone, is true.", "No part of it, read alone, is known to be true."),
    "own": ("The record has a verdict of its own for it.", "The record has no verdict of its own for it."),
    "same_kind": ("The record is about the same kind of claim.", "The record is about another kind of claim."),
}
_LOOKED_UP = {"matrix": "the table above decides", "record": "the record decides"}
_WORDS_SHOWN = 3  # of a class of telling words, which may hold a hundred


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in words; ``decides`` is the verdict's label, or where it is looked up."""

    id: str
    name: str
    conditions: tuple[str, ...]
    decides: str
    because: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A sentence with every step of its verdict; ``otherwise`` are the same claim in other words."""

    card: Card
    does: str
    strength: str
    grade: str
    grade_reason: str
    rule: str
    otherwise: tuple[Card, ...]


def rule_lines(evidence: Evidence, verdicts: Mapping[str, Verdict]) -> tuple[RuleLine, ...]:
    """Every rule of the vocabulary in the order in which they are tried."""
    return tuple(
        RuleLine(
            rule["id"],
            rule["id"].replace("-", " ").capitalize(),
            tuple(_conditions(rule["when"], evidence)),
            _LOOKED_UP.get(rule["verdict"]) or verdicts[rule["verdict"]].label,
            rule.get("because", ""),
        )
        for rule in evidence.vocabulary["rules"]
    )


@lru_cache(maxsize=2)
def worked_example(evidence: Evidence, composer: Composer) -> Worked | None:
    """The example judged now; None where the evidence base has no record for it."""
    report = check(EXAMPLE, evidence)
    statement = report.statements[0]
    if statement.record is None or statement.grade is None:
        return None
    return Worked(
        card=composer.answer(report).cards[0],
        does=STANCES.get(statement.reading.stance, ""),
        strength=STRENGTHS[statement.reading.strength][0],
        grade=GRADES[statement.grade][0],
        grade_reason=evidence.grades[statement.record].reason,
        rule=statement.rule or "",
        otherwise=tuple(card for text in SAID_OTHERWISE for card in composer.answer(check(text, evidence)).cards[:1]),
    )


def _conditions(when: Mapping[str, Any], evidence: Evidence) -> Iterator[str]:
    for name, wanted in when.items():
        if name in _FLAGS:
            yes, no = _FLAGS[name]
            yield yes if wanted == "yes" else no
        else:
            words = " or ".join(_value(name, str(value), evidence) for value in wanted)
            yield _SAYS.get(name, name.replace("_", " ") + ": {}.").format(words)


def _value(name: str, value: str, evidence: Evidence) -> str:
    if name in {"cues", "without", "says"}:
        shown = evidence.vocabulary["page" if name == "says" else "cues"].get(value, ())[:_WORDS_SHOWN]
        return ", ".join(f"“{word.rstrip('*')}”" for word in shown) or value
    labels: dict[str, Mapping[str, str]] = {
        "kinds": {kind["id"]: kind["label"].lower() for kind in evidence.vocabulary["kinds"]},
        "groups": {group: label.lower() for group, label in GROUPS.items()},
        "stances": STANCES,
        "strengths": {strength: words[1] for strength, words in STRENGTHS.items()},
        "grades": {grade: words[0].lower() for grade, words in GRADES.items()},
        **_VALUES,
    }
    return labels.get(name, {}).get(value, value.replace("_", " "))
