"""One reading and the evidence give one verdict, by the published rules, with the reasons."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from app.evidence import Evidence
from app.evidence.claim import ClaimRecord, VerdictCell
from app.evidence.fields import LicenceStanding, Silence, VerdictId
from app.evidence.trials import EFFICACY
from app.judging.facts import Agreement, Fact, Facts, telling_figures
from app.judging.licences import Licences
from app.judging.match import Matcher
from app.judging.nearest import terms_of
from app.judging.report import NEGATIVE, Statement, worst
from app.judging.rules import Case, Rules, Ruling
from app.judging.signs import Nearness
from app.reading.lexicon import Lexicon
from app.reading.reading import FIRM, SELLING, Reading

# Least share of the likelier side, below which the judge abstains. On pages modelled on real ones, before the reader
# had learned from them, 9 of the 25 verdicts from 0.65 to 0.7 were right. Not above the reader's SURE_HALF: so sure is
# a soft promise read that names its limit.
SURE = 0.7
FEWEST_TERMS = 4  # content words and figures; what has fewer ("No, not yet.") agrees with facts on anything
SURELY = 0.9  # from here on no single word makes the judge abstain, and a part that sells decides for its whole
STANCES_OF_FACT = frozenset({"report", "rule", "risk", "neutral", "limit", "explain"})
"""Those of sentences that a checked fact may back: no rule lets a fact speak for a seller."""


class Asked(NamedTuple):
    """What the base is asked for a reading: its terms, its telling figures, and whether a fact may back it."""

    terms: Sequence[str] = ()
    telling: frozenset[str] = frozenset()
    reports: bool = False


class _Shared(NamedTuple):
    """What is worked out once for all kinds of a reading.

    ``near`` is how near the words of each record are, ``agreement`` the fact that backs it, ``parts`` its parts, each
    judged alone, ``figured`` whether its figures tell one study from another, and ``established`` whether its treatment
    is established for a disease that it names.
    """

    near: Mapping[int, float]
    agreement: Agreement | None
    parts: Collection[Statement]
    figured: bool
    established: bool


class Judge:
    """Judges readings against one evidence base; holds no state between texts."""

    def __init__(self, evidence: Evidence, lexicon: Lexicon) -> None:
        """``evidence`` is the loaded base, ``lexicon`` its vocabulary."""
        self._evidence = evidence
        self._matcher = Matcher(evidence)
        self._facts = Facts(evidence, lexicon)
        self._licences = Licences(evidence, lexicon)
        self._rules = Rules(evidence.vocabulary["rules"], evidence.vocabulary["matrix"])
        self._established = frozenset(_established(evidence))

    def judge(self, readings: Sequence[Reading]) -> list[Statement]:
        """A statement for each reading.

        All of a page at once, because the base is searched for many sentences for hardly more than for one.
        """
        if not readings:
            return []  # what follows asks for the parts, and parts have none
        parts = iter(self.judge([part for reading in readings for part in reading.parts]))
        asked = [asked_of(reading) for reading in readings]
        near = self._matcher.near([one.terms for one in asked])
        facts = self._facts.near([one.terms if one.reports else () for one in asked])
        found = zip(readings, asked, near, facts, strict=True)
        return [self._judged(*one, [next(parts) for _ in one[0].parts]) for one in found]

    def _judged(
        self,
        reading: Reading,
        asked: Asked,
        near: Mapping[int, float],
        facts: Mapping[int, Nearness],
        parts: Collection[Statement],
    ) -> Statement:
        """The statement for one reading; the most serious of its assertions decides.

        What may well claim nothing is left unmarked where it would be a promise, or where nothing is to be said of it.
        """
        if not reading.is_claim:
            return _plain(reading, "not_a_claim")
        if reading.outside:
            return _plain(reading, "not_covered", silence="outside_field", near=self._matcher.nearest(near))
        if not reading.kinds:
            return _plain(reading, "not_covered", silence="too_vague", near=self._matcher.nearest(near))
        agreement = None
        if asked.reports:
            agreement = self._facts.agreeing(reading, asked.telling, facts)
        established = self._is_established(reading)
        shared = _Shared(near, agreement, parts, figured=bool(asked.telling), established=established)
        told = worst([self._one(reading, kind, shared) for kind in _asserted(reading, self._matcher.group)])
        if reading.doubtful and (reading.stance == "promise" or told.verdict == "not_covered"):
            return _plain(reading.as_no_claim(), "not_a_claim")
        return told

    def _one(self, reading: Reading, kind: str, shared: _Shared) -> Statement:
        record = self._matcher.best(reading, kind, shared.near)
        grade = self._evidence.grades[record.id].grade if record else "none"
        licence = self._licences.standing(reading) if kind == "regulatory_approval" else "none"
        agreement = shared.agreement
        case = Case(
            kind=kind,
            group=self._matcher.group(kind),
            stance=reading.stance,
            polarity=reading.polarity,
            strength=reading.strength,
            setting=reading.setting,
            speaker=reading.speaker,
            cues=reading.cues,
            says=reading.matters,
            sure=reading.stance_sureness >= SURE,
            surely=reading.stance_sureness >= SURELY,
            named=reading.named_here,
            grade=grade,
            fact=agreement is not None,
            close=agreement is not None and agreement.is_close,
            alike=agreement is not None and agreement.is_alike,
            denying=agreement is not None and agreement.is_denying,
            record=record is not None,
            treated=any(ident != "other" for ident in reading.interventions),
            diseases=bool(reading.conditions),
            system=any(map(self._evidence.descendants, reading.conditions[:1])),
            listed=reading.sentence.role == "item",
            same_kind=record is not None and kind in record.kinds,
            figured=shared.figured,
            sells_too=any(_surely_sells(part, reading) for part in shared.parts),
            tells_too=any(part.verdict == "supported" for part in shared.parts),
            established=shared.established,
            own=_own_verdict(record, reading, kind, licence),
            licence=licence,
        )
        ruling = self._rules.rule(case)
        if agreement is None or ruling.verdict != "supported":
            return self._statement(reading, record, ruling, grade)
        if agreement.is_alike:
            # What backs a sentence answers it, even where another record is nearer by structure.
            fact = agreement.fact
            record = self._matcher.best(reading, kind, shared.near, fact.id) or self._evidence.records.get(fact.id)
            return self._statement(reading, record, ruling, grade, fact)
        statement = self._statement(reading, record, ruling, grade)
        if not ruling.on_fact:
            return statement
        # The record is on something near; how sure it is, and what could fairly be said of that, is not about this.
        return replace(statement, certainty="not_rated", fair_wording=None)

    def _is_established(self, reading: Reading) -> bool:
        """Whether the treatment named first is established for a disease that is named, or for one that holds it."""
        meant = [held for disease in reading.conditions for held in (disease, *self._evidence.ancestors(disease))]
        return any((treatment, held) in self._established for treatment in reading.interventions[:1] for held in meant)

    def _statement(
        self, reading: Reading, record: ClaimRecord | None, ruling: Ruling, grade: str, fact: Fact | None = None
    ) -> Statement:
        sentence = reading.sentence
        covered = ruling.verdict != "not_covered"
        answer = record if covered else None
        return Statement(
            start=sentence.start,
            end=sentence.end,
            text=sentence.text,
            verdict=ruling.verdict,
            reading=reading,
            record=answer.id if answer else None,
            near=record.id if record and not covered else None,
            rule=ruling.rule,
            because=ruling.because,
            grade=grade,
            silence=ruling.silence if covered else ruling.silence or "no_record",
            certainty=answer.certainty if answer else "not_rated",
            fair_wording=answer.fair_wording if answer else None,
            fact=fact,
        )


def _established(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Each treatment with each disease in which good evidence shows that it does good."""
    for record in evidence.records.values():
        if record.outcome in EFFICACY and evidence.grades[record.id].grade == "established":
            yield from product(record.interventions, record.conditions)


