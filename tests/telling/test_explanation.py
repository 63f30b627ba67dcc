"""What a link says of itself later: which verdict moved, what moved it, and why."""

from dataclasses import replace
from datetime import date

import pytest

from app.evidence import Evidence
from app.evidence.claim import Change
from app.masking import Masker
from app.telling.compose import Composer
from app.telling.explanation import Explainer, Statement

RECORD = "tumour-free-cells"
TODAY = date(2027, 1, 1)


def explainer(evidence: Evidence) -> Explainer:
    return Explainer(evidence, Composer(evidence), Masker(evidence.vocabulary, frozenset()))


def judged_otherwise(evidence: Evidence, **more: object) -> list[Statement]:
    """A statement as a link of earlier days holds it."""
    (shown,) = explainer(evidence).of_records([RECORD])
    return [{**shown, "verdict": "supported", "standing": "supported", "label": "Backed by evidence", **more}]


def with_a_change(evidence: Evidence, change: str, reason: str) -> Evidence:
    record = evidence.records[RECORD]
    news = Change(date=record.history[-1].date, change=change, reason=reason)  # of the day on which the link was made
    changed = record.model_copy(update={"history": (*record.history, news)})
    return replace(evidence, records={**evidence.records, RECORD: changed}, revision="newer")


def test_the_reason_comes_from_the_history_also_for_a_change_of_the_same_day(evidence: Evidence) -> None:
    shown = judged_otherwise(evidence)
    newer = explainer(with_a_change(evidence, "Verdict lowered.", "A trial found none."))
    made_on = evidence.records[RECORD].history[-1].date
    (moved,) = newer.moved(shown, (evidence.revision, newer.revisions[1]), made_on)
    assert (moved.was, moved.now, moved.mover) == ("Backed by evidence", "Evidence says otherwise", "evidence")
    assert len(moved.why) == 1
    assert moved.why[0].endswith(": Verdict lowered. A trial found none.")
    assert str(made_on.year) in moved.why[0]


def test_a_link_from_before_changes_were_counted_goes_by_the_day(evidence: Evidence) -> None:
    shown = judged_otherwise(evidence)
    del shown[0]["changes"]
    told = explainer(evidence)
    day = evidence.records[RECORD].history[0].date
    assert told.moved(shown, ("older", "older"), day)[0].why == ()
    assert told.moved(shown, ("older", "older"), date(2000, 1, 1))[0].why


@pytest.mark.parametrize(
    ("revisions", "mark", "mover"),
    [
        (("older", None), None, "evidence"),
        ((None, "older"), None, "reading"),
        (("older", "older"), None, "reading"),
        (("older", "older"), "other", "evidence"),
        (("older", "older"), "", "both"),
    ],
)
def test_what_moved_is_named_only_as_far_as_it_is_known(
    evidence: Evidence, revisions: tuple[str | None, str | None], mark: str | None, mover: str
) -> None:
    told = explainer(evidence)
    shown = judged_otherwise(evidence, **({} if mark is None else {"mark": mark}))
    then = tuple(old or now for old, now in zip(revisions, told.revisions, strict=True))
    (moved,) = told.moved(shown, (then[0], then[1]), TODAY)
    assert moved.mover == mover


def test_what_was_learned_is_told_also_where_the_verdict_stays(evidence: Evidence) -> None:
    shown = explainer(evidence).of_records([RECORD])
    newer = explainer(with_a_change(evidence, "A second trial added.", "It found the same."))
    (learned,) = newer.moved(shown, (evidence.revision, newer.revisions[1]), TODAY)
    assert not learned.is_judged_otherwise
    assert learned.why[0].endswith("A second trial added. It found the same.")
    assert not explainer(evidence).moved(shown, ("older", "older"), TODAY), "nothing was learned about this one"


def test_a_claim_that_we_no_longer_hold_is_said_to_be_unchecked_today(evidence: Evidence) -> None:
    shown = explainer(evidence).of_records([RECORD])
    rest = {ident: record for ident, record in evidence.records.items() if ident != RECORD}
    (gone,) = explainer(replace(evidence, records=rest, revision="newer")).moved(shown, ("older", "older"), TODAY)
    assert gone.now == "We have not checked this"
