"""What an explanation link shows: masked statements with the words of the day it was made, and what moved since."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.judging.check import check, method_revision
from app.judging.report import worst
from app.masking import Masker
from app.reading.document import InputProblem
from app.telling.answer import Card, SourceLine
from app.telling.compose import Composer
from app.telling.dates import day
from app.telling.record import SURENESS

MOST_STATEMENTS = 8  # with a full note they fit on two printed pages, the longest of them too
MOST_SOURCES = 4
LONGEST_QUOTE = 1_000
"""Characters of one sentence; a text without full stops is one long sentence."""
Statement = dict[str, Any]
"""One statement as stored and shown: plain words and ids, nothing that needs today's evidence to be read."""
Mover = Literal["evidence", "reading", "both"]


@dataclass(frozen=True, slots=True)
class Moved:
    """How a statement would be judged today: the labels it ``was`` given and would be given ``now``.

    The two are the same where only what we hold about it changed. ``mover`` says what moved: the evidence behind it,
    our way of reading sentences, or (where no record tells) that both did. ``why`` holds what the record's history
    says since the link was made.
    """

    quote: str
    was: str
    now: str
    mover: Mover
    why: tuple[str, ...]

    @property
    def is_judged_otherwise(self) -> bool:
        """Whether the verdict itself moved."""
        return self.was != self.now


