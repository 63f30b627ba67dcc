"""From a report and the evidence to what the answer page shows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.fields import UNSPECIFIC, VERDICTS
from app.judging.report import NEGATIVE, PageFinding, Report, Statement
from app.telling.answer import LONG, Answer, Approval, Card, Count, Finding, Harm, SourceLine, Verdict, Word
from app.telling.needed import needed, with_but
from app.telling.own_text import pieces
from app.telling.questions import to_take_along
from app.telling.record import SURENESS, RecordTeller, short_answer
from app.telling.sources import each_once
from app.telling.words import ABOUT_PEOPLE, ANIMALS_ONLY, IN_ANIMALS_ONLY, by_matrix

NOT_MARKED = "not_a_claim"

SILENCES = {
    "outside_field": "This is outside what we check: stem cells and other regenerative treatments.",
    "no_record": "This is in our field, but we hold no checked record for it yet. That says nothing for or against it.",
    "too_vague": "This is too vague to check: it does not say which treatment does what.",
}
MEANINGS = {
    "treatment": "a treatment, {label}",
    "condition": "a condition, {label}",
    "kind": "a claim of this kind: {label}",
    "cue": "a telling word ({label})",
    "rule": "the rule “{label}” of our method",
}
REMEMBERED = 2048  # records, with the country chosen
MANY = 4  # more claims than this need a short list of the most serious
MOST_CONDITIONS = 5  # of a text that promises to help everything
CARD_APPROVALS, CARD_HARMS = 4, 3  # as many as a card shows; the record's own page shows all
LONG_APPROVALS, LONG_HARMS = 2, 2  # in a long answer


class Composer:
    """Turns reports into answers; made once for one evidence base."""

    def __init__(self, evidence: Evidence) -> None:
        vocabulary = evidence.vocabulary
        self._evidence = evidence
        self._by_matrix = {rule["id"] for rule in vocabulary["rules"] if rule["verdict"] == "matrix"}
        self.records = RecordTeller(evidence)
        self.verdicts = self.records.verdicts
        # Kept by ids alone, never by any text: the same records answer again and again.
        self._approvals = lru_cache(REMEMBERED)(lambda i, country: self.records.approvals(evidence.records[i], country))
        self._harms = lru_cache(REMEMBERED)(lambda i: self.records.harms(evidence.records[i]))
        self._ladder = lru_cache(REMEMBERED)(lambda i: self.records.ladder(evidence.records[i]))
        self._sources = lru_cache(REMEMBERED)(lambda i, more: self.records.sources(evidence.records.get(i), more))

    def answer(self, report: Report, country: str = "") -> Answer:
        """The answer to a text, with the law of ``country`` (an id of the vocabulary, or empty) first."""
        claims = [s for s in report.statements if s.verdict != NOT_MARKED]
        same = _numbered(claims)
        places = Counter(number for number, *_ in {(n, s.start, s.end) for n, s in zip(same, claims, strict=True)})
        said: dict[int, list[Statement]] = {}
        for number, statement in zip(same, claims, strict=True):
            said.setdefault(number, []).append(statement)
        listed = (LONG_APPROVALS, LONG_HARMS) if len(said) > LONG else (CARD_APPROVALS, CARD_HARMS)
        shown = _Shown()
        cards = tuple(
            self._card(number, alike, places[number], self._law_and_harms(alike[0], country, *listed), shown)
            for number, alike in said.items()
        )
        number_of = report.counts
        counts = tuple(
            Count(verdict, number_of[verdict.id])
            for verdict in self.verdicts.values()
            if verdict.id != NOT_MARKED and verdict.id in number_of
        )
        first = self._first(cards)
        marks = [(s.start, s.end, number, self._verdict(s)) for s, number in zip(claims, same, strict=True)]
        read = {(s.start, s.end): s.reading.sentence.text for s in report.statements}
        return Answer(
            summary=summary(len(report.document.sentences), counts),
            counts=counts,
            pieces=pieces(report.document.seen, marks),
            cards=cards,
            left_out=_findings(report.page.left_out, read),
            contradictions=_findings(report.page.contradictions, read),
            techniques=_findings(report.page.techniques, read),
            questions=_questions(cards, first, report),
            evidence_revision=report.evidence_revision,
            method_revision=report.method_revision,
            first=first,
            sources=_cited(cards),
            conditions=self._conditions(claims),
        )

    def _conditions(self, claims: Iterable[Statement]) -> tuple[tuple[str, str], ...]:
        """The illnesses that the claims name, in the order of the text; a whole group, such as "eye", is none."""
        named = dict.fromkeys(ident for claim in claims for ident in claim.reading.conditions)
        single = [i for i in named if i not in UNSPECIFIC and not self._evidence.descendants(i)]
        return tuple((ident, self.records.label("condition", ident)) for ident in single[:MOST_CONDITIONS])

    @staticmethod
    def _first(cards: tuple[Card, ...]) -> tuple[Card, ...]:
        """The three most serious claims, those said most often before others; none where there are few."""
        if len(cards) <= MANY:
            return ()
        doubted = [card for card in cards if card.verdict.id in NEGATIVE]
        return tuple(sorted(doubted, key=lambda c: (VERDICTS.index(c.verdict.id), -c.places, c.number))[:3])

    def _law_and_harms(
        self, statement: Statement, country: str, approvals: int, harms: int
    ) -> tuple[tuple[Approval, ...], tuple[Harm, ...]]:
        """The first few legal positions and harms of the record that answers ``statement``."""
        if statement.record is None:
            return (), ()
        return self._approvals(statement.record, country)[:approvals], self._harms(statement.record)[:harms]

    def _card(
        self,
        number: int,
        said: list[Statement],
        places: int,
        listed: tuple[tuple[Approval, ...], tuple[Harm, ...]],
        shown: "_Shown",
    ) -> Card:
        statement = said[0]
        record = self._evidence.records.get(statement.record) if statement.record else None
        near = self._evidence.records.get(statement.near) if statement.near else None
        read, fact = statement.reading, statement.fact
        ladder = self._ladder(record.id) if record else ()
        answer, because = self._told(statement, record)
        silence = SILENCES.get(statement.silence or "", "")
        if because and statement.silence == "too_vague":
            silence, because = because, ""  # the rule says better what could not be told
        why = record.why if record else ""
        limits = tuple(record.limits) if record else ()
        checked = (fact.shown,) if fact and fact.shown else ()
        return Card(
            number=number,
            places=places,
            quote=read.sentence.text,
            others=_wordings(said)[1:],
            verdict=self._verdict(statement),
            asserts=tuple(self.records.label("kind", kind) for kind in read.kinds),
            about=", ".join(
                [self.records.label("treatment", i) for i in read.interventions[:1]]
                + [self.records.label("condition", c) for c in read.conditions[:1] if c not in UNSPECIFIC]
            ),
            because=because,
            silence=silence,
            near=near.claim if near and statement.silence != "outside_field" else "",
            answered=record.claim if record else "",
            short_answer=answer,
            why=why,
            facts_table=self.records.facts_table(record) if record else None,
            fair_wording=statement.fair_wording or "",
            sureness=SURENESS[statement.certainty],
            ladder=ladder,
            approvals=listed[0],
            harms=listed[1],
            limits=limits,
            would_change=(record.would_change or "") if record else "",
            ask=record.ask if record else "",
            checked=checked,
            sources=self._sources(statement.record, fact.sources if fact else ()),
            dates="" if statement.verdict == "not_covered" else self.records.dates(record),
            words=_by_meaning(chain.from_iterable(map(self._words, said))),
            record=record.id if record else "",
            needs=with_but(needed(read, self.records.groups), statement, ladder) if record else None,
            why_as=shown.first("why", number, (why, limits, ladder, checked)),
            law_as=shown.first("law", number, listed[0]),
            harms_as=shown.first("harms", number, listed[1]),
        )

    def _verdict(self, statement: Statement) -> Verdict:
        """The verdict as its label stands on the card: a true sentence about animals is not one about people."""
        verdict = self.verdicts[statement.verdict]
        return replace(verdict, label=verdict.label + IN_ANIMALS_ONLY) if _only_animals(statement) else verdict

    def _told(self, statement: Statement, record: ClaimRecord | None) -> tuple[str, str]:
        """The short answer, and why the sentence gets its verdict where the answer does not say that word for word."""
        answer = short_answer(record, statement.verdict) if record else ""
        if not _only_animals(statement):
            because = self.because(statement)
            return answer, "" if because in answer else because
        checked = "" if statement.rule in self._by_matrix else self.because(statement)
        people = ABOUT_PEOPLE.format(answer=answer) if answer else ""
        return ANIMALS_ONLY, f"{checked} {people}".strip()

    def because(self, statement: Statement) -> str:
        """Why the sentence gets its verdict; where the matrix decides, its grade and strength in words."""
        if statement.rule in self._by_matrix and statement.grade:
            return by_matrix(statement.grade, statement.reading.strength)
        return statement.because or ""

    def _words(self, statement: Statement) -> Iterator[tuple[str, str]]:
        """The words that led to the verdict, each with what it was taken to say."""
        for reason in statement.reasons:
            what, _, ident = reason.rule.partition(":")
            label = (
                self.records.label(what, ident)
                if what in self.records.labels
                else ident.replace("_", " ").replace("-", " ")
            )
            meaning = MEANINGS.get(what, "{label}").format(label=label)
            yield statement.reading.sentence.text if what == "rule" else reason.text, meaning


def _by_meaning(words: Iterable[tuple[str, str]]) -> tuple[Word, ...]:
    """One entry for each meaning, in the order of the first words that have it."""
    quotes: dict[str, dict[str, None]] = {}
    for quote, meaning in words:
        quotes.setdefault(meaning, {})[quote] = None
    return tuple(Word(tuple(said), meaning) for meaning, said in quotes.items())


def _only_animals(statement: Statement) -> bool:
    """Whether the sentence is true, but only of animals or the laboratory."""
    return statement.verdict == "supported" and statement.reading.setting == "animal_or_lab"


def _numbered(claims: Sequence[Statement]) -> list[int]:
    """The card number of each claim; the same claim in other words shares the card of the first."""
    numbers: dict[tuple[object, ...], int] = {}
    return [numbers.setdefault(_claim(s), len(numbers) + 1) for s in claims]


def _claim(statement: Statement) -> tuple[object, ...]:
    """What makes two sentences the same claim: all that their answer rests on; their words where no record answers."""
    read = statement.reading
    answered = (statement.verdict, statement.record, statement.rule, statement.grade, statement.fact)
    if statement.record is None:
        return (*answered, read.sentence.text)
    topic = (read.kinds[:1], read.interventions[:1], read.conditions[:1])
    in_animals = read.setting == "animal_or_lab"  # whether people are named or not, a promise is about them
    return (*answered, *topic, read.strength, read.polarity, in_animals, read.stance)


def _wordings(said: Iterable[Statement]) -> tuple[str, ...]:
    """The different sentences of one claim, in the order of the text."""
    return tuple(dict.fromkeys(statement.reading.sentence.text for statement in said))


class _Shown:
    """What the cards of one answer have shown so far: reasons, law and harms, each with the number of its card."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, tuple[object, ...]], int] = {}

    def first(self, what: str, number: int, listed: tuple[object, ...]) -> int:
        """The number of the card that first showed the very same; 0 where that is this one, or nothing is shown."""
        if not any(listed):
            return 0
        first = self._first.setdefault((what, listed), number)
        return 0 if first == number else first


