from typing import Any

import pytest


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"next_review": "2026-11-01"}, "next_review"),
        ({"reviewed_on": "2026-10-01", "reviewed_by": "A. Clinician"}, "reviewed_on"),
        ({"reviewed_on": "2027-06-01", "reviewed_by": "A. Clinician"}, "next_review"),
        ({"reviewed_on": "2026-11-10"}, "reviewed_by"),
        ({"reviewed_by": "A. Clinician"}, "reviewed_by"),
        ({"history": []}, "history"),
        (
            {
                "history": [
                    {"date": "2026-11-03", "change": "b", "reason": "b"},
                    {"date": "2026-11-01", "change": "a", "reason": "a"},
                ]
            },
            "history",
        ),
    ],
)
def test_dates_stand_in_order(base: Any, record: str, change: dict[str, Any], field: str) -> None:
    base.change(record, **change)
    assert base.mistakes() == [(record, field)]


def test_a_day_that_has_not_come_is_remarked(base: Any, record: str) -> None:
    base.change(record, drafted_on="2026-12-01", reviewed_on="2026-12-02", reviewed_by="A. Clinician")
    assert base.mistakes() == []
    assert base.remarks() == [(record, "drafted_on"), (record, "reviewed_on")]


def test_an_overdue_review_is_a_warning_and_never_a_stop(base: Any, record: str) -> None:
    base.change(record, drafted_on="2026-01-01", next_review="2026-06-01")
    assert base.mistakes() == []
    assert base.remarks() == [(record, "next_review")]


@pytest.mark.parametrize(
    "text",
    [
        "A breakthrough for 114 people.",
        "A significant change.",
        "It is proven.",
        "It is safe.",
        "All natural.",
        "Do not be a victim.",
        "You should stay away.",
    ],
)
def test_words_we_do_not_use_are_named(base: Any, record: str, text: str) -> None:
    base.change(record, why=text)
    assert base.mistakes() == [(record, "why")]


@pytest.mark.parametrize(
    "text",
    [
        "It is not proven.",
        "Nobody knows how safe it is.",
        "The natural course of back pain is to ease.",
        "The page says “clinically proven and safe”.",
    ],
)
def test_the_same_words_may_state_a_limit_or_be_quoted(base: Any, record: str, text: str) -> None:
    base.change(record, why=text)
    assert base.mistakes() == []


def test_a_hard_short_answer_is_named_with_its_grade(base: Any, record: str) -> None:
    base.change(
        record, short_answer="Investigational administration demonstrated unremarkable therapeutic superiority."
    )
    (mistake,) = base.lint().errors
    assert mistake.field == "short_answer"
    assert mistake.reason.startswith("reads at grade")


def test_a_long_short_answer_is_named(base: Any, record: str) -> None:
    base.change(record, short_answer="It is so. It is so. It is so. It is so.")
    assert base.mistakes() == [(record, "short_answer")]


@pytest.mark.parametrize("field", ["short_answer", "why", "fair_wording"])
def test_a_number_must_stand_in_the_facts(base: Any, record: str, field: str) -> None:
    base.change(record, **{field: "It was a trial of 115 people."})
    assert base.mistakes() == [(record, field)]


@pytest.mark.parametrize(
    "text", ["It had 114 people.", "In phase 3 it failed.", "COVID-19 is another matter.", "The paper is of 2024."]
)
def test_numbers_of_the_facts_and_of_names_pass(base: Any, record: str, text: str) -> None:
    base.change(record, why=text)
    assert base.mistakes() == []


def test_the_facts_table_holds_numbers_of_the_facts_from_a_cited_source(base: Any, record: str) -> None:
    rows = [{"label": "Cells", "affected": 12, "of": 114}]
    base.change(record, facts_table={"caption": "Less pain", "rows": rows, "source": "law-page"})
    assert base.mistakes() == [(record, "facts_table.rows.0"), (record, "facts_table.source")]


@pytest.mark.parametrize(
    ("told", "number"), [("Sixty people took part.", "60"), ("It took twenty-one days.", "21"), ("Twice.", "2")]
)
def test_a_number_may_stand_in_the_facts_as_words(base: Any, record: str, told: str, number: str) -> None:
    base.change(record, why=f"We counted {number}.")
    assert base.mistakes() == [(record, "why")]
    base.change("findings/no-better.yaml", caution=told)
    assert base.mistakes() == []


def test_a_record_names_its_sources_once(base: Any, record: str) -> None:
    base.change(record, sources=[])
    assert base.mistakes() == [(record, "sources")]
    base.change(record, sources=[{"id": i, "read": "all"} for i in ("trial-paper", "trial-paper-copy")])
    assert base.mistakes() == [(record, "sources")]


def test_what_is_not_confirmed_is_no_fact(base: Any, record: str) -> None:
    base.change("sources/trial-paper.yaml", confirmed="no").change("studies/sham-trial.yaml", confirmed="no; recalled")
    assert base.mistakes() == [(record, "carried_by.studies"), (record, "sources")]


def test_a_source_that_nothing_cites_is_a_warning(base: Any) -> None:
    base.write("sources/alone.yaml", {"id": "alone", "kind": "survey", "title": "Alone", "confirmed": "here"})
    assert base.mistakes() == []
    assert base.remarks() == [("sources/alone.yaml", "")]


