"""How many were harmed, of how many: no more certain than the record."""

import pytest

from app.evidence import Evidence
from app.evidence.schema import HarmCount
from app.telling.counts import UNKNOWN_TOTAL, harm_count


@pytest.mark.parametrize(
    ("affected", "total", "said"),
    [
        (1, 194, "1 of 194"),
        (1234, 5678, "1,234 of 5,678"),
        ("fewer than 5", 12500, "Fewer than 5 (12,500 in all)"),
        (0, "60 randomised", "Nobody, among 60 randomised"),
        (1, "unknown", f"1 person. {UNKNOWN_TOTAL}"),
        (1200, "unknown", f"1,200 people. {UNKNOWN_TOTAL}"),
        ("fewer than 5", "unknown", f"Fewer than 5. {UNKNOWN_TOTAL}"),
        (2, "about 8000 customers", "2 people, among about 8000 customers"),
        ("0 of 10; 0 of 33", 43, "0 of 10; 0 of 33 (43 in all)"),
        ("87 of 113 recipients", 113, "87 of 113 recipients"),
        ("1 of 194; 1 of 31", "as given for each source", "1 of 194; 1 of 31"),
        ("not applicable", "36 studies", "No single count; looked at 36 studies"),
        ("unknown", "unknown", "How many is not known"),
    ],
)
def test_a_count_stands_with_what_it_is_out_of(affected: int | str, total: int | str, said: str) -> None:
    assert harm_count(HarmCount(affected=affected, denominator=total)) == said


def test_no_count_of_the_base_hides_that_the_total_is_unknown(evidence: Evidence) -> None:
    for signal in evidence.safety.values():
        if signal.numbers.denominator == "unknown":
            assert "not known" in harm_count(signal.numbers), signal.id
