"""What stands around a sentence: headings and lead-ins, neighbours, and what that does to bullets."""

import numpy as np
import pytest

from app.evidence import load
from app.judging.check import check, engine
from app.reading.around import surroundings, views
from app.reading.document import read_document

PAGE = """# Stem cell therapy for knees
Our clinic has offered it since 2010.

## What can go wrong

- Infection
- Bleeding
- A blood clot in the lung

## We treat

- Knee arthritis
- Back pain
- Autism

## What you can expect

- Cartilage that grows back
- Knees free of pain for good
- No more surgery
"""


@pytest.fixture(scope="module")
def verdicts() -> dict[str, str]:
    return {s.text: s.verdict for s in check(PAGE, load()).statements}


def test_a_bullet_under_the_risks_is_a_risk(verdicts: dict[str, str]) -> None:
    assert verdicts["Infection"] == verdicts["A blood clot in the lung"] == "supported"


def test_a_bullet_of_a_menu_is_never_backed(verdicts: dict[str, str]) -> None:
    assert "supported" not in {verdicts["Knee arthritis"], verdicts["Back pain"], verdicts["Autism"]}


def test_a_bullet_under_what_to_expect_is_a_promise(verdicts: dict[str, str]) -> None:
    assert verdicts["Knees free of pain for good"] in {"contradicted", "overstated", "unproven"}


def around(text: str) -> dict[str, list[str]]:
    sentences = read_document(text).sentences
    reader = engine(load()).reader
    told = surroundings(sentences, [seen.found for seen in reader.look(sentences)])
    return {s.text: said for s, said in zip(sentences, told, strict=True)}


def test_a_bullet_is_told_its_heading_and_a_sentence_what_came_before() -> None:
    told = around(
        "# Risks of it\n\nWhat happens then? It may hurt. Some people also get one of these:\n\n- a fever\n- a rash\n"
    )
    assert {"as item", "under risk", "lead get", "before :"} <= set(told["a fever"])
    assert "lead get" in told["a rash"]
    assert "before ?" in told["It may hurt."]
    assert not any(said.startswith("before") for said in told["What happens then?"])


def test_a_sentence_is_told_what_sorts_of_things_the_one_before_it_named() -> None:
    told = around("Acupuncture is an old standby. It eases worn knees for weeks. It costs little.")
    assert "before names outside" in told["It eases worn knees for weeks."]
    assert "before names disease" in told["It costs little."]


def test_a_sentence_alone_has_nothing_around_it() -> None:
    assert around("Our cells regrow discs.") == {"Our cells regrow discs.": []}


def test_the_view_of_a_page_is_a_row_of_finite_numbers_for_each_sentence() -> None:
    seen = engine(load()).reader.look(read_document(PAGE).sentences)
    rows = views(seen)
    assert len(rows) == len(seen)
    assert np.isfinite(rows).all()
