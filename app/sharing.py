"""Explanation links: made, opened, withdrawn and expired. The only place that reads or writes them."""

import base64
import hashlib
import json
import secrets
import time
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from app.models import LONGEST_NOTE, Explanation
from app.notes import plain

SECRET_BYTES = 18  # 144 bits
MONTHS = ("1", "3", "6", "12")
"""Months that a maker may choose; a link ends on the same day of the month."""
DEFAULT_MONTHS = "12"
GRACE = timedelta(days=30)
"""How long after its end a link can still be brought back by its maker; then what it showed is erased."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new link: ``token`` opens it, ``manage`` withdraws it. Shown to the maker; stored only as hashes."""

    token: str
    manage: str
    expires_at: datetime


class Gone(LookupError):  # noqa: N818 - it is a condition of the link, not a fault of the program
    """The link was withdrawn or has expired."""


def new_form_key() -> str:
    """The secret of one form. With what is shown it gives both secrets of the link: sent twice, it makes one link."""
    return secrets.token_urlsafe(SECRET_BYTES)


def is_form_key(text: str) -> bool:
    """Whether ``text`` has the shape of a form key."""
    return len(text) == len(new_form_key()) and text.replace("-", "").replace("_", "").isalnum() and text.isascii()


def _secret(form_key: str, content: bytes, purpose: str) -> str:
    """144 bits that nobody can work out without the form key; other content gives another secret."""
    digest = hashlib.blake2b(content, key=form_key.encode(), person=purpose.encode(), digest_size=SECRET_BYTES)
    return base64.urlsafe_b64encode(digest.digest()).decode()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)


def _later(moment: datetime, months: int) -> datetime:
    """The same day and hour ``months`` later, the last of the month where it has no such day."""
    years, month = divmod(moment.month - 1 + months, 12)
    last = monthrange(moment.year + years, month + 1)[1]
    return moment.replace(year=moment.year + years, month=month + 1, day=min(moment.day, last))


def _aware(moment: datetime) -> datetime:
    """SQLite gives times back without their zone; all of ours are UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _taken_out(session: Session, row: Explanation) -> Explanation:
    """``row`` for reading after the session has ended, its times with their zone."""
    session.expunge(row)
    row.made_at, row.expires_at = _aware(row.made_at), _aware(row.expires_at)
    return row


def _withdraw(session: Session, row: Explanation) -> None:
    if row.withdrawn_at is None:
        row.withdrawn_at, row.shown, row.note = _now(), [], ""
        session.add(row)
        session.commit()


class SteadyClock:
    """Whether the wall clock can be believed: it has gone as far as the steady clock since this was made.

    The steady clock is never set. It stands still while a machine sleeps; then what is to be erased waits for the next
    start, which harms nobody.
    """

    MOST = 3600.0
    """Seconds by which the two may part; more is no mere correction."""

    def __init__(self) -> None:
        self._apart = time.time() - time.monotonic()

    def is_believed(self) -> bool:
        """Whether nobody has set the clock by an hour or more."""
        return abs(time.time() - time.monotonic() - self._apart) < self.MOST


def _erase_ended(session: Session, now: datetime) -> None:
    """Erase what long-ended links showed; whoever opens one still reads that it has ended."""
    ended = col(Explanation.withdrawn_at).is_(None), col(Explanation.expires_at) < now - GRACE
    session.exec(update(Explanation).where(*ended).values(withdrawn_at=now, shown=[], note=""))


class Links:
    """The explanation links in one database."""

    def __init__(self, engine: Engine) -> None:
        """``engine`` comes from ``app.db.engine_for``."""
        self._engine = engine
        self._clock = SteadyClock()

    def make(
        self,
        form_key: str,
        shown: Sequence[dict[str, Any]],
        note: str,
        *,
        revisions: tuple[str, str],
        months: str = DEFAULT_MONTHS,
    ) -> Made:
        """Store a link and give its secrets; the same form with the same content again gives the same link.

        ``shown`` are masked statements, ``revisions`` those of the evidence and of the method. A form that was changed
        and sent again makes a new link, so that no link shows other words than its maker saw last.
        """
        note = plain(note, LONGEST_NOTE)
        content = json.dumps([list(shown), note, revisions, months], sort_keys=True).encode()
        token, manage = _secret(form_key, content, "open"), _secret(form_key, content, "manage")
        now = _now()
        row = Explanation(
            token_hash=_hash(token),
            manage_hash=_hash(manage),
            shown=list(shown),
            note=note,
            evidence_revision=revisions[0],
            method_revision=revisions[1],
            made_at=now,
            expires_at=_later(now, int(months)),
        )
        expires_at = row.expires_at
        try:
            with Session(self._engine) as session:
                if self._clock.is_believed():  # a clock that is wrong for a while must not erase what lives
                    _erase_ended(session, now)
                session.add(row)
                session.commit()
        except IntegrityError:
            with Session(self._engine) as session:
                held = self._find(session, token)
                expires_at, withdrawn = _aware(held.expires_at), held.withdrawn_at is not None
            if withdrawn:  # the form was kept open and sent again after the withdrawal: a new link is wanted
                return self.make(new_form_key(), shown, note, revisions=revisions, months=months)
        return Made(token, manage, expires_at)

    def open(self, token: str) -> Explanation:
        """The link as it was made; raises ``LookupError`` where there is none, ``Gone`` where it ended."""
        with Session(self._engine) as session:
            row = _taken_out(session, self._find(session, token))
        if row.withdrawn_at is not None or row.expires_at <= _now():
            raise Gone(token)
        return row

    def managed(self, token: str, manage: str) -> Explanation:
        """The link for its maker, ended or not; raises ``LookupError`` where the secrets do not belong together."""
        with Session(self._engine) as session:
            row = _taken_out(session, self._find(session, token))
        if not secrets.compare_digest(row.manage_hash, _hash(manage)):
            raise LookupError(token)
        return row

    def withdraw(self, token: str, manage: str) -> None:
        """End the link now and erase what it showed; does nothing where it was withdrawn already."""
        self.managed(token, manage)
        with Session(self._engine) as session:
            _withdraw(session, self._find(session, token))

    def prolong(self, token: str, manage: str, months: str) -> None:
        """Let the link live for ``months`` (one of ``MONTHS``) from today; raises ``Gone`` where it was withdrawn."""
        if self.managed(token, manage).withdrawn_at is not None:
            raise Gone(token)
        with Session(self._engine) as session:
            row = self._find(session, token)
            row.expires_at = _later(_now(), int(months))
            session.add(row)
            session.commit()

    def recent(self, most: int = 50) -> list[Explanation]:
        """The newest links for the operator's list, without any secret."""
        with Session(self._engine) as session:
            found = session.exec(select(Explanation).order_by(col(Explanation.id).desc()).limit(most))
            return [_taken_out(session, row) for row in found.all()]

    def numbered(self, number: int) -> Explanation | None:
        """Link ``number`` with what it shows, for the operator who looks into a report; None where there is none."""
        with Session(self._engine) as session:
            row = session.get(Explanation, number)
            return None if row is None else _taken_out(session, row)

    def withdraw_number(self, number: int) -> bool:
        """End link ``number`` for the operator; False where there is none."""
        with Session(self._engine) as session:
            row = session.get(Explanation, number)
            if row is None:
                return False
            _withdraw(session, row)
        return True

    @staticmethod
    def _find(session: Session, token: str) -> Explanation:
        row = session.exec(select(Explanation).where(Explanation.token_hash == _hash(token))).one_or_none()
        if row is None:
            raise LookupError(token)
        return row
