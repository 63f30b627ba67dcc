"""A claim record in the terminal, in the words and the order in which patients read it."""

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.grades import WorkedGrade
from app.evidence.ladder import Ladder
from app.evidence.lint.verdicts import effective_verdicts
from app.evidence.trials import EFFICACY

_SURE = {
    "high": "Very sure",
    "moderate": "Fairly sure",
    "low": "Not very sure",
    "very_low": "Very unsure",
    "not_rated": "Not rated",
}
_SAID = {
    "guaranteed": "When promised",
    "definite": "When stated as fact",
    "reported": "When told as a result",
    "hedged": "When said with a “may”",
}


def show(record: ClaimRecord, evidence: Evidence, console: Console) -> None:
    """Print ``record``."""
    console.print(Panel(Group(*_parts(record, evidence)), title=escape(record.id), title_align="left", padding=(1, 2)))


def _parts(record: ClaimRecord, evidence: Evidence) -> Iterator[RenderableType]:
    grade = evidence.grades[record.id]
    yield f"[bold]“{escape(record.claim)}”[/bold]\n"
    yield from _verdicts(record, grade, evidence)
    yield f"\n[bold]Short answer.[/bold] {escape(record.short_answer)}"
    if record.facts_table is not None:
        yield _facts(record)
    yield f"\n[bold]Why.[/bold] {escape(record.why)}"
    yield _ladder(evidence.ladders[record.id])
    yield from _legal(record, evidence)
    for signal in (evidence.safety[i] for i in record.carried_by.safety):
        yield f"[bold]Known harm.[/bold] {escape(signal.what_happened)}"
    yield f"\n[bold]How sure.[/bold] {_SURE[record.certainty]}. Grade: {grade.grade}. {escape(grade.reason)}"
    if record.limits:
        yield "[bold]What we do not know.[/bold]\n" + "\n".join(f"  • {escape(limit)}" for limit in record.limits)
    if record.would_change:
        yield f"[bold]What would change this.[/bold] {escape(record.would_change)}"
    yield f"[bold]Ask the clinic.[/bold] {escape(record.ask)}"
    if record.fair_wording:
        yield f"[bold]A fair way to say it.[/bold] {escape(record.fair_wording)}"
    yield "\n[bold]Sources.[/bold]"
    for cited in record.sources:
        source = evidence.sources[cited.id]
        place = f", {cited.place}" if cited.place else ""
        year = f" ({source.year})" if source.year else ""
        yield escape(f"  • {source.title}{year}. {source.url or source.doi or ''} [read: {cited.read}{place}]")
    checked = record.review_note[:1].upper() + record.review_note[1:]
    yield f"\n[italic]{escape(checked)}. Drafted {record.drafted_on}, next review {record.next_review}.[/italic]"


def _verdicts(record: ClaimRecord, grade: WorkedGrade, evidence: Evidence) -> Iterator[str]:
    """The verdict for each way of saying it; the matrix speaks for effects only."""
    labels = {v["id"]: v["label"] for v in evidence.vocabulary.get("verdicts") or ()}
    matrix = evidence.vocabulary.get("matrix") or {}
    verdicts = effective_verdicts(record, matrix.get(grade.grade, {}) if record.outcome in EFFICACY else {})
    for strength, said in _SAID.items():
        verdict = verdicts[strength]
        label = labels.get(verdict, verdict) if verdict else "by the general rule for this kind of claim"
        yield f"{said}: [bold]{escape(label)}[/bold]"


def _facts(record: ClaimRecord) -> Table:
    assert record.facts_table is not None  # noqa: S101 - the caller looked
    table = Table(title=escape(record.facts_table.caption), title_justify="left")
    table.add_column("")
    table.add_column("People", justify="right")
    for row in record.facts_table.rows:
        table.add_row(escape(row.label), f"{row.affected} of {row.of}")
    return table


def _ladder(ladder: Ladder) -> Table:
    table = Table(title="How far testing has come", title_justify="left")
    table.add_column("Step")
    table.add_column("State")
    table.add_column("Controlled trials")
    for rung in ladder.rungs:
        trials = "\n".join(
            f"{t.id}: {f'{t.n} people' if t.n else 'size not known'}, {t.year or 'no date'}, {t.says}"
            for t in rung.trials
        )
        table.add_row(rung.label, rung.state.replace("_", " "), escape(trials or rung.note or ""))
    return table


def _legal(record: ClaimRecord, evidence: Evidence) -> Iterator[str]:
    """Each legal position by its sentence, with place and date; never by its status word."""
    for ident in record.carried_by.regulation:
        position = evidence.regulation[ident]
        yield f"[bold]The law ({position.jurisdiction.upper()}, {position.as_of}).[/bold] {escape(position.statement)}"
