"""Commands about a database that is not there, is away, is none of ours or is newer: one line, and exit code 1."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.db import migrate
from app.exits import EXIT_UNREADABLE, EXIT_WRONG_USE

LOOKING = ["feedback", "explanations list", "explanations show 1", "explanations withdraw 1"]
AWAY = "postgresql://someone:geheim@127.0.0.1:9/claims"


def run(command: str) -> Result:
    return CliRunner().invoke(cli, command.split())


def told(command: str) -> str:
    """What a command says that the database stops."""
    result = run(command)
    assert result.exit_code == EXIT_UNREADABLE, result.exception
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the database is to be."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/links.sqlite3")
    return tmp_path / "links.sqlite3"


@pytest.mark.parametrize("command", LOOKING)
def test_before_there_is_one_they_say_how_to_make_it(file: Path, command: str) -> None:
    assert "Make it with: claimcheck migrate" in told(command)
    assert not file.exists(), "looking makes nothing"
    assert run("migrate").exit_code == 0
    assert "claimcheck migrate" not in run(command).output


@pytest.mark.parametrize("command", LOOKING)
def test_one_without_tables_has_to_be_migrated(file: Path, command: str) -> None:
    file.touch()
    assert "Bring it there with: claimcheck migrate" in told(command)


@pytest.mark.parametrize("command", ["migrate", "serve", *LOOKING])
def test_a_file_that_is_no_database_is_said_to_be_none(file: Path, command: str) -> None:
    file.write_bytes(b"no database at all")
    assert "links.sqlite3 cannot be used: file is not a database." in told(command)


@pytest.mark.parametrize("command", ["migrate", *LOOKING])
def test_one_that_is_away_is_said_to_be_away(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("DATABASE_URL", AWAY)
    words = told(command)
    assert words.startswith("The database cannot be used: ")
    assert "refused" in words
    assert "geheim" not in words


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/file/links.sqlite3")
    assert f"{tmp_path}/file" in told("migrate")


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_one_of_a_newer_release_is_left_alone(file: Path, command: str) -> None:
    migrate(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer release" in told(command)


@pytest.mark.parametrize(
    "command", ["explanations show", "explanations withdraw", "explanations list --most", "feedback --most"]
)
@pytest.mark.usefixtures("file")
def test_a_number_that_no_link_can_have_is_a_wrong_use(command: str) -> None:
    assert run("migrate").exit_code == 0
    assert run(f"{command} 99999999999999999999").exit_code == EXIT_WRONG_USE
