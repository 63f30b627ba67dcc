"""The client guide's code runs as it stands, against a real server."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from app.main import create_app
from app.settings import HOME, Settings

GUIDE = (HOME / "docs" / "api-client.md").read_text(encoding="utf-8")
PIECES = re.findall(r"^## (.+?)$.*?```python\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL)
SAYS = {"Check a text": "unproven", "Read the evidence": "claims of revision", "Make an explanation link": "/e/"}


@pytest.fixture(scope="module")
def server(evidence: Any, serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('database') / 'x.sqlite3'}"), evidence)
    with serve(app) as address:
        yield address


def test_every_piece_is_tried() -> None:
    assert {title for title, _ in PIECES} == set(SAYS)
    assert GUIDE.count("```python") == len(PIECES)


@pytest.mark.parametrize(("title", "code"), PIECES, ids=[title for title, _ in PIECES])
def test_a_piece_runs(server: str, title: str, code: str) -> None:
    # The tests have httpx's successor, which speaks the same words under another name.
    here = code.replace("http://127.0.0.1:8000", server).replace("import httpx", "import httpx2 as httpx")
    done = subprocess.run([sys.executable, "-c", here], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stderr
    assert SAYS[title] in done.stdout
