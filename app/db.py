"""The database: opened once, brought to its newest shape by Alembic, used by ``sharing`` and ``feedback`` alone."""

import re
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import create_engine

from app.settings import HOME

MIGRATIONS = HOME / "migrations"
_POSTGRES = re.compile(r"^postgres(?:ql)?://")
"""What hosts and guides write for PostgreSQL; the driver that we install has to be named."""


def engine_for(url: str) -> Engine:
    """An engine for ``url`` (``sqlite:///...`` or ``postgresql://...``); no connection is made yet.

    SQLite waits up to five seconds for another writer and writes ahead, so that readers never wait.
    """
    options: dict[str, Any] = {"pool_pre_ping": True}
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": 5}
    engine = create_engine(_POSTGRES.sub("postgresql+psycopg://", url), **options)
    if url.startswith("sqlite"):
        event.listen(engine, "connect", _sqlite_settings)
    return engine


def answers(engine: Engine) -> bool:
    """Whether the database can be asked just now."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _sqlite_settings(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def migrate(url: str) -> None:
    """Bring the database at ``url`` to its newest shape; does nothing where it has it already.

    Raises ``OperationalError`` where the server cannot be reached, ``OSError`` where SQLite's folder cannot be made.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config, "head")
