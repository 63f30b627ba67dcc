"""Scoring against labelled sentences: accuracy by outcome, harmful errors, and each miss.

The labels (``accept``, ``never``, ``source_kind``, ``doc``) are never given to the reader.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from app.evidence import Evidence
from app.evidence.fields import VERDICTS
from app.judging.check import check
from app.judging.report import NEGATIVE, Statement, worst
from app.reading.document import InputProblem
from app.reading.labelled import Labelled, LabelledPage


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled sentence with the outcome it got."""

    id: str
    text: str
    accept: tuple[str, ...]
    got: str
    detail: str

    @property
    def right(self) -> bool:
        """Whether the outcome is one of those accepted."""
        return self.got in self.accept

    @property
    def harm(self) -> str | None:
        """``promise`` (an undeserved promise shown as supported), ``warning`` (a true sentence punished) or None."""
        if self.got == "supported" and not {"supported", "not_a_claim"} & set(self.accept):
            return "promise"
        if self.accept == ("supported",) and self.got in NEGATIVE:
            return "warning"
        return None

    @property
    def groundless(self) -> bool:
        """A verdict on something that is no claim."""
        return self.accept == ("not_a_claim",) and self.got in NEGATIVE | {"supported"}


@dataclass(frozen=True, slots=True)
class Score:
    """The items of one labelled file, scored."""

    items: tuple[Item, ...]

    @property
    def accuracy(self) -> float:
        """The share of items (0 to 1) whose outcome is accepted."""
        return sum(item.right for item in self.items) / max(1, len(self.items))

    @property
    def harmful(self) -> float:
        """The share of items (0 to 1) with a harmful error."""
        return sum(item.harm is not None for item in self.items) / max(1, len(self.items))

    def lines(self, *, misses: bool = False) -> Iterator[str]:
        """The score as lines of text; with ``misses`` each wrong item as well."""
        total = len(self.items)
        right = sum(i.right for i in self.items)
        harmful = [i for i in self.items if i.harm]
        yield f"accuracy {_share(right, total)}"
        yield f"harmful {_share(len(harmful), total)}" + "".join(f" {k}={n}" for k, n in _harms(harmful))
        yield f"groundless {_share(sum(i.groundless for i in self.items), total)}"
        yield f"claim or not F1 {self.claim_f1():.3f}"
        for outcome in VERDICTS:
            wanted = [i for i in self.items if i.accept[0] == outcome]
            if wanted:
                yield f"  {outcome:<13} {_share(sum(i.right for i in wanted), len(wanted))}"
        if misses:
            for item in self.items:
                if not item.right:
                    mark = "HARM " if item.harm else ""
                    accepted = "|".join(item.accept)
                    yield f"{mark}{item.id}: got {item.got}, accepted {accepted} [{item.detail}] {item.text}"

    def claim_f1(self) -> float:
        """F1 of telling claims from the rest; items that accept both count as right either way."""
        clear = [i for i in self.items if i.accept == ("not_a_claim",) or "not_a_claim" not in i.accept]
        hits = sum(i.got != "not_a_claim" and "not_a_claim" not in i.accept for i in clear)
        false = sum(i.got != "not_a_claim" and "not_a_claim" in i.accept for i in clear)
        missed = sum(i.got == "not_a_claim" and "not_a_claim" not in i.accept for i in clear)
        return 2 * hits / max(1, 2 * hits + false + missed)


def _harms(items: Sequence[Item]) -> list[tuple[str, int]]:
    return sorted(Counter(str(i.harm) for i in items).items())


def _share(part: int, total: int) -> str:
    """A share with its 95% interval (Wilson's score interval)."""
    if not total:
        return "0 of 0"
    p, z = part / total, 1.96
    middle = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return f"{p:.3f} ({part} of {total}; 95% {max(0, middle - half):.3f} to {min(1, middle + half):.3f})"


def evaluate(rows: Iterable[Labelled], evidence: Evidence) -> Score:
    """Score sentences judged alone."""
    return Score(tuple(_item(row, _statements(row.text, evidence)) for row in rows))


def evaluate_pages(pages: Iterable[LabelledPage], evidence: Evidence) -> Score:
    """Score pages judged whole, sentence by sentence; a part of a labelled sentence counts for it."""
    items = []
    for page in pages:
        said = _statements(page.text, evidence)
        items += [_item(row, [s for s in said if s.start < end and s.end > start]) for row, start, end in page.places()]
    return Score(tuple(items))


def _statements(text: str, evidence: Evidence) -> Sequence[Statement]:
    try:
        return check(text, evidence).statements
    except InputProblem:
        return ()


def _item(row: Labelled, statements: Sequence[Statement]) -> Item:
    return Item(row.id, row.text, row.accept, *_told(statements))


def _told(statements: Sequence[Statement]) -> tuple[str, str]:
    if not statements:
        return "not_a_claim", "nothing read"
    told = worst(statements)
    read = told.reading
    said = f"{','.join(read.kinds)} {read.stance} {read.polarity} {read.strength} {'/'.join(read.interventions[:2])}"
    return told.verdict, f"{said} {'/'.join(read.conditions[:2])} -> {told.record} {told.grade} {told.rule}"