def _cited(cards: Iterable[Card]) -> tuple[SourceLine, ...]:
    """Every source of ``cards``, their law and their harms, each once in the order of first use."""
    return each_once(
        line
        for card in cards
        for line in chain(card.sources, *(a.sources for a in card.approvals), *(h.sources for h in card.harms))
    )


def _findings(found: Iterable[PageFinding], read: Mapping[tuple[int, int], str]) -> tuple[Finding, ...]:
    """``found`` with each quotation as its sentence was ``read``: without tags, hidden parts and turned directions."""
    return tuple(Finding(f.label, tuple(read[q.start, q.end] for q in f.quotes), f.id) for f in found)


def _questions(cards: tuple[Card, ...], first: tuple[Card, ...], report: Report) -> tuple[str, ...]:
    """The questions of the claims, those of the most serious ones first, then one for each thing left out."""
    if not cards:
        return ()
    return to_take_along(tuple(card.ask for card in (*first, *cards)), tuple(f.id for f in report.page.left_out))


def summary(sentences: int, counts: tuple[Count, ...]) -> str:
    """The whole answer in two short sentences; ``counts`` leave out what is not a claim."""
    claims = sum(count.number for count in counts)
    if not claims:
        return "We found no claim about a treatment in this text."
    first = f"We read {_many(sentences, 'sentence')} and found {_many(claims, 'claim')}."
    backed = next((count.number for count in counts if count.verdict.id == "supported"), 0)
    unchecked = next((count.number for count in counts if count.verdict.id == "not_covered"), 0)
    doubtful = claims - backed - unchecked
    if not doubtful:
        return f"{first} {_undoubted(backed, unchecked)}"
    if claims == 1:
        return f"{first} It does not hold up as worded."
    if doubtful == claims:
        return f"{first} None of them holds up as worded."
    return f"{first} {doubtful} of them {'does' if doubtful == 1 else 'do'} not hold up as worded."


def _undoubted(backed: int, unchecked: int) -> str:
    """What to say where no claim goes against the evidence."""
    if not unchecked:
        return "It is backed by evidence." if backed == 1 else "All of them are backed by evidence."
    if not backed:
        return "We have not checked it." if unchecked == 1 else "We have not checked any of them."
    return f"{backed} {'is' if backed == 1 else 'are'} backed by evidence; {unchecked} we have not checked."


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