def _surely_sells(part: Statement, whole: Reading) -> bool:
    """Whether a part of ``whole`` sells beyond doubt, or promises firmly and more surely than the whole tells."""
    read = part.reading
    if part.verdict not in NEGATIVE or read.stance not in SELLING:
        return False
    firm = read.stance == "promise" and read.polarity == "asserts" and read.strength in FIRM
    enough = max(SURE, whole.stance_sureness) if firm else SURELY
    return read.stance_sureness >= min(enough, SURELY)


def _asserted(reading: Reading, group: Callable[[str], str]) -> tuple[str, ...]:
    """The kinds to judge; ``group`` tells the group of evidence that answers a kind.

    That own tissue is not rejected says nothing of drug law unless the sentence speaks of it; what stored cells will
    one day do is judged as a promise of storing; how good or many the cells are is judged where it is the point. A
    study that is told only for what it saw of harm is no report of a benefit.
    """
    kinds = reading.kinds
    told = tuple(kind for kind in kinds if kind != "trial_result")
    if reading.stance == "report" and {group(kind) for kind in told} == {"safety"}:
        return told
    if kinds[0] == "rejection_free" and reading.cues.isdisjoint({"drug_law", "agency"}):
        return tuple(kind for kind in kinds if kind != "own_cells_not_a_drug")
    if "banking" in kinds and not reading.cues.isdisjoint({"bank", "insurance_words"}):
        return tuple(kind for kind in kinds if kind in {"banking", "regulatory_approval", "rejection_free"})
    return (kinds[0], *(kind for kind in kinds[1:] if kind != "cell_quality_or_count"))


def asked_of(reading: Reading) -> Asked:
    """What to ask the base for ``reading``; nothing where it is no claim."""
    if not reading.is_claim:
        return Asked()
    terms, telling = terms_of(reading.forms), telling_figures(reading)
    tells = bool(reading.kinds) and not reading.outside and len(set(terms)) >= FEWEST_TERMS
    return Asked(terms, telling, tells and reading.stance in STANCES_OF_FACT)


def _own_verdict(
    record: ClaimRecord | None, reading: Reading, kind: str, licence: LicenceStanding
) -> VerdictCell | None:
    """A curator's own verdict for a claim of this kind and strength.

    None backs words that leave no exception, or an approval without a licence on record.
    """
    if record is None or kind not in record.kinds:
        return None
    cell = record.verdicts.get(reading.strength, record.verdicts.get("any"))
    if cell is None or cell.verdict != "supported":
        return cell
    unlicensed = kind == "regulatory_approval" and licence != "granted"
    firm = reading.strength == "guaranteed" or bool(reading.cues & {"certain", "safe", "absence"})
    return None if unlicensed or firm else cell


def _plain(reading: Reading, verdict: VerdictId, silence: Silence | None = None, near: str | None = None) -> Statement:
    sentence = reading.sentence
    return Statement(sentence.start, sentence.end, sentence.text, verdict, reading, near=near, silence=silence)