class Explainer:
    """Makes the statements of explanation links, and tells what moved since; made once for one evidence base."""

    def __init__(self, evidence: Evidence, composer: Composer, masker: Masker) -> None:
        """``composer`` and ``masker`` must be those of ``evidence``."""
        self._evidence = evidence
        self._composer = composer
        self._masker = masker

    @property
    def revisions(self) -> tuple[str, str]:
        """The revisions of the evidence and of the method."""
        return self._evidence.revision, method_revision()

    def cards(self, text: str, country: str = "") -> tuple[Card, ...]:
        """The claims of ``text`` to choose from, judged now. Raises ``InputProblem`` where it cannot be read."""
        return self._composer.answer(check(text, self._evidence), country).cards

    def of_cards(
        self, cards: Iterable[Card], numbers: Collection[int] | None = None, strike: Iterable[str] = ()
    ) -> list[Statement]:
        """The first cards with these ``numbers`` (all where None) as they are stored: masked, without ``strike``.

        Nothing else of a text is kept.
        """
        struck = list(strike)
        chosen = [card for card in cards if numbers is None or card.number in numbers][:MOST_STATEMENTS]
        return [self._of_card(card, struck) for card in chosen]

    def masked(self, cards: Iterable[Card]) -> tuple[Card, ...]:
        """``cards`` with their sentences as a link would show them, to choose from."""
        return tuple(replace(card, quote=self._stored(card.quote)) for card in cards)

    def held(self, idents: Iterable[str]) -> list[str]:
        """Those of ``idents`` that are checked claims, each once."""
        return [ident for ident in dict.fromkeys(idents) if ident in self._evidence.records]

    def of_records(self, idents: Iterable[str]) -> list[Statement]:
        """The first checked claims with these ids, in the words of their records; unknown ids are left out."""
        return [self._of_record(self._evidence.records[ident]) for ident in self.held(idents)[:MOST_STATEMENTS]]

    def _stored(self, quote: str, strike: Iterable[str] = ()) -> str:
        """``quote`` masked, its end left out where it is no sentence that anybody would read."""
        # Cut after masking: half of a phone number or a name is not known as one.
        masked = self._masker.mask(quote, strike)
        if len(masked) <= LONGEST_QUOTE:
            return masked
        cut = masked[:LONGEST_QUOTE]
        return (cut.rpartition(" ")[0] or cut) + " \u2026"

    def _of_card(self, card: Card, strike: list[str]) -> Statement:
        quote = self._stored(card.quote, strike)
        return {
            "basis": "sentence",
            "quote": quote,
            "verdict": card.verdict.id,
            "label": card.verdict.label,
            "short_answer": card.short_answer,
            "because": card.because or card.silence,
            "fair_wording": card.fair_wording,
            "sureness": card.sureness,
            "ask": card.ask,
            "record": card.record,
            "sources": _sources(card.sources),
            "dates": card.dates,
            "alone": self._alone(quote),
            **self._standing(card.record),
        }

    def _of_record(self, record: ClaimRecord) -> Statement:
        teller = self._composer.records
        verdict = teller.verdict(record)
        return {
            "basis": "claim",
            "quote": record.claim,
            "verdict": verdict.id,
            "label": verdict.label,
            "short_answer": record.short_answer,
            "because": "",
            "fair_wording": record.fair_wording or "",
            "sureness": SURENESS[record.certainty],
            "ask": record.ask,
            "record": record.id,
            "sources": _sources(teller.sources(record)),
            "dates": teller.dates(record),
            "alone": "",
            **self._standing(record.id),
        }

    def _standing(self, ident: str) -> Statement:
        """How the record stands today: its own verdict, and a mark that changes with its file and its grade."""
        record = self._evidence.records.get(ident)
        if record is None:
            return {"standing": "", "mark": "", "changes": 0}
        held = [record.model_dump(mode="json"), self._evidence.grades[ident].grade]
        mark = hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]
        standing = self._composer.records.verdict(record).id
        return {"standing": standing, "mark": mark, "changes": len(record.history)}

    def _alone(self, quote: str) -> str:
        """The most serious verdict of a sentence judged alone; empty where it cannot be read."""
        try:
            found = check(quote, self._evidence).statements
        except InputProblem:
            return ""
        return worst(found).verdict if found else ""

    def moved(self, shown: Iterable[Statement], revisions: tuple[str, str], made_on: date) -> tuple[Moved, ...]:
        """The statements that today's evidence and method judge differently, or whose record says more by now.

        A sentence is compared with itself, judged alone then and now. One that its page had helped to read cannot be
        judged again without that page, so the claim that answered it is compared instead.
        """
        found = (self._compare(statement, revisions, made_on) for statement in shown)
        return tuple(change for change in found if change is not None)

    def _compare(self, shown: Statement, revisions: tuple[str, str], made_on: date) -> Moved | None:
        today = self._standing(shown["record"])
        quote, was, now = shown["quote"], shown["verdict"], today["standing"]
        if shown["basis"] == "sentence" and shown["alone"] == was:
            now = self._alone(quote)
        elif shown["basis"] == "sentence":
            was = shown["standing"]
            record = self._evidence.records.get(shown["record"])
            quote = record.claim if record else quote
        if shown["record"] and not today["standing"]:
            now = "not_covered"  # the claim was taken out of the base
        why = self._history(shown, made_on)
        if not now or not was or (now == was and (not why or shown["mark"] == today["mark"])):
            return None
        labels = self._composer.verdicts
        then = shown["label"] if was == shown["verdict"] else labels[was].label
        if now == was:
            return Moved(quote, then, then, "evidence", why)
        return Moved(quote, then, labels[now].label, self._mover(shown, today, revisions), why)

    def _mover(self, shown: Statement, today: Statement, revisions: tuple[str, str]) -> Mover:
        """What changed since; where both did, the record tells whether it was one of them."""
        evidence, method = (then != now for then, now in zip(revisions, self.revisions, strict=True))
        if evidence != method:
            return "evidence" if evidence else "reading"
        if not shown["mark"]:
            return "both"
        return "reading" if shown["mark"] == today["mark"] else "evidence"

    def _history(self, shown: Statement, made_on: date) -> tuple[str, ...]:
        """What the record's history says since; a link from before these were counted goes by the day."""
        record = self._evidence.records.get(shown["record"])
        if record is None:
            return ()
        since = record.history[shown["changes"] :] if "changes" in shown else record.history
        return tuple(f"{day(c.date)}: {c.change} {c.reason}" for c in since if "changes" in shown or c.date > made_on)


def _sources(lines: Iterable[SourceLine]) -> list[dict[str, str | None]]:
    return [{"text": line.text, "url": line.url} for line in lines][:MOST_SOURCES]
