"""Alembic's entry: runs the migrations on the database that ``app.db.migrate`` names."""

from alembic import context
from sqlmodel import SQLModel

import app.models  # noqa: F401 - the tables register themselves
from app.db import engine_for

engine = engine_for(str(context.config.get_main_option("sqlalchemy.url")))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
