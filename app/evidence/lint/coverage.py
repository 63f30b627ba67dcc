"""Is everything of a given folder of fact files in the base, or under another id?"""

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from app.evidence.base import Evidence
from app.evidence.files import SECTIONS, contents_of, parse_file, yaml_files
from app.evidence.problem import Problem
from app.evidence.shapes import shaped


class Fact(BaseModel):
    """An entry of a fact file; whatever it holds beside its id does not matter here."""

    id: str


_FACTS = TypeAdapter(tuple[Fact, ...])


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """Of the ``total`` ids of one fact file: in the base, under another id (aliased), and missing."""

    file: str
    total: int
    present: int
    aliased: int
    missing: tuple[str, ...]


def coverage(folder: Path, evidence: Evidence) -> tuple[list[FileCoverage], list[Problem]]:
    """Each ``*.yaml`` of ``folder`` (lists of records with ids) held against the base, and what is wrong with them."""
    covered = []
    contents, problems = contents_of(folder, yaml_files(folder))
    for file, content in contents.items():
        data, found = parse_file(file, content)
        facts = None if found else shaped(file, data, _FACTS.validate_python, found)
        problems += found
        if facts is not None:
            covered.append(_held(file, [fact.id for fact in facts], evidence))
    return covered, problems


def _held(file: str, ids: list[str], evidence: Evidence) -> FileCoverage:
    section = _section(Path(file).stem, evidence)
    present = [i for i in ids if i in section]
    aliased = [i for i in ids if i not in section and evidence.aliases.get(i) in section]
    missing = tuple(sorted(set(ids) - set(present) - set(aliased)))
    return FileCoverage(file, len(ids), len(present), len(aliased), missing)


def _section(stem: str, evidence: Evidence) -> frozenset[str]:
    """The ids that a fact file's records may have here: ``studies-spine`` belongs to the studies."""
    name = stem.partition("-")[0]
    return frozenset(getattr(evidence, name)) if name in SECTIONS else frozenset()
