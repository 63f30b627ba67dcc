"""The whole API against its own description: every answer documented, of the shape promised, and never a fault.

Bounded here; ``make contract`` asks thousands of times (``CONTRACT_EXAMPLES``, tries for each address and phase).
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.limits import RULES, Limits
from app.main import create_app
from app.settings import HOME, Settings

EXAMPLES = os.environ.get("CONTRACT_EXAMPLES", "10")
WITHOUT_REPEATED_404 = "--warnings=off"  # that a made-up id is not found is right


@pytest.fixture(scope="module")
def address(evidence: Any, serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('database') / 'x.sqlite3'}"), evidence)
    app.state.limits = Limits(dict.fromkeys(RULES, "10000000/minute"))
    with serve(app) as address:
        yield address


def test_every_answer_is_as_described(address: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "schemathesis.cli", f"--config-file={HOME / 'schemathesis.toml'}"]
    command += ["run", f"{address}/api/v1/openapi.json", "--no-color"]
    command += ["--checks=all", f"--max-examples={EXAMPLES}", "--suppress-health-check=all", WITHOUT_REPEATED_404]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    told = done.stdout + done.stderr
    print(told[-1500:])  # noqa: T201 - `make contract` shows how much was asked
    assert done.returncode == 0, told[-6000:]
    generated = re.search(r"([\d,]+) generated", told)
    assert generated
    assert int(generated[1].replace(",", "")) >= 500
