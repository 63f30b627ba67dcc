"""Whether something is approved is answered from the licences on record, for the use and the place named."""

import pytest

from app.evidence import Evidence, load
from app.evidence.fields import LicenceStanding
from app.judging.licences import Licences
from app.reading.document import read_document
from app.reading.lexicon import Lexicon
from app.reading.model import load_model
from app.reading.reader import Reader


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return load()


@pytest.mark.parametrize(
    ("sentence", "standing"),
    [
        ("In Japan condoliase is licensed for slipped discs.", "granted"),
        ("MACI was never licensed in America.", "granted"),
        ("The FDA has approved CAR-T cells for blood cancers.", "granted"),
        ("Cord blood transplants are licensed for leukaemia.", "granted"),
        ("PRP is not approved in Brazil.", "not_read"),  # a country of which nothing is held
        ("CAR-T is not approved by the FDA.", "wider"),  # a hospital treatment, and no use named
        ("Umbilical cord stem cells are approved for knees.", "narrow"),
        ("Umbilical cord stem cells are approved for knees in Korea.", "granted"),
        ("Stemirac is approved in Japan for spinal cord injury.", "conditional"),
        ("Stemirac is approved in the US for spinal cord injury.", "elsewhere"),
        ("Alofisel is licensed in Europe for Crohn's fistulas.", "withdrawn"),
        ("Marrow concentrate is approved for discs.", "other_use"),
        ("Immuncell-LC is an approved product for cancer in Korea.", "not_read"),
        ("Immuncell-LC is FDA-approved for cancer.", "none"),  # an unread licence says nothing of another place
        ("NK cells are approved for cancer.", "none"),
        ("Exosomes are FDA-approved.", "none"),
        ("PRP is FDA-approved for knees.", "none"),
        ("Our stem cells are FDA-approved for knees.", "other_use"),
    ],
)
def test_a_licence_holds_for_one_use_and_one_place(
    evidence: Evidence, sentence: str, standing: LicenceStanding
) -> None:
    lexicon = Lexicon(evidence.vocabulary)
    reading = Reader(lexicon, load_model()).read(read_document(sentence).sentences)[0]
    assert Licences(evidence, lexicon).standing(reading) == standing
