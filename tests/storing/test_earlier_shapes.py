"""Databases as earlier releases left them: brought forwards, every row is there with what it said."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Connection, DateTime, Engine, Integer, MetaData, Table, inspect, select, text
from sqlalchemy.types import TypeEngine

from app.db import MIGRATIONS, engine_for, migrate

MOMENT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
WORDS = "\u00fcber \u201calles\u201d\n<b>; DROP TABLE x; -- \U0001f9ec"


def shapes() -> list[str]:
    """Every shape that a database ever had, the oldest first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [script.revision for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    engine = engine_for(database_url)
    drop_all(engine)
    yield engine
    drop_all(engine)
    engine.dispose()
    migrate(database_url)  # as other tests find it


def drop_all(engine: Engine) -> None:
    found = MetaData()
    found.reflect(engine)
    found.drop_all(engine)


def bring_to(url: str, shape: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, shape)


def some(kind: TypeEngine[Any], number: int) -> object:
    """A value of this type that is easily spoiled."""
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, Boolean):
        return bool(number % 2)
    if isinstance(kind, DateTime):
        return MOMENT
    if isinstance(kind, JSON):
        return [{"quote": WORDS, "number": number, "record": "x", "sources": []}]
    longest = getattr(kind, "length", None)
    return f"{number} {WORDS}"[: longest or 500]


def rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).order_by(text("id"))).mappings()]


@pytest.mark.parametrize("shape", shapes())
def test_nothing_is_lost_on_the_way(shape: str, empty: Engine, database_url: str) -> None:
    bring_to(database_url, shape)
    then = MetaData()
    then.reflect(empty)
    with empty.begin() as connection:
        for table in then.sorted_tables:
            if table.name == "alembic_version":
                continue
            for number in range(1, 4):
                row = {c.name: some(c.type, number) for c in table.columns if not (c.nullable and number == 3)}
                connection.execute(table.insert().values(**row))
    with empty.connect() as connection:
        before = {t.name: rows(connection, t) for t in then.sorted_tables if t.name != "alembic_version"}
    migrate(database_url)
    now = MetaData()
    now.reflect(empty)
    with empty.connect() as connection:
        for name, kept in before.items():
            assert name in now.tables, f"{name} is gone; say here where its rows went"
            after = rows(connection, now.tables[name])
            still = [
                {column: row[column] for column in old if column in row} for old, row in zip(kept, after, strict=True)
            ]
            assert still == [{column: old[column] for column in new} for old, new in zip(kept, still, strict=True)]
            assert still[0]


def test_an_empty_database_gets_every_table(empty: Engine, database_url: str) -> None:
    assert inspect(empty).get_table_names() == []
    migrate(database_url)
    assert {"explanation", "feedback"} <= set(inspect(empty).get_table_names())
