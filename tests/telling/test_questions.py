"""Questions to take along come from what was found."""

from app.evidence import Evidence
from app.judging.check import check
from app.telling.questions import FEWEST, GENERAL, LEFT_OUT, MOST, to_take_along


def test_few_questions_are_filled_up_without_repeating_any() -> None:
    questions = to_take_along(("Which cells?", GENERAL[0]))
    assert questions[:2] == ("Which cells?", GENERAL[0])
    assert len(questions) == len(set(questions)) >= FEWEST - 1


def test_what_is_left_out_is_asked_for() -> None:
    assert to_take_along(("Which cells?",), ("cost", "risks"))[1:3] == (LEFT_OUT["cost"], LEFT_OUT["risks"])


def test_there_is_a_question_for_each_thing_that_a_page_can_leave_out(evidence: Evidence) -> None:
    tells_nothing = "Our stem cells cure knee arthritis. Exosomes regrow your worn discs. PRP reverses hair loss."
    left_out = [finding.id for finding in check(tells_nothing, evidence).page.left_out]
    assert set(left_out) == set(LEFT_OUT)
    assert len(set(LEFT_OUT.values())) == len(left_out)


def test_many_claims_leave_room_for_what_is_left_out() -> None:
    questions = to_take_along(tuple(f"Question {n}?" for n in range(20)), tuple(LEFT_OUT))
    assert len(questions) == MOST
    assert LEFT_OUT["risks"] in questions


def test_an_empty_question_is_none() -> None:
    assert "" not in to_take_along(("", "Which cells?"))
