"""What records say to people: with place, date and doubt."""

from app.evidence import Evidence
from app.telling.record import RecordTeller


def test_what_was_not_confirmed_goes_with_the_position_and_the_harm(evidence: Evidence) -> None:
    teller = RecordTeller(evidence)
    for position in evidence.regulation.values():
        assert teller.approval(position).unconfirmed == (position.unconfirmed_parts or "")
    for signal in evidence.safety.values():
        assert teller.harm(signal).unconfirmed == (signal.unconfirmed_parts or "")


def test_products_are_named_as_people_name_them(evidence: Evidence) -> None:
    teller = RecordTeller(evidence)
    for position in evidence.regulation.values():
        product = teller.approval(position).product
        assert "_" not in product, position.id
        assert product not in evidence.interventions, position.id


def test_no_checked_claim_is_shown_as_not_checked(evidence: Evidence) -> None:
    teller = RecordTeller(evidence)
    for record in evidence.records.values():
        assert teller.verdict(record).id not in {"not_covered", "not_a_claim"}, record.id


def test_what_is_backed_in_animals_only_says_so_in_its_label(evidence: Evidence) -> None:
    teller = RecordTeller(evidence)
    for record in evidence.records.values():
        verdict = teller.verdict(record)
        only = evidence.grades[record.id].grade == "animal_or_lab" and verdict.id == "supported"
        assert verdict.label.endswith("only in animals or the laboratory") == only, record.id
    assert teller.verdict(evidence.records["disc-animals"]).label.startswith("Backed by evidence")
