"""All that visitors create: explanation links and feedback. No table holds a name, an address or a whole text."""

from datetime import datetime

from sqlalchemy import JSON, Column, DateTime, Text
from sqlmodel import Field, SQLModel

LONGEST_NOTE = 1_000
MOST_LINES = 25
"""Lines of a note, blank ones counted: with the most claims it still fits on two sheets of paper."""
LONGEST_FEEDBACK = 2_000


def _moment(*, nullable: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=nullable)


class Explanation(SQLModel, table=True):
    """One explanation link. Only hashes of its secrets are stored, so the table opens no link.

    ``shown`` holds exactly what the link shows: masked sentences with the verdicts and words of its day. Times are
    UTC.
    """

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True, index=True)
    manage_hash: str = Field(max_length=64)
    shown: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    evidence_revision: str = Field(max_length=64)
    method_revision: str = Field(max_length=64)
    made_at: datetime = Field(sa_column=_moment())
    expires_at: datetime = Field(sa_column=_moment())
    withdrawn_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))


class Feedback(SQLModel, table=True):
    """What a visitor said of a page: whether it was clear, or what is wrong on it."""

    id: int | None = Field(default=None, primary_key=True)
    page: str = Field(max_length=200)
    kind: str = Field(max_length=20)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    sent_at: datetime = Field(sa_column=_moment())
