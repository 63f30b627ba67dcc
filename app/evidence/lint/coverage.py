"""Is everything of a given folder of fact files in the base, or under another id?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from app.evidence.base import Evidence
from app.evidence.files import SECTIONS


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """Of the ``total`` ids of one fact file: in the base, under another id (aliased), and missing."""

    file: str
    total: int
    present: int
    aliased: int
    missing: tuple[str, ...]


def coverage(folder: Path, evidence: Evidence) -> Iterator[FileCoverage]:
    """Hold each ``*.yaml`` of ``folder`` (lists of records with ids) against the base.

    Raises:
        OSError: the folder or a file cannot be read.
    """
    for path in sorted(folder.iterdir()):
        if path.suffix == ".yaml":
            section = _section(path.stem, evidence)
            ids = [entry["id"] for entry in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)]
            present = [i for i in ids if i in section]
            aliased = [i for i in ids if i not in section and evidence.aliases.get(i) in section]
            missing = tuple(sorted(set(ids) - set(present) - set(aliased)))
            yield FileCoverage(path.name, len(ids), len(present), len(aliased), missing)


def _section(stem: str, evidence: Evidence) -> frozenset[str]:
    """The ids that a fact file's records may have here: ``studies-spine`` belongs to the studies."""
    name = stem.partition("-")[0]
    return frozenset(getattr(evidence, name)) if name in SECTIONS else frozenset()
