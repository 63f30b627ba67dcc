"""What visitors say of pages: stored for the curators, read with ``claimcheck feedback``."""

from datetime import UTC, datetime
from typing import Literal, get_args

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.models import LONGEST_FEEDBACK, Feedback
from app.notes import plain

Kind = Literal["clear", "unclear", "correction", "report"]
KINDS: tuple[str, ...] = get_args(Kind)


class TooLong(ValueError):  # noqa: N818 - the visitor's problem, not an error of ours
    """The message is longer than ``LONGEST_FEEDBACK``; nothing of it is stored."""


def save(engine: Engine, page: str, kind: str, text: str) -> None:
    """Store one piece of feedback; ``ValueError`` for an unknown kind or a correction without words, or ``TooLong``."""
    words = plain(text, LONGEST_FEEDBACK + 1)
    if len(words) > LONGEST_FEEDBACK:
        raise TooLong
    if kind not in KINDS or (kind == "correction" and not words):
        raise ValueError(kind)
    with Session(engine) as session:
        session.add(Feedback(page=plain(page, 200), kind=kind, text=words, sent_at=datetime.now(UTC)))
        session.commit()


def newest(engine: Engine, most: int = 100) -> list[Feedback]:
    """The newest feedback first."""
    with Session(engine) as session:
        rows = list(session.exec(select(Feedback).order_by(col(Feedback.id).desc()).limit(most)))
        session.expunge_all()
    return rows
