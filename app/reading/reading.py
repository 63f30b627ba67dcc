"""What one sentence asserts, as the method page defines it."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from app.evidence.fields import Polarity, Setting, Speaker, Stance, Strength
from app.reading.document import Sentence

SELLING: frozenset[Stance] = frozenset({"promise", "story", "own_figure", "seen_none", "label"})
"""The stances of a sentence that sells; the others tell."""
FIRM: frozenset[Strength] = frozenset({"definite", "guaranteed"})
"""Strengths that state a thing, rather than hope for it or report it."""


class Reason(NamedTuple):
    """Words that led to a reading: where they stand in the submitted text, and the rule that used them."""

    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence, read.

    ``forms`` are its words as they are compared (see ``app.reading.words.normal``). ``interventions`` and
    ``conditions`` hold all that are meant, the main one first; empty when the sentence and its page name none.
    ``named_here`` says whether the sentence itself names its treatment or disease. ``stance`` is what the sentence does
    (promise, story, limit, report, risk, alarm: a warning that leaves no exception ...); ``outside`` marks health
    matters that are not regenerative medicine. ``jurisdictions`` are the countries and states that it names itself,
    ``places`` these or else those that are meant. ``cues`` are the classes of its cue words, ``matters`` the lists of
    ``claims/vocabulary/page.yaml`` of which it holds a phrase. ``sureness`` is the probability (0 to 1), after
    ``CAUTION``, that the sentence is a claim at all, ``doubtful`` whether that is so little on a page that it may well
    claim nothing, ``stance_sureness`` that it sells or tells as its stance says, ``alarming`` that it is an alarm if it
    tells at all; ``tone`` is the share of the page's other claims that sell. ``parts`` is what follows each joint of
    the sentence ("..., but ..."), and what firmly promises before one, read alone.
    """

    sentence: Sentence
    forms: tuple[str, ...]
    is_claim: bool
    outside: bool
    kinds: tuple[str, ...]
    interventions: tuple[str, ...]
    conditions: tuple[str, ...]
    named_here: bool
    strength: Strength
    polarity: Polarity
    setting: Setting
    stance: Stance
    speaker: Speaker
    jurisdictions: tuple[str, ...]
    places: tuple[str, ...]
    cues: frozenset[str]
    matters: frozenset[str]
    sureness: float
    doubtful: bool
    stance_sureness: float
    tone: float
    reasons: tuple[Reason, ...]
    alarming: float
    parts: tuple["Reading", ...] = ()

    def as_no_claim(self) -> Self:
        """The same sentence, read as one that claims nothing."""
        named = tuple(reason for reason in self.reasons if reason.rule.startswith(("treatment:", "condition:")))
        return replace(self, is_claim=False, kinds=(), stance="none", reasons=named, alarming=0.0, parts=())
