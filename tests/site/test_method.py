"""The method page shows the files that the judge reads, a real run of the judge, and the measured figures."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.evidence import Evidence
from app.judging.check import check
from app.main import Site
from app.telling.method import EXAMPLE, SAID_OTHERWISE, rule_lines, worked_example
from app.telling.quality import QUALITY, headline, quality

Read = Callable[[str], Any]


@pytest.fixture
def told_page(client: TestClient, read_page: Read) -> Any:
    return read_page(client.get("/how-we-judge").text)


def test_all_rules_stand_there_in_order_with_verdict_and_reason(told_page: Any, site: Site, evidence: Evidence) -> None:
    shown = [e for e in told_page.all("li") if (e.attributes.get("id") or "").startswith("rule-")]
    rules = evidence.vocabulary["rules"]
    assert [e.attributes["id"] for e in shown] == [f"rule-{rule['id']}" for rule in rules]
    labels = {ident: verdict.label for ident, verdict in site.state.edition.composer.verdicts.items()}
    labels |= {"matrix": "the table above decides", "record": "the record decides"}
    for entry, rule in zip(shown, rules, strict=True):
        assert labels[rule["verdict"]] in entry.text
        assert " ".join(rule["because"].split()) in entry.text
        assert len(entry.all("li")) == len(rule["when"])


def test_every_condition_of_a_rule_is_told_in_words(site: Site, evidence: Evidence) -> None:
    told = [c for line in rule_lines(evidence, site.state.edition.composer.verdicts) for c in line.conditions]
    assert not [c for c in told if re.search(r"\w_\w|: \{|^[a-z]", c)]


def test_kinds_grades_and_cells_come_from_the_vocabulary(told_page: Any, site: Site, evidence: Evidence) -> None:
    assert {k["label"] for k in evidence.vocabulary["kinds"]} <= {e.text for e in told_page.all("li")}
    cells = [cell.text for row in told_page.one("table", cls="matrix").one("tbody").all("tr") for cell in row.all("td")]
    verdicts = site.state.edition.composer.verdicts
    assert cells == [verdicts[v].label for row in evidence.vocabulary["matrix"].values() for v in row.values()]


def test_the_example_is_what_the_judge_says_now(told_page: Any, site: Site, evidence: Evidence) -> None:
    worked = worked_example(evidence, site.state.edition.composer)
    assert worked is not None
    assert worked.card.verdict.id == check(EXAMPLE, evidence).statements[0].verdict
    assert told_page.one("blockquote").text == EXAMPLE
    table = told_page.all("table", cls="cards-table")[0]
    told = {row.one("th").text: row.one("td").text for row in table.one("tbody").all("tr")}
    answer = site.state.edition.composer.answer
    assert told == {text: answer(check(text, evidence)).cards[0].verdict.label for text in SAID_OTHERWISE}
    assert len(set(told.values())) > 1, "the example is to show that wording matters"
    assert told_page.one("li", id=f"rule-{worked.rule}")


def test_the_figures_shown_first_repeat_the_document(told_page: Any) -> None:
    heading, measured = headline()
    assert measured
    assert heading in told_page.text
    assert not [one.text for one in measured if one.text.endswith(")")]
    lines = QUALITY.read_text(encoding="utf-8").splitlines()
    for one in measured:
        row = next(line for line in lines if one.text in line.replace("*", ""))
        for count in filter(None, (one.right, one.harmful, one.groundless)):
            assert f"{float(count) / 100:.3f}".rstrip("0") in row
            assert f"About {count} of 100" in told_page.text


def test_at_most_six_figures_are_shown_first() -> None:
    assert 1 <= len(headline()[1]) <= 6


def test_who_wrote_and_labelled_is_said_beside_the_figures(told_page: Any) -> None:
    assert "Language models wrote and labelled these texts. No clinician has checked them." in told_page.text


def test_the_document_leads_to_no_page_that_the_site_has_not(tmp_path: Path) -> None:
    document = tmp_path / "quality.md"
    document.write_text("See [the history](quality-history.md) and [the paper](https://example.org/paper).", "utf-8")
    assert quality(document) == '<p>See the history and <a href="https://example.org/paper">the paper</a>.</p>\n'


TABLE = """
# Figures

| step | accuracy |
| --- | --- |
| one | 0.9 |

## On new text

| date | text | accuracy | harmful | groundless |
| --- | --- | --- | --- | --- |
| May | an early batch | 0.700 (0.6 to 0.8) | 0.02 | 0.1 |
| June | **a blind batch** (AB, C and D4) | **0.625 (0.5 to 0.7)** | **0.030** | |
| July | a late batch | 0.800 | 0.01 | 0.01 |

| text | accuracy | harmful |
| --- | --- | --- |
| another table | **0.9** | 0.1 |
"""


@pytest.mark.parametrize(
    ("text", "first"),
    [(TABLE, ("a blind batch", "62.5", "3", "")), (TABLE.replace("**", ""), ("a late batch", "80", "1", "1"))],
    ids=["bold rows", "else the newest"],
)
def test_the_rows_that_the_document_stresses_are_shown_first(tmp_path: Path, text: str, first: tuple[str, ...]) -> None:
    document = tmp_path / "quality.md"
    document.write_text(text, "utf-8")
    heading, measured = headline(document)
    assert heading == "On new text"
    assert [(m.text, m.right, m.harmful, m.groundless) for m in measured] == [first]


def test_no_table_gives_no_headline(tmp_path: Path) -> None:
    document = tmp_path / "quality.md"
    document.write_text("Nothing measured yet.", "utf-8")
    assert headline(document)[1] == headline(tmp_path / "missing.md")[1] == ()
