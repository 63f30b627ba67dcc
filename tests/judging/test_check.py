"""The revision of the method changes with the code by which a verdict comes about, and with nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.judging.check import method_revision
from app.settings import HOME


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("evidence/grades.py", True),
        ("reading/reader.py", True),
        ("judging/licences.py", True),
        ("telling/compose.py", False),
    ],
)
def test_the_revision_changes_with_what_decides_a_verdict(tmp_path: Path, file: str, *, changes: bool) -> None:
    shutil.copytree(HOME / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    changed = tmp_path / "app" / file
    changed.write_text(changed.read_text("utf-8") + "# another rule\n", "utf-8")
    asked = "from app.judging.check import method_revision; print(method_revision())"
    there = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)  # noqa: S603
    assert (there.stdout.strip() != method_revision()) == changes
