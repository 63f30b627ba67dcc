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
from app.telling.quality import QUALITY, headline

Read = Callable[[str], Any]


@pytest.fixture
def page(client: TestClient, read_page: Read) -> Any:
    return read_page(client.get("/how-we-judge").text)


def test_all_rules_stand_there_in_order_with_verdict_and_reason(page: Any, site: Site, evidence: Evidence) -> None:
    shown = [e for e in page.all("li") if (e.attributes.get("id") or "").startswith("rule-")]
    rules = evidence.vocabulary["rules"]
    assert [e.attributes["id"] for e in shown] == [f"rule-{rule['id']}" for rule in rules]
    labels = {ident: verdict.label for ident, verdict in site.state.composer.verdicts.items()}
    for entry, rule in zip(shown, rules, strict=True):
        assert labels.get(rule["verdict"], "the table above decides") in entry.text
        assert " ".join(rule["because"].split()) in entry.text
        assert len(entry.all("li")) == len(rule["when"])


def test_every_condition_of_a_rule_is_told_in_words(site: Site, evidence: Evidence) -> None:
    told = [c for line in rule_lines(evidence, site.state.composer.verdicts) for c in line.conditions]
    assert not [c for c in told if re.search(r"\w_\w|: \{|^[a-z]", c)]


def test_kinds_grades_and_cells_come_from_the_vocabulary(page: Any, site: Site, evidence: Evidence) -> None:
    assert {k["label"] for k in evidence.vocabulary["kinds"]} <= {e.text for e in page.all("li")}
    cells = [cell.text for row in page.one("table", cls="matrix").one("tbody").all("tr") for cell in row.all("td")]
    verdicts = site.state.composer.verdicts
    assert cells == [verdicts[v].label for row in evidence.vocabulary["matrix"].values() for v in row.values()]


def test_the_example_is_what_the_judge_says_now(page: Any, site: Site, evidence: Evidence) -> None:
    worked = worked_example(evidence, site.state.composer)
    assert worked is not None
    assert worked.card.verdict.id == check(EXAMPLE, evidence).statements[0].verdict
    assert page.one("blockquote").text == EXAMPLE
    table = page.all("table", cls="cards-table")[0]
    told = {row.one("th").text: row.one("td").text for row in table.one("tbody").all("tr")}
    verdicts = site.state.composer.verdicts
    assert told == {text: verdicts[check(text, evidence).statements[0].verdict].label for text in SAID_OTHERWISE}
    assert len(set(told.values())) > 1, "the example is to show that wording matters"
    assert page.one("li", id=f"rule-{worked.rule}")


def test_the_headline_repeats_the_document(page: Any) -> None:
    told = headline()
    assert told is not None
    row = next(line for line in QUALITY.read_text(encoding="utf-8").splitlines() if f"| {told.text} |" in line)
    for count in (told.right, told.harmful, told.groundless):
        assert f"{float(count) / 100:.3f}".rstrip("0") in row
        assert f"about {count}" in page.text


TABLE = """
| step | accuracy |
| --- | --- |
| one | 0.9 |

| text | at first sight | accuracy | harmful | groundless |
| --- | --- | --- | --- | --- |
| read before | no | 0.700 (0.6 to 0.8) | 0.02 | 0.1 |
| wholly new | yes: nobody saw it | 0.625 (0.5 to 0.7) | 0.030 | not measured |

After.
"""


def test_what_nobody_had_seen_comes_before_what_was_read(tmp_path: Path) -> None:
    document = tmp_path / "quality.md"
    document.write_text(TABLE, "utf-8")
    told = headline(document)
    assert told is not None
    assert (told.text, told.right, told.harmful, told.groundless) == ("wholly new", "62.5", "3", "an unknown number")


def test_no_table_gives_no_headline(tmp_path: Path) -> None:
    document = tmp_path / "quality.md"
    document.write_text("Nothing measured yet.", "utf-8")
    assert headline(document) is None
    assert headline(tmp_path / "missing.md") is None
