"""The page of one claim in a terminal, for curators: what the site shows, in its words and its order."""

from collections.abc import Iterator
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.telling.answer import Approval, Harm, SourceLine
from app.telling.claim_page import ClaimPage, claim_page
from app.telling.shelves import shelf_of
from app.telling.terminal import COLOURS, indented
from app.telling.words import STRENGTHS


def print_preview(record: ClaimRecord, evidence: Evidence, out: Console) -> None:
    """Write the page of ``record``, without its links and what is folded away; other records may have mistakes."""
    page = claim_page(shelf_of(replace(evidence, records={record.id: record})), record)
    indented(Text(page.kicker, style="dim"), out, 0)
    indented(Text(f"“{record.claim}”", style="bold"), out, 0)
    out.print()
    indented(Text(page.verdict.label, style=COLOURS.get(page.verdict.id, "bold")), out, 0)
    for name, words in _key(page):
        indented(Text.assemble((name, "bold"), " ".join(words.split())), out)
    harms, law = ("Known harms", _harms(page)), ("What the law says, by country", _law(page))
    for title, lines in (
        ("Why we say so", _why(page)),
        ("How far testing has come", _testing(page)),
        *((law, harms) if page.law_first else (harms, law)),
        ("What we do not know", _unknown(page)),
        ("Sources", map(_source, page.sources)),
        ("History of this answer", (f"{change.day}: {change.change} {change.reason}" for change in page.history)),
    ):
        _part(title, lines, out)


def _part(title: str, lines: Iterator[str], out: Console) -> None:
    held = [" ".join(line.split()) for line in lines]
    if held:
        out.print()
        indented(Text(title, style="bold underline"), out, 0)
    for line in held:
        indented(Text(line), out)


def _key(page: ClaimPage) -> Iterator[tuple[str, str]]:
    yield "", page.record.short_answer
    if page.sureness:
        yield "How sure we are: ", page.sureness
    if page.record.fair_wording:
        yield "What could fairly be said: ", page.record.fair_wording
    yield "Ask the clinic: ", page.record.ask
    yield "", page.dates


def _why(page: ClaimPage) -> Iterator[str]:
    yield page.record.why
    if page.facts:
        yield f"{page.facts.caption}:"
        for row in page.facts.rows:
            yield f"- {row.label}: {row.affected} of {row.of}"
        yield f"Numbers from: {page.facts.source}"
    if page.grade:
        yield f"The evidence is graded “{page.grade[0]}”: {page.grade_reason}"
    if page.said:
        yield "The verdict for each way of saying it:"
    for way in page.said:
        name, example = STRENGTHS[way.strength]
        yield f"- {name} {example}: {way.verdict.label}"


def _testing(page: ClaimPage) -> Iterator[str]:
    for rung in page.rungs:
        yield f"{rung.label}: {rung.state}"
        yield from (f"- {told}" for told in (*rung.trials, rung.note) if told)


def _harms(page: ClaimPage) -> Iterator[str]:
    for harm in page.harms.shown:
        where = f"{harm.setting[:1].upper()}{harm.setting[1:]}{f', {harm.place}' if harm.place else ''}, {harm.year}"
        yield f"{harm.event}. {harm.count}. {where}. {harm.what_happened}{_doubt(harm)}"
    if page.harms.folded:
        yield f"{len(page.harms.folded)} more of the same treatment"


def _law(page: ClaimPage) -> Iterator[str]:
    for standing in page.standings if page.law.shown else ():
        yield f"{standing.place}: {standing.status} ({'; '.join(standing.products)})"
    for approval in page.law.shown:
        since = f" Since {approval.since}." if approval.since else ""
        dated = f"{since} {approval.as_of[:1].upper()}{approval.as_of[1:]}."
        yield f"{approval.place}, {approval.product}: {approval.statement}{dated}{_doubt(approval)}"
    if page.law.folded:
        yield f"{len(page.law.folded)} more about the same treatment"


def _doubt(entry: Harm | Approval) -> str:
    return f" Not confirmed: {entry.unconfirmed}" if entry.unconfirmed else ""


def _unknown(page: ClaimPage) -> Iterator[str]:
    yield from (f"- {limit}" for limit in page.record.limits)
    if page.record.would_change:
        yield f"What would change our mind: {page.record.would_change}"


def _source(source: SourceLine) -> str:
    place = f" ({source.place})" if source.place else ""
    read = f" We read: {source.read}." if source.read else ""
    return f"- {source.text}{place}{f' {source.url}' if source.url else ''}{read}"
