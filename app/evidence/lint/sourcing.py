"""Sources and evidence of claim records: cited, confirmed, used."""

from collections.abc import Iterator
from datetime import date

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.problem import Problem

_SHORTEST_STATEMENT = 40  # letters; a status word or two is no statement


def sourcing_mistakes(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Records without sources or leaning on what is not confirmed, and legal positions without a real statement."""
    for record in evidence.records.values():
        for field, reason in _mistakes(record, evidence):
            yield Problem(f"records/{record.id}.yaml", field, reason)
    for position in evidence.regulation.values():
        if len(position.statement) < _SHORTEST_STATEMENT:
            yield Problem(
                f"regulation/{position.id}.yaml",
                "statement",
                "is too short: a status is never shown without its sentence",
            )


def unused_sources(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Sources that nothing cites."""
    used = {s.id for r in evidence.records.values() for s in r.sources}
    for section in (evidence.studies, evidence.regulation, evidence.safety, evidence.conditions, evidence.help):
        for thing in section.values():
            used |= set(thing.sources)
    for condition in evidence.conditions.values():
        used |= {t.id for t in condition.key_trials}
    for finding in evidence.findings.values():
        used |= set(finding.supports)
    for ident in evidence.sources.keys() - used:
        yield Problem(f"sources/{ident}.yaml", "", "nothing cites this source")


def same_address(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Sources that may be one page under two ids; two documents on one address may stay two."""
    seen: dict[str, str] = {}
    for source in evidence.sources.values():
        for address in (source.url, source.pmid and f"PMID {source.pmid}"):
            first = seen.setdefault(_plain(address), source.id) if address else source.id
            if first != source.id:
                yield Problem(f"sources/{source.id}.yaml", "url", f"is also the address of {first!r}; one page or two?")


def _plain(address: str) -> str:
    """The address without what may differ between two writings of it."""
    return address.lower().partition("://")[2].removeprefix("www.").rstrip("/") or address


def _mistakes(record: ClaimRecord, evidence: Evidence) -> Iterator[tuple[str, str]]:
    cited = [s.id for s in record.sources]
    if not cited:
        yield "sources", "are missing: every source leaned on is listed"
    for ident in sorted({i for i in cited if cited.count(i) > 1}):
        yield "sources", f"{ident!r} is listed twice (perhaps once by an old id, see aliases.yaml)"
    if record.facts_table is not None and record.facts_table.source not in cited:
        yield "facts_table.source", f"{record.facts_table.source!r} is not among the record's sources"
    for ident in cited:
        source = evidence.sources.get(ident)
        if source is not None and not source.is_confirmed:
            yield "sources", f"{ident!r} is not confirmed and cannot be cited as fact"
    for section in ("studies", "regulation", "safety", "conditions", "findings"):
        for ident in getattr(record.carried_by, section):
            thing = getattr(evidence, section).get(ident)
            if thing is not None and not thing.is_confirmed:
                yield f"carried_by.{section}", f"{ident!r} is not confirmed and cannot carry a claim"
