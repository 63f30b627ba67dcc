"""The database: opened once, brought to its newest shape by Alembic, used by ``sharing`` and ``feedback`` alone."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import SQLModel, create_engine

import app.models  # noqa: F401 - the tables register themselves
from app.settings import HOME

MIGRATIONS = HOME / "migrations"
_POSTGRES = re.compile(r"^postgres(?:ql)?://")
"""What hosts and guides write for PostgreSQL; the driver that we install has to be named."""


Unavailable = (OperationalError, InterfaceError, PoolTimeout)
"""What is raised where the database is away, is lost on the way, is full, or does not answer in time."""
PATIENCE = 5
"""Seconds that a request waits for the database; each that waits holds a thread that a check could use."""


class DatabaseProblem(Exception):  # noqa: N818 - the state of the database, not a fault of the program
    """The database cannot be used; the message says why and, where we know it, how to mend that."""


@contextmanager
def problems_told(failed: str) -> Iterator[None]:
    """Around what a command does with a database: what goes wrong is a ``DatabaseProblem``, after what ``failed``."""
    try:
        yield
    except CommandError:  # Alembic does not know its revision
        raise DatabaseProblem(f"{failed}: a newer release of this program made it. Install that release.") from None
    except (SQLAlchemyError, sqlite3.Error) as fault:
        words = str(getattr(fault, "orig", None) or fault).partition("\n")[0]
        raise DatabaseProblem(f"{failed}: {words.rstrip('.')}.") from None
    except OSError as fault:
        raise DatabaseProblem(f"{failed}: {fault.filename}: {fault.strerror}.") from None


def named(url: str) -> str:
    """The database at ``url`` as an operator knows it, without a password."""
    file = sqlite_file(url)
    return f"The database {file}" if file is not None else "The database"


def engine_for(url: str) -> Engine:
    """An engine for ``url`` (``sqlite:///...`` or ``postgresql://...``); no connection is made yet.

    SQLite writes ahead, so that readers never wait for a writer; a second writer waits up to ``PATIENCE`` seconds.
    PostgreSQL is given up after as long, whether it does not let us in, holds a lock, or went silent on the way.
    What was to be stored stands in no message of a failure.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _sqlite_settings)
        return engine
    silent = {"connect_timeout": PATIENCE, "tcp_user_timeout": PATIENCE * 1000, "keepalives_idle": 30}
    url = _POSTGRES.sub("postgresql+psycopg://", url)
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, pool_timeout=PATIENCE, connect_args=silent)
    event.listen(engine, "connect", _postgres_settings)
    return engine


@contextmanager
def engine_at(url: str) -> Iterator[Engine]:
    """An engine as of ``engine_for``, whose connections are closed in the end."""
    engine = engine_for(url)
    try:
        yield engine
    finally:
        engine.dispose()


def answers(engine: Engine) -> bool:
    """Whether the database can be asked just now."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for another kind."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _sqlite_settings(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _postgres_settings(connection: Any, _record: object) -> None:  # noqa: ANN401 - as above
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{PATIENCE}s'")
    connection.commit()


def private_file(file: Path) -> None:
    """Make ``file``, empty, and its folder where they are missing; nobody else on the machine may read it.

    Links hold notes, which are for nobody else's eyes. SQLite gives its other files the same rights.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)


def migrate(url: str) -> None:
    """Bring the database at ``url`` to its newest shape; does nothing where it has it already.

    Raises one of ``Unavailable`` where it cannot be reached, ``OSError`` where SQLite's folder cannot be made,
    ``CommandError`` where a newer release made it.
    """
    config = _config()
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    if (file := sqlite_file(url)) is not None:
        private_file(file)
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """An engine for a database that has its newest shape, for a command that makes none.

    Raises ``DatabaseProblem`` where there is none yet or it is of an older shape, ``SQLAlchemyError`` where it is away.
    """
    file = sqlite_file(url)
    if file is not None and not file.exists():
        raise DatabaseProblem(f"{named(url)} is not there yet. Make it with: claimcheck migrate")
    with engine_at(url) as engine:
        with engine.connect() as connection:
            shape = MigrationContext.configure(connection).get_current_heads()
        if shape != tuple(ScriptDirectory.from_config(_config()).get_heads()):
            raise DatabaseProblem(f"{named(url)} is not in its newest shape. Bring it there with: claimcheck migrate")
        yield engine


def find_tables(url: str) -> None:
    """Ask each of our tables at ``url`` for its columns; raises ``SQLAlchemyError`` where one is missing."""
    with engine_at(url) as engine, engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            connection.execute(table.select().limit(0))
