"""Explanation links on real databases: nothing lost, nothing doubled, nothing opened that has ended."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from app.models import Explanation
from app.sharing import GRACE, Gone, Links, is_form_key, new_form_key

SHOWN = [{"quote": "Cells heal.", "verdict": "unproven", "label": "Not shown in people", "record": "", "sources": []}]
REVISIONS = ("evidence-1", "method-1")


def test_a_link_shows_what_was_stored(engine: Engine) -> None:
    links = Links(engine)
    made = links.make(new_form_key(), SHOWN, "For you", revisions=REVISIONS)
    row = links.open(made.token)
    assert row.shown == SHOWN
    assert row.note == "For you"
    assert (row.evidence_revision, row.method_revision) == REVISIONS
    assert row.made_at.utcoffset() == row.expires_at.utcoffset() == timedelta()
    assert row.expires_at == made.expires_at


def test_no_secret_stands_in_the_table(engine: Engine) -> None:
    key = new_form_key()
    made = Links(engine).make(key, SHOWN, "", revisions=REVISIONS)
    with engine.connect() as connection:
        everything = repr(connection.execute(text("SELECT * FROM explanation")).all())
    for secret in (key, made.token, made.manage):
        assert secret not in everything


def test_the_same_form_sent_by_many_at_once_makes_one_link(engine: Engine) -> None:
    links, key = Links(engine), new_form_key()
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: links.make(key, SHOWN, "", revisions=REVISIONS).token, range(16)))
    assert len(set(made)) == 1
    with Session(engine) as session:
        assert len(session.exec(select(Explanation)).all()) == 1


def test_many_makers_and_withdrawers_lose_nothing(engine: Engine) -> None:
    links = Links(engine)

    def make_and_withdraw(number: int) -> tuple[str, bool]:
        made = links.make(new_form_key(), SHOWN, str(number), revisions=REVISIONS)
        if number % 2:
            links.withdraw(made.token, made.manage)
        return made.token, bool(number % 2)

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(make_and_withdraw, range(40)))
    assert len({token for token, _ in results}) == 40
    for token, withdrawn in results:
        if withdrawn:
            with pytest.raises(Gone):
                links.open(token)
        else:
            assert links.open(token).shown == SHOWN


def test_readers_see_a_link_whole_or_ended_while_others_make_and_withdraw(engine: Engine) -> None:
    """Withdrawing empties a row: nobody may open it in between, empty but not ended."""
    links = Links(engine)
    made = [links.make(new_form_key(), SHOWN, "Note", revisions=REVISIONS) for _ in range(12)]

    def read(token: str) -> str:
        try:
            row = links.open(token)
        except Gone:
            return "gone"
        return "whole" if (row.shown, row.note) == (SHOWN, "Note") else "torn"

    def act(number: int) -> str:
        link = made[number % 12]
        if number % 5 == 0:
            links.withdraw(link.token, link.manage)
        elif number % 5 == 1:
            try:
                links.prolong(link.token, link.manage, "3")
            except Gone:
                return "gone"
        elif number % 5 == 2:
            return read(links.make(new_form_key(), SHOWN, "Note", revisions=REVISIONS).token)
        return read(link.token)

    with ThreadPoolExecutor(8) as pool:
        seen = Counter(pool.map(act, range(120)))
    assert set(seen) == {"gone", "whole"}
    with Session(engine) as session:
        rows = session.exec(select(Explanation)).all()
    assert len(rows) == 12 + 24
    assert sum(row.withdrawn_at is not None for row in rows) == 12
    assert all((row.withdrawn_at is None) == (row.shown == SHOWN) for row in rows), "a late change brings nothing back"


def test_an_ended_link_is_gone_and_a_wrong_one_was_never_there(engine: Engine) -> None:
    links = Links(engine)
    made = links.make(new_form_key(), SHOWN, "", revisions=REVISIONS, months="1")
    with Session(engine) as session:
        row = session.exec(select(Explanation)).one()
        row.expires_at = datetime.now(UTC) - timedelta(seconds=1)
        session.add(row)
        session.commit()
    with pytest.raises(Gone):
        links.open(made.token)
    links.prolong(made.token, made.manage, "3")
    assert links.open(made.token)
    with pytest.raises(LookupError):
        links.open(made.token[:-1] + ("A" if made.token[-1] != "A" else "B"))
    with pytest.raises(LookupError):
        links.withdraw(made.token, "wrong")
    assert links.open(made.token)


def test_a_withdrawn_link_cannot_be_prolonged(engine: Engine) -> None:
    links = Links(engine)
    made = links.make(new_form_key(), SHOWN, "", revisions=REVISIONS)
    links.withdraw(made.token, made.manage)
    with pytest.raises(Gone):
        links.prolong(made.token, made.manage, "12")


@pytest.mark.parametrize("text", ["", "short", "x" * 23, "x" * 25, "ä" * 24, "<script>" * 3])
def test_only_a_form_key_is_taken_for_one(text: str) -> None:
    assert not is_form_key(text)
    assert is_form_key(new_form_key())


def newest(engine: Engine) -> Explanation:
    with Session(engine) as session:
        return session.exec(select(Explanation).order_by(col(Explanation.id).desc())).all()[0]


def test_another_note_makes_another_link(engine: Engine) -> None:
    links, key = Links(engine), new_form_key()
    first, second = (links.make(key, SHOWN, note, revisions=REVISIONS) for note in ("One", "Two"))
    assert (links.open(first.token).note, links.open(second.token).note) == ("One", "Two")


def test_the_form_of_a_withdrawn_link_makes_a_new_one(engine: Engine) -> None:
    links, key = Links(engine), new_form_key()
    first = links.make(key, SHOWN, "", revisions=REVISIONS)
    links.withdraw(first.token, first.manage)
    again = links.make(key, SHOWN, "", revisions=REVISIONS)
    assert again.token != first.token
    assert links.open(again.token).shown == SHOWN


def test_a_withdrawn_link_is_empty_and_a_long_ended_one_too(engine: Engine) -> None:
    links = Links(engine)
    withdrawn = links.make(new_form_key(), SHOWN, "Secret", revisions=REVISIONS)
    links.withdraw(withdrawn.token, withdrawn.manage)
    assert (newest(engine).shown, newest(engine).note) == ([], "")
    ended = links.make(new_form_key(), SHOWN, "Secret", revisions=REVISIONS)
    with Session(engine) as session:
        row = newest(engine)
        row.expires_at = datetime.now(UTC) - GRACE - timedelta(seconds=1)
        session.add(row)
        session.commit()
    links.make(new_form_key(), SHOWN, "New", revisions=REVISIONS)
    with engine.connect() as connection:
        assert "Secret" not in repr(connection.execute(text("SELECT * FROM explanation")).all())
    with pytest.raises(Gone):
        links.open(ended.token)
    with pytest.raises(Gone):
        links.prolong(ended.token, ended.manage, "12")


@pytest.mark.parametrize(
    ("made", "months", "ends"),
    [
        ("2026-11-22", 12, "2027-11-22"),
        ("2027-06-01", 12, "2028-06-01"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-12-31", 6, "2028-06-30"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_a_link_ends_on_the_same_day_of_the_month(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, made: str, months: int, ends: str
) -> None:
    moment = datetime.fromisoformat(made).replace(hour=9, tzinfo=UTC)
    monkeypatch.setattr("app.sharing._now", lambda: moment)
    link = Links(engine).make(new_form_key(), SHOWN, "", revisions=REVISIONS, months=str(months))
    assert link.expires_at.date().isoformat() == ends
