"""Sources for reference managers: every entry can be read back whole."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.evidence import Evidence
from app.evidence.schema import Source
from app.telling.citing import bibtex, csl

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip)


def source(title: str, authors: str | None = None) -> Source:
    fields = {"id": "s-1", "kind": "trial_report", "title": title, "authors": authors, "confirmed": "yes"}
    return Source.model_validate({**fields, "doi": "10.1/x_y", "pmid": "12", "year": 2020, "publisher": "A & B"})


@given(WORDS, WORDS)
def test_no_title_or_author_breaks_an_entry(title: str, authors: str) -> None:
    entry = bibtex([source(title, authors)])
    depth = 0
    for number, sign in enumerate(entry):
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
        assert depth > 0 or number < 8 or entry[number:].strip() in {"", "}"}
    assert depth == 0


def test_signs_of_tex_are_escaped_but_not_in_addresses() -> None:
    entry = bibtex([source("50% & more_or less #1 ~ ^ \\ {x}", "Smith & Co")])
    assert r"50\% \& more\_or less \#1 \textasciitilde{} \textasciicircum{} \textbackslash{} (x)" in entry
    assert r"author = {{Smith \& Co}}" in entry
    assert "doi = {10.1/x_y}" in entry
    assert r"journal = {A \& B}" in entry


def test_every_source_of_the_base_makes_an_entry_of_its_own(evidence: Evidence) -> None:
    sources = list(evidence.sources.values())
    keys = re.findall(r"^@(?:article|misc)\{([^,\s]+),$", bibtex(sources), re.MULTILINE)
    assert keys == [s.id for s in sources]
    items = csl(sources)
    assert [item["id"] for item in items] == keys
    assert all(item["title"] and item["type"] for item in items)
    assert all(isinstance(item["issued"]["date-parts"][0][0], int) for item in items if "issued" in item)
