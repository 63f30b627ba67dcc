"""Scoring against labelled sentences: accuracy by outcome, harmful errors, and each miss.

The labels (``accept``, ``never``, ``source_kind``, ``doc``) are never given to the reader.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from app.evidence import Evidence
from app.judging.check import check
from app.judging.report import NEGATIVE, Report, Statement
from app.reading.document import InputProblem

ORDER = ("contradicted", "misleading", "unproven", "overstated", "not_covered", "supported", "not_a_claim")


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
        for outcome in ORDER:
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


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The labelled rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def evaluate(rows: Iterable[Mapping[str, Any]], evidence: Evidence) -> Score:
    """Score sentences judged alone."""
    items = []
    for row in rows:
        got, detail = _outcome(_report(row["text"], evidence))
        items.append(Item(row["id"], row["text"], tuple(row["accept"]), got, detail))
    return Score(tuple(items))


def evaluate_pages(folder: Path, evidence: Evidence) -> Score:
    """Score pages in context: ``x.md`` is read whole and compared with its key ``x.jsonl``, sentence by sentence."""
    items = []
    for page in sorted(folder.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        report = check(text, evidence)
        at = 0
        for row in read_rows(page.with_suffix(".jsonl")):
            start = text.find(row["text"], at)
            at = start if start >= 0 else at
            end = start + len(row["text"])
            inside = [s for s in report.statements if start >= 0 and s.start < end and s.end > start]
            got, detail = _told(inside)
            items.append(Item(row["id"], row["text"], tuple(row["accept"]), got, detail))
    return Score(tuple(items))


def _report(text: str, evidence: Evidence) -> Report | None:
    try:
        return check(text, evidence)
    except InputProblem:
        return None


def _outcome(report: Report | None) -> tuple[str, str]:
    return _told(report.statements if report else ())


def worst(statements: Sequence[Statement]) -> Statement:
    """The statement with the most serious verdict; ``statements`` must hold one."""
    return min(statements, key=lambda s: ORDER.index(s.verdict))


def _told(statements: Sequence[Statement]) -> tuple[str, str]:
    if not statements:
        return "not_a_claim", "nothing read"
    told = worst(statements)
    read = told.reading
    said = f"{','.join(read.kinds)} {read.stance} {read.polarity} {read.strength} {'/'.join(read.interventions[:2])}"
    return told.verdict, f"{said} {'/'.join(read.conditions[:2])} -> {told.record} {told.grade} {told.rule}"
