"""Copies of the SQLite database: taken and put back by SQLite itself, page by page, so that no write is torn.

PostgreSQL has its own programs for that, pg_dump and pg_restore; docs/deploying.md shows both.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.db import DatabaseProblem, find_tables, migrate, named, private_file, problems_told, sqlite_file

TABLES = ("explanation", "feedback")


def save(url: str, file: Path) -> int:
    """Copy the database at ``url`` into ``file``, also while others write; gives the number of rows in it.

    ``file`` is there whole or not at all. Raises ``DatabaseProblem`` where ``url`` names no SQLite file that is there,
    ``file`` is there already, or it cannot be written.
    """
    source = _source(url)
    if not source.is_file():
        raise DatabaseProblem(f"{source} is not there, so there is nothing to copy.")
    if file.exists():
        raise DatabaseProblem(f"{file} is there already; nothing is written over.")
    if not file.parent.is_dir():
        raise DatabaseProblem(f"There is no folder {file.parent}. Make it first, or name another place.")
    with problems_told(f"{source} cannot be copied into {file}"), _draft(file) as draft:
        _copy(source, draft)
        rows = _rows(draft)
        draft.rename(file)
    return rows


def put_back(url: str, file: Path) -> int:
    """Let the database at ``url`` hold what ``file`` holds, in its newest shape; gives the number of rows.

    In one step: who reads meanwhile sees all of the old or all of the new. Raises ``DatabaseProblem`` where ``file`` is
    broken, is no copy of ours, or was made by a newer release; then the database is as it was.
    """
    target = _source(url)
    _rows(file)
    with problems_told(f"{named(url)} cannot be used"):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _draft(target) as draft:
            with problems_told(f"{file} cannot be put back"):
                _copy(file, draft)
                migrate(f"sqlite:///{draft}")
                find_tables(f"sqlite:///{draft}")
            private_file(target)
            _copy(draft, target)
        return _rows(target)


def _source(url: str) -> Path:
    path = sqlite_file(url)
    if path is None:
        raise DatabaseProblem("This is for SQLite. PostgreSQL is copied by pg_dump; docs/deploying.md shows how.")
    return path


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A file beside ``target`` for what is to become it, read by nobody else; nothing of it stays where that fails."""
    with TemporaryDirectory(prefix=".claimcheck-", dir=target.parent) as folder:
        draft = Path(folder) / target.name
        private_file(draft)
        yield draft


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=30)) as here, closing(sqlite3.connect(target, timeout=30)) as there:
        here.backup(there)


def _rows(file: Path) -> int:
    """Rows of a copy that is whole; ``DatabaseProblem`` where it is not."""
    if not file.is_file():
        raise DatabaseProblem(f"{file} is not there.")
    try:
        with closing(sqlite3.connect(file)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise DatabaseProblem(f"{file} is broken.")
            return sum(copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)  # noqa: S608 - our own names
    except sqlite3.DatabaseError:
        raise DatabaseProblem(f"{file} is no copy of our database.") from None
