"""Databases as earlier releases left them: brought forwards, every row is there with what it said."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Connection, DateTime, Engine, Integer, MetaData, Table, inspect, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.types import TypeEngine

import app.db
from app.db import MIGRATIONS, engine_at, migrate

MOMENT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
WORDS = "\u00fcber \u201calles\u201d\n<b>; DROP TABLE x; -- \U0001f9ec"


def shapes() -> list[str]:
    """Every shape that a database ever had, the oldest first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [script.revision for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    with engine_at(database_url) as engine:
        drop_all(engine)
        yield engine
        drop_all(engine)
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


def filled(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Rows in every table that there is; gives them back by table, as they can be read."""
    found = MetaData()
    found.reflect(engine)
    tables = [table for table in found.sorted_tables if table.name != "alembic_version"]
    with engine.begin() as connection:
        for table in tables:
            for number in range(1, 4):
                row = {c.name: some(c.type, number) for c in table.columns if not (c.nullable and number == 3)}
                connection.execute(table.insert().values(**row))
    with engine.connect() as connection:
        return {table.name: rows(connection, table) for table in tables}


def assert_kept(engine: Engine, before: dict[str, list[dict[str, Any]]]) -> None:
    now = MetaData()
    now.reflect(engine)
    with engine.connect() as connection:
        for name, kept in before.items():
            assert name in now.tables, f"{name} is gone; say here where its rows went"
            after = rows(connection, now.tables[name])
            still = [
                {column: row[column] for column in old if column in row} for old, row in zip(kept, after, strict=True)
            ]
            assert still == [{column: old[column] for column in new} for old, new in zip(kept, still, strict=True)]
            assert still[0]


@pytest.mark.parametrize("shape", shapes())
def test_nothing_is_lost_on_the_way(shape: str, empty: Engine, database_url: str) -> None:
    bring_to(database_url, shape)
    before = filled(empty)
    migrate(database_url)
    assert_kept(empty, before)


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Adds a release after the newest one, with what it does to the tables. So far there has been one shape only."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)

    def add(change: str) -> None:
        lines = [
            "import sqlalchemy as sa", "from alembic import op", "revision = 'next'",
            f"down_revision = '{shapes()[-1]}'", "def upgrade():", f"    {change}",
        ]  # fmt: skip
        (folder / "versions" / "next.py").write_text("\n".join(lines), "utf-8")
        monkeypatch.setattr(app.db, "MIGRATIONS", folder)

    return add


def test_the_next_release_finds_every_row(
    empty: Engine, next_release: Callable[[str], None], database_url: str
) -> None:
    """SQLite copies the whole table for such a change, PostgreSQL does not."""
    migrate(database_url)
    before = filled(empty)
    next_release(
        "with op.batch_alter_table('explanation') as table: "
        "table.add_column(sa.Column('language', sa.String(2), nullable=False, server_default='en'))"
    )
    migrate(database_url)
    assert_kept(empty, before)
    with empty.connect() as connection:
        assert connection.execute(text("SELECT DISTINCT language FROM explanation")).scalars().all() == ["en"]


def test_a_release_that_fails_half_way_changes_nothing(
    empty: Engine, next_release: Callable[[str], None], database_url: str
) -> None:
    migrate(database_url)
    before = filled(empty)
    next_release("op.execute('DELETE FROM explanation'); op.drop_table('feedback'); op.drop_table('not_there')")
    with pytest.raises(DatabaseError):
        migrate(database_url)
    assert_kept(empty, before)


def test_an_empty_database_gets_every_table(empty: Engine, database_url: str) -> None:
    assert inspect(empty).get_table_names() == []
    migrate(database_url)
    assert {"explanation", "feedback"} <= set(inspect(empty).get_table_names())
