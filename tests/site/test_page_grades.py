"""How hard the pages are to read: measured on our own sentences, and easy enough where patients look for help."""

from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.evidence import Evidence
from app.evidence.readability import MOST, easy_words
from app.main import Site
from app.page_grades import page_grades, passages

FOR_PATIENTS = (
    "/", "/how-we-judge", "/about", "/privacy", "/accessibility", "/corrections", "/already-treated", "/better-options",
    "/for-clinicians", "/for-builders", "/glossary",
)  # fmt: skip
PAGE = """<!doctype html><title>x</title><nav><p>Not a sentence of the page itself.</p></nav><main>
<h1>A heading of five or more words</h1>
<p>We read <a href="/">your text</a> once only:</p>
<ul><li>It is not kept <em>anywhere</em><ul><li>This one stands within the other.</li></ul></li><li>Yes.</li></ul>
<blockquote>Extraordinary regenerative capabilities notwithstanding contraindications.</blockquote>
<details><summary>Words to press on are none</summary><p>What is folded counts as well.</p></details>
<table><tr><td>Cells of a table are no sentences.</td></tr></table>
<ol class="sources"><li>The title of a source is not ours.</li></ol></main>"""


def test_only_our_own_sentences_count() -> None:
    assert list(passages(PAGE)) == [
        "We read your text once only.",
        "It is not kept anywhere.",
        "This one stands within the other.",
        "What is folded counts as well.",
    ]


@pytest.mark.parametrize("path", FOR_PATIENTS)
def test_pages_for_patients_read_easily(site: Site, evidence: Evidence, path: str) -> None:
    (page,) = page_grades(site, [path], easy_words(evidence.vocabulary["glossary"]))
    assert page.words > 60, "something of the page was not read"
    assert page.grade <= MOST, f"reads at grade {page.grade:.1f}"


def test_no_claim_page_is_hard_to_read(site: Site, evidence: Evidence) -> None:
    paths = [f"/claims/{ident}" for ident in evidence.records]
    graded = page_grades(site, paths, easy_words(evidence.vocabulary["glossary"]))
    assert not [(page.path, round(page.grade, 1)) for page in graded if page.grade >= MOST + 1]


def test_the_command_lists_the_hardest_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'db.sqlite3'}")
    result = CliRunner().invoke(cli, ["readability", "/privacy", "/better-options"])
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.output.splitlines()]
    assert {line[-1] for line in lines} == {"/privacy", "/better-options"}
    assert float(lines[0][0]) >= float(lines[1][0])
