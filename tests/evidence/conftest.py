"""A tiny evidence base, right in every part, for tests to break one thing in."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.evidence.fields import VERDICTS
from app.evidence.lint import LintResult, lint

TODAY = date(2026, 11, 21)
COLUMNS = ("guaranteed", "definite", "reported", "hedged", "animal_or_lab")
FILES: dict[str, Any] = {
    "aliases.yaml": {"trial-paper-copy": "trial-paper"},
    "sources/trial-paper.yaml": {
        "id": "trial-paper", "kind": "trial_report", "title": "Cells or sham for back pain", "year": 2024,
        "url": "https://example.org/trial", "confirmed": "https://example.org/trial (abstract)",
    },
    "sources/law-page.yaml": {
        "id": "law-page", "kind": "regulator_page", "title": "What we have licensed",
        "confirmed": "https://example.org/law",
    },
    "studies/sham-trial.yaml": {
        "id": "sham-trial", "sources": ["trial-paper"], "design": "rct", "randomised": True, "n": 114,
        "condition": ["back_pain"], "intervention": ["marrow_cells"], "primary_endpoint_met": "no",
        "outcomes": [
            {"domain": "pain", "direction": "no_difference", "note": "Pain fell alike.", "confirmed": "abstract"},
        ],
        "confirmed": "https://example.org/trial",
    },
    "findings/no-better.yaml": {
        "id": "no-better", "text": "In 114 people cells eased pain no more than sham.",
        "intervention": ["marrow_cells"],
        "condition": ["back_pain"], "supports": ["trial-paper"], "level": "rct", "as_of": "2024-05",
    },
    "regulation/not-licensed.yaml": {
        "id": "not-licensed", "jurisdiction": "us", "product": "marrow_cells",
        "intervention": ["marrow_cells"],
        "use": "any", "condition": ["any"], "status": "not_approved", "as_of": "2025-01-02", "sources": ["law-page"],
        "statement": "No product of marrow cells is licensed for any pain of the back.",
        "confirmed": "https://example.org/law",
    },
    "safety/infection.yaml": {
        "id": "infection", "event": "infected disc", "setting": "clinic_outside_trial", "product": "marrow_cells",
        "route": "intradiscal", "condition": "back_pain", "numbers": {"affected": 1, "denominator": "unknown"},
        "severity": "serious", "what_happened": "One person had an infection of the disc.", "year": 2012,
        "country": "us",
        "sources": ["law-page"], "confirmed": "https://example.org/law",
    },
    "conditions/pain-cells.yaml": {
        "id": "pain-cells", "condition": "back_pain", "intervention": "marrow_cells",
        "intervention_name": "marrow cells",
        "best_level": "rct", "highest_phase_reached": "2",
        "verdict_summary": "One trial of 114 people found no benefit.",
        "efficacy": "no_benefit_shown", "certainty": "moderate", "as_of": "2024-05", "sources": ["trial-paper"],
        "key_trials": [
            {"id": "trial-paper", "line": "n=114, sham", "confirmed": "yes", "design": "controlled", "n": 114,
             "main_goal": "missed"},
        ],
        "confirmed": "https://example.org/trial",
    },
    "records/cells-ease-pain.yaml": {
        "id": "cells-ease-pain", "claim": "Marrow cells ease back pain.", "kinds": ["pain_relief"],
        "interventions": ["marrow_cells"], "conditions": ["back_pain"], "outcome": "pain",
        "carried_by": {"studies": ["sham-trial"], "findings": ["no-better"]}, "certainty": "moderate",
        "short_answer": "A trial of 114 people did not find less pain than with a sham shot.",
        "why": "The trial gave half the people a sham shot. Pain fell the same in both groups.",
        "limits": ["Only one kind of cell was tested."], "would_change": "A large trial with less pain.",
        "ask": "Which trial shows that it works?", "sources": [{"id": "trial-paper", "read": "abstract"}],
        "drafted_on": date(2026, 11, 1), "next_review": date(2027, 5, 1),
        "history": [{"date": date(2026, 11, 1), "change": "First version.", "reason": "Asked often."}],
    },
    "help/us-harm.yaml": {
        "id": "us-harm", "jurisdiction": "us", "purpose": "harm", "name": "An office",
        "tells": "It takes reports of harm.", "address": "https://office.example/", "sources": ["law-page"],
        "as_of": "2026", "confirmed": "https://office.example/",
    },
    "vocabulary/interventions.yaml": [
        {"id": "cells", "label": "Cells", "parents": [], "names": ["cell"]},
        {"id": "marrow_cells", "label": "Marrow cells", "parents": ["cells"], "names": ["marrow cell"]},
    ],
    "vocabulary/conditions.yaml": [
        {"id": "spine", "label": "Spine", "parents": [], "names": []},
        {"id": "back_pain", "label": "Back pain", "parents": ["spine"], "names": ["back pain"]},
    ],
    "vocabulary/jurisdictions.yaml": [{"id": "us", "label": "United States"}],
    "vocabulary/kinds.yaml": [{"id": "pain_relief", "group": "efficacy", "label": "Eases pain"}],
    "vocabulary/verdicts.yaml": [
        {"id": v, "label": v, "when": v} for v in VERDICTS
    ],
    "vocabulary/matrix.yaml": {
        "established": dict.fromkeys(COLUMNS, "supported"), "mixed": dict.fromkeys(COLUMNS, "overstated"),
        "weak": dict.fromkeys(COLUMNS, "unproven") | {"reported": "overstated", "hedged": "overstated"},
        "animal_or_lab": dict.fromkeys(COLUMNS, "unproven"), "none": dict.fromkeys(COLUMNS, "unproven"),
        "opposed": dict.fromkeys(COLUMNS, "contradicted"),
    },
    "vocabulary/rules.yaml": [{"id": "no-rule", "when": {}, "verdict": "not_covered", "because": "Nothing fits."}],
    "vocabulary/glossary.yaml": [{"term": "mesenchymal", "plain": "of a kind of cell", "variants": []}],
    "vocabulary/cues.yaml": {"certain": ["always"]}, "vocabulary/concepts.yaml": {"body": ["back"]},
    "vocabulary/outside.yaml": {"most_asked": ["vaccine"]}, "vocabulary/ordinary.yaml": {"words": "back pain"},
    "vocabulary/page.yaml": {
        name: ["some words"]
        for name in ("variation", "disclaimers", "hurry", "newness", "follow_up", "status", "unsuited", "harms",
                     "compared", "waives", "disappointed", "advises", "unknown", "concedes", "official",
                     "told_us", "gives", "hurdles", "accepts_patient", "unapproved", "turned_down", "no_fda_approval",
                     "small_risk", "asks_whether", "studied", "few_trials", "success", "deplores",
                     "wanting", "worthless", "unlawful", "allows_trial")
    },
}  # fmt: skip
RECORD = "records/cells-ease-pain.yaml"


class TinyBase:
    """A claims folder on disk; ``change`` sets fields of a file, ``drop`` takes one away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = copy.deepcopy(FILES)
        for name in self.files:
            self._write(name)

    def change(self, name: str, **fields: Any) -> "TinyBase":
        self.files[name].update(fields)
        self._write(name)
        return self

    def drop(self, name: str, field: str) -> "TinyBase":
        del self.files[name][field]
        self._write(name)
        return self

    def write(self, name: str, content: Any) -> "TinyBase":
        """A whole file: text as it is, anything else as YAML."""
        self.files[name] = content
        self._write(name)
        return self

    def lint(self) -> LintResult:
        return lint(self.folder, TODAY)

    def mistakes(self) -> list[tuple[str, str]]:
        """File and field of every mistake."""
        return [(p.file, p.field) for p in self.lint().errors]

    def remarks(self) -> list[tuple[str, str]]:
        """File and field of everything to look at."""
        return [(p.file, p.field) for p in self.lint().warnings]

    def _write(self, name: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = self.files[name]
        path.write_text(content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True), "utf-8")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    cache = tmp_path / "cache"
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(cache))
    return cache


@pytest.fixture
def base(tmp_path: Path) -> TinyBase:
    return TinyBase(tmp_path / "claims")


@pytest.fixture
def record() -> str:
    return RECORD


@pytest.fixture
def today() -> date:
    return TODAY
