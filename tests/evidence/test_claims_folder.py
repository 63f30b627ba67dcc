"""The project's own evidence base, by folder, with all mistakes of a folder at once."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.evidence.claim import NOT_REVIEWED
from app.evidence.files import FOLDERS, SECTIONS
from app.evidence.grades import from_studies
from app.evidence.lint import LintResult, lint
from app.evidence.trials import read_trial, result_year

# The 2025 systematic review's tables: 13 studies in people, 18 in animals and dishes.
TABLES = {"Table 1": 13, "Table 2": 18}


@pytest.fixture(scope="module")
def whole() -> LintResult:
    return lint()


@pytest.mark.parametrize("folder", [*FOLDERS, "wordings", "aliases.yaml"])
def test_folder_has_no_mistakes(whole: LintResult, folder: str) -> None:
    found = [str(p) for p in whole.errors if p.file.startswith(folder)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("kind", "least"),
    [("sources", 700), ("studies", 82), ("regulation", 99), ("safety", 48), ("conditions", 73), ("findings", 222)],
)
def test_no_fact_has_got_lost(whole: LintResult, kind: str, least: int) -> None:
    assert len(getattr(whole.evidence, kind)) >= least


def test_both_tables_of_the_review_are_complete(whole: LintResult) -> None:
    rows = sorted(s.seed_row for s in whole.evidence.studies.values() if s.seed_row)
    assert rows == sorted(f"{table} row {n + 1}" for table, count in TABLES.items() for n in range(count))


def test_no_working_file_is_named_where_visitors_read(whole: LintResult) -> None:
    """A visitor cannot open the files that the base began from; a source is named by what can be found."""
    working = re.compile(r"\bseed\b|(?<!\S)\w+\.(?:txt|jsonl?|ya?ml|md)\b", re.IGNORECASE)
    named = [
        (entry.id, word[0])
        for section in SECTIONS
        for entry in getattr(whole.evidence, section).values()
        for word in working.finditer(" ".join(_texts(entry.model_dump())))
    ]
    assert not named


def _texts(value: Any) -> Iterator[str]:
    """Every text in what a file says, without the names of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def test_known_errors_of_the_review_stand_with_the_study(whole: LintResult) -> None:
    told = {s.id for s in whole.evidence.studies.values() if any("CITATION ERROR" in c for c in s.caveats)}
    assert told >= {"sakai-rabbit-row44", "zhang-znf865-row52"}
    assert not whole.evidence.studies["sakai-rabbit-row44"].is_confirmed


def test_the_guides_own_examples_of_grades_hold(whole: LintResult) -> None:
    evidence = whole.evidence

    def grade(outcome: Any, treatments: set[str], condition: str) -> str:
        studies = [
            s
            for s in evidence.studies.values()
            if s.is_confirmed and condition in s.condition and treatments & set(s.intervention)
        ]
        trials = [read_trial(s, outcome, result_year(s, evidence.sources)) for s in studies if s.is_controlled]
        return from_studies(studies, trials).grade

    assert grade("pain", {"msc_bone_marrow"}, "disc_degeneration") == "mixed"
    assert grade("pain", {"mpc"}, "disc_degeneration") == "mixed"
    assert grade("pain", {"prp"}, "disc_degeneration") == "mixed"
    assert grade("structure", {"msc_bone_marrow", "bmac"}, "disc_degeneration") == "mixed"
    assert grade("structure", {"msc_adipose"}, "disc_degeneration") == "weak"


def test_no_reviewer_is_made_up(whole: LintResult) -> None:
    for record in whole.evidence.records.values():
        if record.reviewed_by is None:
            assert record.review_note == NOT_REVIEWED


def test_marrow_fat_and_cord_cells_are_no_better_than_steroid_in_the_knee(whole: LintResult) -> None:
    trial = whole.evidence.studies["miles-2023"]
    assert trial.n == 480
    assert from_studies([trial], [read_trial(trial, "pain", 2023)]).grade == "opposed"
