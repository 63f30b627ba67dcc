"""Alembic's entry: runs the migrations on the database that ``app.db.migrate`` names."""

from alembic import context
from sqlmodel import SQLModel

import app.models  # noqa: F401 - the tables register themselves
from app.db import engine_for

# Workers that start together all come here; the first one through migrates, the others find nothing left to do.
ALONE = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(20261121)"}

engine = engine_for(str(context.config.get_main_option("sqlalchemy.url")))
try:
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=True,
            compare_type=True,
            transactional_ddl=True,  # SQLite can undo a half-done change too
        )
        with context.begin_transaction():
            if engine.dialect.name == "postgresql":
                # A change of a large table takes its time.
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql(ALONE[engine.dialect.name])
            context.run_migrations()
finally:
    engine.dispose()
