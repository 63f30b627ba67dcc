"""A copy is put back whole or not at all, and only where it is one of ours; nobody else on the machine reads it."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.backup import put_back, save
from app.db import DatabaseProblem, engine_at, migrate
from app.feedback import newest
from app.feedback import save as send


def sent(url: str, words: str) -> None:
    with engine_at(url) as engine:
        send(engine, "/about", "clear", words)


def messages(url: str) -> list[str]:
    with engine_at(url) as engine:
        return [row.text for row in newest(engine)]


@pytest.fixture
def live(tmp_path: Path) -> str:
    """A database that holds one message."""
    url = f"sqlite:///{tmp_path}/live.sqlite3"
    migrate(url)
    sent(url, "Only here.")
    return url


def changed(url: str, file: Path, *statements: str) -> Path:
    """A copy of the database at ``url`` with something done to it."""
    save(url, file)
    with closing(sqlite3.connect(file)) as copy, copy:
        for statement in statements:
            copy.execute(statement)
    return file


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["UPDATE alembic_version SET version_num = '9999'"], "newer release"),
        (["DROP TABLE alembic_version"], "already exists"),
        (["ALTER TABLE explanation RENAME COLUMN shown TO hidden"], "no such column"),
        (["DROP TABLE feedback"], "no copy of our database"),
    ],
    ids=["newer", "of nobody's making", "without a column", "without a table"],
)
def test_a_copy_that_cannot_be_used_changes_nothing(
    live: str, tmp_path: Path, statements: list[str], told: str
) -> None:
    copy = changed(live, tmp_path / "copy.sqlite3", *statements)
    sent(live, "Came later.")
    with pytest.raises(DatabaseProblem, match=told) as refused:
        put_back(live, copy)
    assert "copy.sqlite3" in str(refused.value)
    assert messages(live) == ["Came later.", "Only here."]
    assert {path.name.partition("-")[0] for path in tmp_path.iterdir()} == {"live.sqlite3", "copy.sqlite3"}


def test_a_copy_that_cannot_be_used_makes_no_database(live: str, tmp_path: Path) -> None:
    copy = changed(live, tmp_path / "copy.sqlite3", "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseProblem):
        put_back(f"sqlite:///{tmp_path / 'new.sqlite3'}", copy)
    assert not (tmp_path / "new.sqlite3").exists()


def test_a_copy_is_put_back_in_place_of_what_came_later(live: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert save(live, copy) == 1
    sent(live, "Came later.")
    assert put_back(live, copy) == 1
    assert messages(live) == ["Only here."]


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A system that gives new files to everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are another thing there")
@pytest.mark.usefixtures("open_to_all")
def test_nobody_else_reads_a_copy_or_what_it_is_put_back_into(live: str, tmp_path: Path) -> None:
    copy, new = tmp_path / "copy.sqlite3", tmp_path / "new" / "live.sqlite3"
    save(live, copy)
    put_back(f"sqlite:///{new}", copy)
    assert [path.stat().st_mode & 0o077 for path in (copy, new)] == [0, 0]


def test_a_copy_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "live.sqlite3").write_bytes(b"no database")
    with pytest.raises(DatabaseProblem, match=r"cannot be copied into .*not a database"):
        save(f"sqlite:///{tmp_path}/live.sqlite3", tmp_path / "copy.sqlite3")
    assert [path.name for path in tmp_path.iterdir()] == ["live.sqlite3"]


def test_a_copy_into_no_folder_says_what_to_do(live: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseProblem, match=r"There is no folder .*nowhere\. Make it first"):
        save(live, tmp_path / "nowhere" / "copy.sqlite3")
