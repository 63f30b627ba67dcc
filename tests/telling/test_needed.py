"""The rung that a sentence needs follows from what it promises, not from how far testing has come."""

from dataclasses import replace
from typing import Any

import pytest

from app.evidence import Evidence
from app.judging.check import check
from app.reading.reading import Reading
from app.telling.compose import Composer
from app.telling.needed import IN_ANIMALS, LICENSED, NO_RUNG_IS_ENOUGH, TRIALS, needed

GROUPS = {"pain_relief": "efficacy", "safety_general": "safety", "regulatory_approval": "regulation"}


@pytest.fixture(scope="module")
def promise(evidence: Evidence) -> Reading:
    read = check("Stem cells ease back pain.", evidence).statements[0].reading
    return replace(
        read, kinds=("pain_relief",), stance="promise", polarity="asserts", strength="definite", setting="human"
    )


@pytest.mark.parametrize(
    ("changed", "need"),
    [
        ({}, TRIALS),
        ({"strength": "hedged"}, TRIALS),
        ({"strength": "guaranteed"}, NO_RUNG_IS_ENOUGH),
        ({"setting": "animal_or_lab"}, IN_ANIMALS),
        ({"kinds": ("regulatory_approval",)}, LICENSED),
        ({"kinds": ("safety_general",)}, None),
        ({"kinds": ()}, None),
        ({"polarity": "denies"}, None),
        ({"stance": "limit"}, None),
    ],
)
def test_need(promise: Reading, changed: dict[str, Any], need: object) -> None:
    assert needed(replace(promise, **changed), GROUPS) is need


def test_the_rung_named_is_one_of_the_ladder(evidence: Evidence) -> None:
    rungs = {rung.id for ladder in evidence.ladders.values() for rung in ladder.rungs}
    assert {need.rung for need in (TRIALS, IN_ANIMALS, LICENSED, NO_RUNG_IS_ENOUGH)} <= rungs


def test_a_card_shows_what_its_sentence_needs(evidence: Evidence) -> None:
    text = "Stem cells rebuild worn discs."
    card = Composer(evidence).answer(check(text, evidence)).cards[0]
    assert card.needs is not None
    assert card.needs.words == TRIALS.words
    assert card.needs.rung in {rung.id for rung in card.ladder}
