"""The database: opened once, brought to its newest shape by Alembic, used by ``sharing`` and ``feedback`` alone."""

import re
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import create_engine

from app.settings import HOME

MIGRATIONS = HOME / "migrations"
_POSTGRES = re.compile(r"^postgres(?:ql)?://")
"""What hosts and guides write for PostgreSQL; the driver that we install has to be named."""


Unavailable = (OperationalError, InterfaceError, PoolTimeout)
"""What is raised where the database is away, is lost on the way, is full, or does not answer in time."""
PATIENCE = 5
"""Seconds that a request waits for the database; each that waits holds a thread that a check could use."""


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


def migrate(url: str) -> None:
    """Bring the database at ``url`` to its newest shape; does nothing where it has it already.

    Raises one of ``Unavailable`` where it cannot be reached, ``OSError`` where SQLite's folder cannot be made.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    if (file := sqlite_file(url)) is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(mode=0o600)  # SQLite gives its other files the same rights; notes are for nobody else's eyes
    command.upgrade(config, "head")
