"""Copies of the SQLite database: taken and put back by SQLite itself, page by page, so that no write is torn.

PostgreSQL has its own programs for that, pg_dump and pg_restore; docs/deploying.md shows both.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from app.db import migrate, sqlite_file

TABLES = ("explanation", "feedback")


def save(url: str, file: Path) -> int:
    """Copy the database at ``url`` into ``file``, also while others write; gives the number of rows in it.

    Raises ``ValueError`` where ``url`` names no SQLite file that is there or ``file`` is there already, ``OSError`` and
    ``sqlite3.Error`` where it cannot be written.
    """
    source = _source(url)
    if not source.is_file():
        raise ValueError(f"{source} is not there, so there is nothing to copy.")
    if file.exists():
        raise ValueError(f"{file} is there already; nothing is written over.")
    file.touch(mode=0o600)
    _copy(source, file)
    return _rows(file)


def put_back(url: str, file: Path) -> int:
    """Let the database at ``url`` hold what ``file`` holds, in its newest shape; gives the number of rows.

    In one step: who reads meanwhile sees all of the old or all of the new. Raises as ``save``, and ``ValueError`` where
    ``file`` is broken.
    """
    target = _source(url)
    _rows(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy(file, target)
    migrate(url)
    return _rows(target)


def _source(url: str) -> Path:
    path = sqlite_file(url)
    if path is None:
        raise ValueError("This is for SQLite. PostgreSQL is copied by pg_dump; docs/deploying.md shows how.")
    return path


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=30)) as here, closing(sqlite3.connect(target, timeout=30)) as there:
        here.backup(there)


def _rows(file: Path) -> int:
    """Rows of a copy that is whole; ``ValueError`` where it is not."""
    if not file.is_file():
        raise ValueError(f"{file} is not there.")
    try:
        with closing(sqlite3.connect(file)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise ValueError(f"{file} is broken.")
            return sum(copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)  # noqa: S608 - our own names
    except sqlite3.DatabaseError:
        raise ValueError(f"{file} is no copy of our database.") from None
