"""`claimcheck check --server`: the same answers, from another copy of the site."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.batch import judge_with
from app.cli import EXIT_UNREADABLE, cli
from app.main import create_app
from app.settings import Settings

ADVERT = "Stem cells rebuild worn discs. Our treatment has no side effects. Call us."


@pytest.fixture(scope="module")
def server(evidence: Any, serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('database') / 'x.sqlite3'}"), evidence)
    with serve(app) as address:
        yield address


def run(*arguments: str, text: str = ADVERT) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], input=text)


def test_the_report_is_the_same_as_here(server: str, evidence: Any) -> None:
    told = run("--server", server, "--format", "json")
    assert told.exit_code == 0
    assert json.loads(told.stdout) == judge_with(evidence)(ADVERT)


def test_people_get_words(server: str) -> None:
    told = run("--server", f"{server}/")
    assert "“Stem cells rebuild worn discs.”" in told.stdout
    assert "Questions to take along" in told.stdout


def test_many_lines(server: str, tmp_path: Path) -> None:
    lines = [{"id": 1, "text": "Stem cells rebuild worn discs."}, {"id": 2, "text": "!!!"}, {"id": 3}]
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    told = [json.loads(line) for line in run("--server", server, "--jsonl", str(file)).stdout.splitlines()]
    assert [sorted(set(answer) & {"statements", "error"}) for answer in told] == [["statements"], ["error"], ["error"]]


@pytest.mark.parametrize(
    ("address", "text", "told"),
    [
        ("http://127.0.0.1:9", ADVERT, "cannot be reached"),
        ("file:///etc/passwd", ADVERT, "no address of a server"),
        ("", "", "no text yet"),
    ],
)
def test_what_went_wrong_is_told(server: str, address: str, text: str, told: str) -> None:
    result = run("--server", address or server, text=text)
    assert result.exit_code == EXIT_UNREADABLE
    assert told in result.stderr
