"""What claims/README.md teaches is true."""

import re
from datetime import date
from pathlib import Path

import pytest

from app.evidence.claim import ClaimRecord
from app.evidence.files import SECTIONS
from app.evidence.lint import lint
from app.evidence.load import default_folder

GUIDE = (default_folder() / "README.md").read_text("utf-8")


def test_the_example_is_a_right_record(tmp_path: Path) -> None:
    found = re.search(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert found
    claims = tmp_path / "claims"
    claims.mkdir()
    for part in default_folder().iterdir():
        if part.name != "records":
            (claims / part.name).symlink_to(part)
    (claims / "records").mkdir()
    (claims / "records/disc-regrowth-marrow-cells.yaml").write_text(found[1], "utf-8")
    result = lint(claims, date(2026, 11, 21))
    assert [str(p) for p in result.errors if p.file.startswith("records/")] == []


@pytest.mark.parametrize("field", ClaimRecord.model_fields)
def test_every_field_of_a_claim_is_explained(field: str) -> None:
    rows = [line.split("|")[1] for line in GUIDE.splitlines() if line.startswith("| `")]
    assert any(f"`{field}`" in row for row in rows)


@pytest.mark.parametrize("folder", SECTIONS)
def test_every_folder_is_explained(folder: str) -> None:
    assert f"| `{folder}/` |" in GUIDE
