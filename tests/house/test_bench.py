"""The benches give the figures that they promise, by their own command, on sets small enough to work out by hand."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import HOME

CLAIMS = [
    {"id": "a", "title": "Do cells regrow discs?", "claim": "Stem cells regrow worn discs."},
    {"id": "b", "title": "Exosomes and hair", "claim": "Exosomes are approved for hair loss."},
    {"id": "c", "title": "Blinded by fat cells", "claim": "Three women lost their sight after fat cells."},
]


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, str(HOME / "bench" / script), *arguments],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def public_set(tmp_path: Path) -> Path:
    (tmp_path / "claims.jsonl").write_text("".join(json.dumps(claim) + "\n" for claim in CLAIMS), encoding="utf-8")
    (tmp_path / "queries.tsv").write_text(
        "1\tDiscs regrown with #StemCells\n2\tWorn discs\u2028approved hair exosomes\n3\tParking\n9\tNot judged\n",
        encoding="utf-8",
    )
    (tmp_path / "qrels.tsv").write_text("1\ta\n2\ta\n3\tc\n", encoding="utf-8")
    return tmp_path


def test_retrieval_is_scored_as_one_would_by_hand(public_set: Path) -> None:
    ran = run("retrieval.py", str(public_set), "--only", "Clinic Claim Checker")
    assert ran.returncode == 0, ran.stderr
    assert "3 claims, 3 queries" in ran.stdout
    # The first is found first, the second second, the third not at all.
    cells = ran.stdout.splitlines()[-1].split("|")
    assert [cell.strip() for cell in cells[1:4]] == ["Clinic Claim Checker", "0.500", "0.500"]


def test_every_peer_runs_on_the_same_set(public_set: Path) -> None:
    ran = run("retrieval.py", str(public_set))
    assert ran.returncode == 0, ran.stderr
    names = [line.split("|")[1].strip() for line in ran.stdout.splitlines()[4:]]
    assert names == ["Clinic Claim Checker", "SQLite FTS5", "bm25s", "TF-IDF", "RapidFuzz"]


def test_a_missing_set_is_explained(tmp_path: Path) -> None:
    ran = run("retrieval.py", str(tmp_path / "nowhere"))
    assert ran.returncode == 2
    assert "nowhere" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_strength_is_scored_in_three_ways_beside_the_published_figures(tmp_path: Path) -> None:
    kinds = ("See the register of trials", "Obesity is associated with pain", "Exercise may reduce pain", "It cut pain")
    file = tmp_path / "set.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target)
        table.writerow(["sentence", "label"])
        table.writerows((f"{text}, in group {n}.", label) for label, text in enumerate(kinds) for n in range(8))
    ran = run("strength.py", str(file))
    assert ran.returncode == 0, ran.stderr
    assert "32 sentences" in ran.stdout
    rows = {cells[1].strip(): cells[2:7] for cells in (line.split("|") for line in ran.stdout.splitlines()[4:])}
    rules = [float(cell) for cell in rows["rules"]]
    assert rules[2] == rules[3] == 1  # correlation and conditional are told by their words
    assert float(rows["the reader's kind of model, cross-validated"][0]) == 1
    assert float(rows["the reader as it is"][2]) == 0  # ours has no class for a correlation
    assert any("BioBERT" in name for name in rows)
