"""The law at a glance: a status word always stands with its place and its product."""

from typing import get_args

from app.evidence import Evidence
from app.evidence.fields import LegalStatus
from app.telling.claim_page import OTHERS_SHOWN, claim_page
from app.telling.shelves import shelf_of
from app.telling.standing import STATUS_WORDS, standings


def test_every_status_told_is_one_of_the_vocabulary() -> None:
    assert set(STATUS_WORDS) < set(get_args(LegalStatus))


def test_one_line_for_each_place_and_status_with_its_products(evidence: Evidence) -> None:
    positions = [p for p in evidence.regulation.values() if p.is_confirmed]
    shown = standings(positions, shelf_of(evidence).teller)
    assert len({(s.place, s.status) for s in shown}) == len(shown) > 10
    assert all(s.place and s.status and s.products for s in shown)
    said = {(s.place, s.status, product) for s in shown for product in s.products}
    assert ("United States", "not approved", "Exosomes") in said
    assert any(product.endswith("Crohn's disease") for _, _, product in said)


def test_the_chosen_country_leads(evidence: Evidence) -> None:
    positions = evidence.regulation.values()
    assert standings(positions, shelf_of(evidence).teller, "jp")[0].place == "Japan"


def test_a_claim_without_law_of_its_own_shows_one_position_of_each_place(evidence: Evidence) -> None:
    record = evidence.records["disc-pain-marrow-cells"]
    assert not record.carried_by.regulation
    page = claim_page(shelf_of(evidence), record)
    places = [position.place for position in page.law.shown]
    assert len(set(places)) == len(places) == OTHERS_SHOWN
    assert {standing.place for standing in page.standings} >= set(places)
