"""The migrations make exactly the tables that the models describe, on both databases, and can be repeated."""

import os
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlmodel import SQLModel

import app.models  # noqa: F401 - the tables register themselves
from app.db import engine_at, engine_for, migrate
from app.settings import HOME


def test_the_newest_shape_is_that_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_changes_nothing(engine: Engine, database_url: str) -> None:
    migrate(database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are another thing there")
def test_nobody_else_on_the_machine_reads_a_new_database(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        file = tmp_path / "var" / "links.sqlite3"
        migrate(f"sqlite:///{file}")
        with engine_at(f"sqlite:///{file}") as engine, engine.begin() as connection:
            connection.execute(text("DELETE FROM feedback"))
            files = list(file.parent.iterdir())
            assert len(files) == 3, "with the log that is written ahead"
            assert [path.stat().st_mode & 0o077 for path in files] == [0, 0, 0]
    finally:
        os.umask(before)


WORKER = "import sys, app.models; from app.db import migrate; print(flush=True); input(); migrate(sys.argv[1])"


def test_workers_that_start_together_migrate_once(engine: Engine, database_url: str) -> None:
    with engine.begin() as connection:
        for table in ("explanation", "feedback", "alembic_version"):
            connection.execute(text(f"DROP TABLE {table}"))
    command = [sys.executable, "-c", WORKER, database_url]
    workers = [Popen(command, cwd=HOME, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) for _ in range(4)]  # noqa: S603 - our own words
    for worker in workers:
        assert worker.stdout
        worker.stdout.readline()
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("\n")
        worker.stdin.flush()
    told = [(worker.communicate()[1], worker.returncode) for worker in workers]
    assert [code for _, code in told] == [0] * 4, told
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_usual_addresses_of_postgresql_are_taken(scheme: str) -> None:
    assert engine_for(f"{scheme}://someone@db.example/claims").driver == "psycopg"
