"""Feedback is kept word for word, without anything that acts."""

import pytest
from sqlalchemy import Engine

from app.feedback import TooLong, newest, save
from app.models import LONGEST_FEEDBACK


def test_keeps_the_words(engine: Engine) -> None:
    save(engine, "/claims/x", "correction", "  The trial had <50> people.\r\nSee PMID 1.\u202e ")
    row = newest(engine)[0]
    assert (row.page, row.kind, row.text) == ("/claims/x", "correction", "The trial had <50> people.\nSee PMID 1.")


@pytest.mark.parametrize(("kind", "text"), [("shout", "x"), ("correction", " "), ("correction", "\u200b")])
def test_takes_nothing_that_cannot_be_used(engine: Engine, kind: str, text: str) -> None:
    with pytest.raises(ValueError, match=kind):
        save(engine, "/", kind, text)
    assert newest(engine) == []


def test_cuts_no_message(engine: Engine) -> None:
    longest = "word " * (LONGEST_FEEDBACK // 5 - 1) + "last."
    save(engine, "/", "correction", longest.replace(" ", "\r\n"))
    with pytest.raises(TooLong):
        save(engine, "/", "correction", f"{longest}!")
    assert [row.text for row in newest(engine)] == [longest.replace(" ", "\n")]
