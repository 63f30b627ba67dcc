"""The operator's side of explanation links: list them, look into one, withdraw one, read reports."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.db import engine_at, migrate
from app.feedback import save
from app.sharing import Gone, Links, Made, new_form_key

SHOWN: list[dict[str, Any]] = [{"label": "Not shown in people", "quote": "Cells rebuild\x1b[2J discs."}]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path}/links.sqlite3"
    migrate(address)
    monkeypatch.setenv("DATABASE_URL", address)
    return address


@pytest.fixture
def made(url: str) -> Made:
    with engine_at(url) as engine:
        return Links(engine).make(new_form_key(), SHOWN, "Buy at \x1b[31mmy shop.", revisions=("e", "m"))


def run(*arguments: str) -> Any:
    return CliRunner().invoke(cli, list(arguments))


def test_a_list_tells_number_and_note_and_no_secret(made: Made) -> None:
    told = run("explanations", "list").output
    assert "1 " in told
    assert "Buy at [31mmy shop." in told
    assert made.token not in told
    assert made.manage not in told


def test_one_link_is_looked_into(made: Made) -> None:
    told = run("explanations", "show", "1").output
    assert "Not shown in people: Cells rebuild[2J discs." in told
    assert "my shop" in told
    assert "\x1b" not in told
    assert made.token not in told


def test_one_link_is_withdrawn(made: Made, url: str) -> None:
    assert run("explanations", "withdraw", "1").exit_code == 0
    with engine_at(url) as engine, pytest.raises(Gone):
        Links(engine).open(made.token)
    assert "withdrawn" in run("explanations", "list").output
    assert "my shop" not in run("explanations", "show", "1").output


@pytest.mark.parametrize("command", ["show", "withdraw"])
@pytest.mark.usefixtures("made")
def test_a_number_that_is_none(command: str) -> None:
    told = run("explanations", command, "2")
    assert told.exit_code == 1
    assert "no link 2" in told.output


def test_a_report_stands_in_the_feedback_with_the_number_of_its_link(url: str) -> None:
    with engine_at(url) as engine:
        save(engine, "explanation 1", "report", "")
    assert "report      explanation 1" in run("feedback").output
