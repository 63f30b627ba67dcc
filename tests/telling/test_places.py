"""Places as people name them."""

import re

import pytest

from app.evidence import Evidence
from app.telling.places import place_name
from app.telling.record import RecordTeller

NAMES = {"us": "United States", "us-ca": "California", "mx": "Mexico", "in": "India"}


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ("us", "United States"),
        ("us-ca", "California"),
        ("mx (treated); us (reported)", "Mexico (treated); United States (reported)"),
        ("in, ru (treated)", "India, Russia (treated)"),
        ("abroad (treated); us (reported)", "Abroad (treated); United States (reported)"),
        ("seen in us clinics", "Seen in us clinics"),
        ("zz", "Zz"),
    ],
)
def test_every_code_gets_its_name_and_words_stay(codes: str, said: str) -> None:
    assert place_name(codes, NAMES) == said


def test_no_code_of_the_base_is_left_unnamed(evidence: Evidence) -> None:
    names = RecordTeller(evidence).labels["place"]
    for signal in evidence.safety.values():
        assert not re.search(r"\b[a-z]{2}\b(?= \(|[;,]|$)", place_name(signal.country, names)), signal.country