def test_one_address_under_two_ids_is_remarked(base: Any) -> None:
    base.change("sources/law-page.yaml", url="http://www.example.org/trial/")
    assert base.remarks() == [("sources/trial-paper.yaml", "url")]


@pytest.mark.parametrize("phrase", ["not recommend*", "build* back", "re-build*", "*build", "*"])
@pytest.mark.parametrize("name", ["cues", "outside"])
def test_a_star_ends_a_phrase_of_one_word_only(base: Any, name: str, phrase: str) -> None:
    base.write(f"vocabulary/{name}.yaml", {"some": ["build*", "not recommend"], "more": [phrase]})
    assert base.mistakes() == [(f"vocabulary/{name}.yaml", "more")]


def test_a_legal_position_needs_its_sentence(base: Any) -> None:
    base.change("regulation/not-licensed.yaml", statement="Not approved.")
    assert base.mistakes() == [("regulation/not-licensed.yaml", "statement")]


def test_softer_wording_is_never_judged_harder(base: Any, record: str) -> None:
    base.change(record, verdicts={"definite": {"verdict": "overstated", "reason": "A part holds."}})
    assert base.mistakes() == [(record, "verdicts.definite")]


def test_a_verdict_other_than_the_matrix_gives_needs_a_reason(base: Any, record: str) -> None:
    base.change(record, verdicts={"any": {"verdict": "misleading"}})
    assert base.mistakes() == [(record, "verdicts.any.reason")]
    base.change(record, verdicts={"any": {"verdict": "misleading", "reason": "It hides the failed trial."}})
    assert base.mistakes() == []


def test_a_claim_cannot_be_judged_to_be_none(base: Any, record: str) -> None:
    base.change(record, verdicts={"any": {"verdict": "not_a_claim", "reason": "x"}})
    assert base.mistakes() == [(record, "verdicts.any")]


@pytest.mark.parametrize(
    ("grade", "verdict", "needless"),
    [
        ("weak", "unproven", "verdicts.guaranteed"),
        # The verdict of an opposed record keeps a whole group of diseases from being told something softer.
        ("opposed", "contradicted", "grade_override"),
    ],
)
def test_overrides_that_change_nothing_are_remarked(
    base: Any, record: str, grade: str, verdict: str, needless: str
) -> None:
    base.change(
        record,
        grade_override={"grade": grade, "reason": "It failed."},
        verdicts={"guaranteed": {"verdict": verdict, "reason": "It failed."}},
    )
    assert base.mistakes() == []
    assert base.remarks() == [(record, needless)]


def test_findings_alone_are_remarked(base: Any, record: str) -> None:
    base.change(record, carried_by={"findings": ["no-better"]})
    assert base.remarks() == [(record, "carried_by")]


def test_what_the_vocabulary_names_and_no_record_answers_is_remarked(base: Any) -> None:
    kinds = [*base.files["vocabulary/kinds.yaml"], {"id": "banking", "group": "product", "label": "Storing cells"}]
    terms = [
        *base.files["vocabulary/interventions.yaml"],
        {"id": "drip", "label": "Drip", "parents": [], "sold_by_clinics": True},
        {"id": "fresh_marrow", "label": "Fresh marrow", "parents": ["marrow_cells"], "sold_by_clinics": True},
    ]
    places = [
        *base.files["vocabulary/conditions.yaml"],
        {"id": "slipped_disc", "label": "Slipped disc", "parents": ["spine"]},
    ]
    base.write("vocabulary/kinds.yaml", kinds).write("vocabulary/interventions.yaml", terms)
    base.write("vocabulary/conditions.yaml", places)
    assert base.remarks() == [
        ("vocabulary/conditions.yaml", "slipped_disc"),
        ("vocabulary/interventions.yaml", "drip"),
        ("vocabulary/kinds.yaml", "banking"),
    ]


def test_a_look_at_a_source_gives_its_figures_but_not_its_day_or_what_was_wrong(base: Any, record: str) -> None:
    look = {"on": "2026-11-20", "at": "https://example.org/58", "read": "74 of 100 felt better.", "differs": "Not 69."}
    base.change("sources/trial-paper.yaml", checks=[look])
    base.change(record, why="Cells helped 74 of 100.")
    assert base.mistakes() == []
    for figure in ("58", "20", "69"):
        base.change(record, why=f"Cells helped {figure} people.")
        assert base.mistakes() == [(record, "why")]


def test_a_look_at_a_source_has_a_day_that_has_come_and_an_address(base: Any) -> None:
    look = {"on": "2026-12-01", "at": "https://example.org/trial", "read": "114 people."}
    base.change("sources/trial-paper.yaml", checks=[look])
    assert base.remarks() == [("sources/trial-paper.yaml", "checks.0.on")]
    base.change("sources/trial-paper.yaml", checks=[look | {"at": "the abstract"}])
    assert ("sources/trial-paper.yaml", "checks.0.at") in base.mistakes()


def test_a_curator_may_say_that_findings_alone_mean_none(base: Any, record: str) -> None:
    base.change(record, carried_by={"findings": ["no-better"]})
    assert (record, "carried_by") in base.remarks()
    base.change(record, grade_override={"grade": "none", "reason": "No study of it was found."})
    assert base.remarks() == []
