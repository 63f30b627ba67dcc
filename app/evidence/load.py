"""From files to the checked evidence base, or to the list of everything that is wrong with them."""

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from app.evidence import files, grades, ladder
from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.hierarchy import Steps, covers, upwards
from app.evidence.problem import EvidenceError, Problem
from app.evidence.references import dangling
from app.evidence.shapes import MODELS, build
from app.evidence.trials import result_year
from app.evidence.vocabulary import NEEDED, check_vocabulary, file_of, ids

_REVISION_LETTERS = 12


def default_folder() -> Path:
    """The claims folder: ``CLAIMCHECK_CLAIMS``, or ``claims`` beside the package."""
    chosen = os.environ.get("CLAIMCHECK_CLAIMS")
    return Path(chosen) if chosen else Path(__file__).resolve().parents[2] / "claims"


def load(folder: Path | None = None, today: date | None = None) -> Evidence:
    """Read, check and join the whole evidence base.

    ``folder`` is the claims folder, ``today`` the day by which reviews count as overdue.

    Raises:
        EvidenceError: a file cannot be read, has the wrong shape, or points at something that does not exist; holds
            every such mistake. The base never starts half-loaded.
    """
    evidence, problems = assemble(folder or default_folder(), today or datetime.now(UTC).date())
    if problems:
        raise EvidenceError(problems)
    return evidence


def assemble(folder: Path, today: date) -> tuple[Evidence, list[Problem]]:
    """What could be read, and every mistake in shape or references; only the lint looks at a base with mistakes."""
    parsed = files.read(folder, NEEDED)
    problems = list(parsed.problems)
    aliases = _aliases(parsed.data.get(files.ALIASES), problems)
    base: dict[str, dict[str, Any]] = {name: {} for name in MODELS}
    for file, data in parsed.data.items():
        section = file.partition("/")[0]
        if section in MODELS:
            thing = build(file, data, aliases, problems)
            if thing is not None:
                base[section][thing.id] = thing
    words = check_vocabulary(parsed.data, problems)
    vocabulary = {name: parsed.data[file_of(name)] for name in words}
    interventions = {term.id: term for term in words.get("interventions", ())}
    conditions = {term.id: term for term in words.get("conditions", ())}
    known = _known(parsed, vocabulary)
    problems += dangling(base, known)
    problems += _alias_mistakes(aliases, known)
    worked, ladders = _work_out(base, upwards(interventions, conditions))
    evidence = Evidence(
        sources=base["sources"],
        studies=base["studies"],
        regulation=base["regulation"],
        safety=base["safety"],
        conditions=base["conditions"],
        findings=base["findings"],
        records=base["records"],
        help=base["help"],
        interventions=interventions,
        condition_names=conditions,
        vocabulary=vocabulary,
        revision=parsed.revision[:_REVISION_LETTERS],
        aliases=aliases,
        grades=worked,
        ladders=ladders,
        warnings=tuple(_overdue(base["records"], today)),
    )
    return evidence, problems


def _work_out(
    base: Mapping[str, Mapping[str, Any]], up: Steps
) -> tuple[dict[str, grades.WorkedGrade], dict[str, ladder.Ladder]]:
    """Grade and ladder of every claim record; ids that name nothing are already reported and left out."""
    sources = base["sources"]
    years = {s.id: s.year for s in sources.values()}
    worked = {}
    ladders = {}
    for record in base["records"].values():
        carried = record.carried_by
        conditions = _found(base["conditions"], carried.conditions)
        regulation = _found(base["regulation"], carried.regulation)
        dated = [(s, result_year(s, sources)) for s in _found(base["studies"], carried.studies)]
        # a licence for another use, carried to explain the law, is no step of this claim's ladder
        licences = [
            p
            for p in regulation
            if covers(record.conditions, p.condition, up) and covers(record.interventions, p.intervention, up)
        ]
        worked[record.id] = grades.work_out(record, conditions, dated, regulation)
        ladders[record.id] = ladder.build(dated, [(c, years) for c in conditions], licences)
    return worked, ladders


def _found(things: Mapping[str, Any], ids: Iterable[str]) -> list[Any]:
    return [things[i] for i in ids if i in things]


def _known(parsed: files.Parsed, vocabulary: Mapping[str, Any]) -> dict[str, set[str]]:
    """All ids that may be pointed at, by section; files with mistakes count by their name.

    A list of the vocabulary that has a mistake is left out.
    """
    known: dict[str, set[str]] = {name: set() for name in MODELS}
    for file in (*parsed.data, *(p.file for p in parsed.problems)):
        section = file.partition("/")[0]
        if section in known:
            known[section].add(Path(file).stem)
    lists = {name: name for name in ("kinds", "verdicts", "jurisdictions", "interventions")}
    lists["condition_names"] = "conditions"  # `conditions` are the records of them
    return known | {name: ids(vocabulary, held) for name, held in lists.items() if held in vocabulary}


def _aliases(data: object, problems: list[Problem]) -> dict[str, str]:
    if data is None:
        return {}
    if isinstance(data, dict) and all(isinstance(v, str) for v in data.values()):
        return dict(data)
    problems.append(Problem(files.ALIASES, "", "must hold lines of the form `old-id: kept-id`"))
    return {}


def _alias_mistakes(aliases: Mapping[str, str], known: Mapping[str, set[str]]) -> list[Problem]:
    live = set().union(*(known[name] for name in MODELS))
    gone = [Problem(files.ALIASES, old, f"there is no {kept!r}") for old, kept in aliases.items() if kept not in live]
    both = [Problem(files.ALIASES, old, "is also the id of a file") for old in aliases if old in live]
    return gone + both


def _overdue(records: Mapping[str, ClaimRecord], today: date) -> list[Problem]:
    return [
        Problem(f"records/{r.id}.yaml", "next_review", f"the review was due on {r.next_review}")
        for r in records.values()
        if r.is_overdue(today)
    ]
