"""What the answer page shows, as plain frozen objects: templates read these and nothing else."""

from dataclasses import dataclass

from app.evidence.fields import Severity

LONG = 12
"""More cards than this, and what an earlier card shows is named, not repeated: a long answer must stay light."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome as patients read it."""

    id: str
    label: str
    when: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the person's own text; ``numbers`` name the cards of a marked one, and are empty between marks.

    ``times`` says for each of them which of the card's places this is, from 1.
    """

    text: str
    numbers: tuple[int, ...] = ()
    verdict: Verdict | None = None
    times: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the trial ladder: whether testing has come that far, in ``state`` words, with its trials in words.

    ``mark`` is the id of the state, for its looks.
    """

    id: str
    label: str
    reached: bool
    mark: str
    state: str
    trials: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """The rung (by id) that a sentence needs under it, and ``words`` that say what must have been found there.

    ``but`` says what was found instead, where testing has come that far.
    """

    rung: str
    words: str
    but: str = ""


@dataclass(frozen=True, slots=True)
class FactsRow:
    """One group of people: how many of how many."""

    label: str
    affected: int
    of: int


@dataclass(frozen=True, slots=True)
class FactsTable:
    """Plain counts with and without the treatment."""

    caption: str
    rows: tuple[FactsRow, ...]
    source: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One later look at the figures of a source: the day in words, the page read, what it says and what differs."""

    day: str
    url: str
    read: str
    differs: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source, its address, and what was read of it (``read``) at which place in it (``place``).

    ``numbers`` are its names in registers (PubMed, DOI, trial register), each with its address; ``checks`` are the
    later looks at its figures, oldest first.
    """

    text: str
    url: str | None
    read: str
    place: str
    id: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    checks: tuple[CheckLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """What the law of one place says of one product; ``as_of`` is a phrase that dates what was read.

    ``since`` is when it began. ``unconfirmed`` names what we could not confirm of it, and is shown wherever the
    statement is.
    """

    id: str
    place: str
    product: str
    statement: str
    as_of: str
    sources: tuple[SourceLine, ...]
    since: str = ""
    unconfirmed: str = ""
    place_id: str = ""


@dataclass(frozen=True, slots=True)
class Harm:
    """One known harm: ``count`` says how many of how many, ``setting`` and ``place`` (empty if not known) where.

    ``unconfirmed`` names what we could not confirm of it, and is shown wherever the harm is.
    """

    id: str
    event: str
    count: str
    setting: str
    place: str
    year: int
    severity: Severity
    what_happened: str
    sources: tuple[SourceLine, ...]
    unconfirmed: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """Words of the sentence that led to the verdict, and what they were all taken to say."""

    quotes: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class Card:
    """One claim of the text with everything we can say about it; ``places`` counts how often the text says it.

    ``quote`` is its first wording, ``others`` are the other sentences that say the same.

    ``record`` is the id of the record that answers it, and is empty where none does. ``needs`` is the rung of the
    ladder that the sentence would have to stand on, with what it says of it; None where no rung could settle it.
    ``why_as``, ``law_as`` and ``harms_as`` number the first card with the very same reasons or list, so that a long
    answer or paper need not repeat them; 0 where this is the first.
    """

    number: int
    places: int
    quote: str
    verdict: Verdict
    asserts: tuple[str, ...]
    about: str
    because: str
    silence: str
    near: str
    answered: str
    short_answer: str
    why: str
    facts_table: FactsTable | None
    fair_wording: str
    sureness: str
    ladder: tuple[Rung, ...]
    approvals: tuple[Approval, ...]
    harms: tuple[Harm, ...]
    limits: tuple[str, ...]
    would_change: str
    ask: str
    checked: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    dates: str
    words: tuple[Word, ...]
    record: str = ""
    needs: Need | None = None
    why_as: int = 0
    law_as: int = 0
    harms_as: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something true of the page as a whole, with the words that show it."""

    label: str
    quotes: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims got one verdict."""

    verdict: Verdict
    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to one text.

    ``first`` are the claims that matter most, where there are many; ``sources`` all that the cards, their law and
    their harms cite, each once; ``conditions`` are the (id, name) pairs of the illnesses that the claims are about.
    """

    summary: str
    counts: tuple[Count, ...]
    pieces: tuple[Piece, ...]
    cards: tuple[Card, ...]
    left_out: tuple[Finding, ...]
    contradictions: tuple[Finding, ...]
    techniques: tuple[Finding, ...]
    questions: tuple[str, ...]
    evidence_revision: str
    method_revision: str
    first: tuple[Card, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    conditions: tuple[tuple[str, str], ...] = ()

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each source in the one list, by its id, from 1."""
        return {source.id: number for number, source in enumerate(self.sources, start=1)}

    @property
    def is_long(self) -> bool:
        """Whether a card names an earlier one rather than repeat its law and harms."""
        return len(self.cards) > LONG


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text could not be checked, in ``language`` (``en`` or ``es``)."""

    code: str
    message: str
    language: str
