import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.evidence import EvidenceError, load
from app.evidence.files import SECTIONS
from app.evidence.vocabulary import NEEDED


def test_a_base_that_is_right_loads_without_a_word(base: Any, today: Any) -> None:
    evidence = load(base.folder, today)
    assert set(evidence.records) == {"cells-ease-pain"}
    assert evidence.warnings == ()
    assert base.mistakes() == []


@pytest.mark.parametrize("content", ["id: [", "a: 1\na: 2\n", "1: one\n", "- just\n- a list\n", "", "\ttab: 1\n"])
def test_a_file_that_is_no_record_is_named(base: Any, content: str) -> None:
    base.write("sources/odd.yaml", content)
    assert [file for file, _ in base.mistakes()] == ["sources/odd.yaml"]


@pytest.mark.parametrize(
    "content",
    ["[a]: b", "!!str [a]: b", "id: !!int abc", "id: !!float zz", "id: !!bool maybe", "id: !!timestamp foo",
     "id: !!set {a}", "id: !!map [a]"],
)  # fmt: skip
def test_what_yaml_can_say_and_no_file_means_is_named_with_its_line(base: Any, content: str) -> None:
    base.write("sources/odd.yaml", f"title: Odd\n{content}\n")
    assert base.mistakes() == [("sources/odd.yaml", "line 2")]


@pytest.mark.parametrize("place", ["aliases.yaml", "records/odd.yaml", "vocabulary/cues.yaml", "wordings/odd.yaml"])
def test_a_folder_or_a_link_to_nothing_in_place_of_a_file_is_named(base: Any, place: str) -> None:
    path = base.folder / place
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.mkdir()
    assert base.mistakes() == [(place, "")]
    path.rmdir()
    path.symlink_to("nowhere")
    assert base.mistakes() == [(place, "")]


def test_what_cannot_be_read_is_named_though_all_else_is_as_it_was(base: Any, today: Any) -> None:
    load(base.folder, today)
    (base.folder / "records/odd.yaml").mkdir()
    with pytest.raises(EvidenceError, match=r"records/odd\.yaml: cannot be read"):
        load(base.folder, today)


def test_a_name_that_nobody_can_read_is_named(base: Any) -> None:
    try:
        Path(os.fsdecode(bytes(base.folder) + b"/records/caf\xe9.yaml")).write_text("id: cafe\n", "utf-8")
    except OSError:
        pytest.skip("this disk takes no such names")
    assert base.mistakes() == [("records/caf\\udce9.yaml", "")]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("left", [None, "notes.txt"])
def test_a_section_without_a_file_is_named(base: Any, section: str, left: str | None) -> None:
    shutil.rmtree(base.folder / section)
    if left:
        (base.folder / section).mkdir()
        (base.folder / section / left).touch()
    assert (section, "") in base.mistakes()


def test_an_empty_folder_lacks_every_section_and_every_list(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError) as stopped:
        load(tmp_path)
    assert {p.file for p in stopped.value.problems} == {*SECTIONS, *NEEDED}


def test_a_field_that_stands_twice_is_named_with_its_line(base: Any) -> None:
    base.write("sources/odd.yaml", "id: odd\ntitle: One\ntitle: Two\n")
    assert base.mistakes() == [("sources/odd.yaml", "line 3")]


def test_bytes_that_are_no_text_are_named(base: Any) -> None:
    (base.folder / "sources/odd.yaml").write_bytes(b"id: \xff\xfe")
    assert base.mistakes() == [("sources/odd.yaml", "")]


@pytest.mark.parametrize(
    ("file", "field", "value"),
    [
        ("sources/trial-paper.yaml", "kind", "blog"),
        ("sources/trial-paper.yaml", "title", " "),
        ("sources/trial-paper.yaml", "year", "last year"),
        ("studies/sham-trial.yaml", "design", "good"),
        ("studies/sham-trial.yaml", "primary_endpoint_met", "nearly"),
        ("regulation/not-licensed.yaml", "status", "fine"),
        ("regulation/not-licensed.yaml", "as_of", "2025-13-01"),
        ("regulation/not-licensed.yaml", "as_of", "spring"),
        ("safety/infection.yaml", "severity", "bad"),
        ("conditions/pain-cells.yaml", "efficacy", "wonderful"),
        ("findings/no-better.yaml", "level", "hearsay"),
        ("records/cells-ease-pain.yaml", "certainty", "total"),
        ("records/cells-ease-pain.yaml", "outcome", "happiness"),
        ("records/cells-ease-pain.yaml", "kinds", []),
        ("records/cells-ease-pain.yaml", "drafted_on", "2026-02-30"),
        ("records/cells-ease-pain.yaml", "misspelt", "x"),
    ],
)
def test_a_wrong_value_is_named_with_its_field(base: Any, file: str, field: str, value: Any) -> None:
    base.change(file, **{field: value})
    assert base.mistakes() == [(file, field)]


@pytest.mark.parametrize(("licence", "reason"), [({}, "is missing"), ({"licence": "sold"}, "it should be 'approved'")])
def test_a_product_says_by_one_of_four_words_whether_it_is_licensed(
    base: Any, licence: dict[str, str], reason: str
) -> None:
    product = {"name": "Curex", "where": "EU", "what_for": "pain", "status": "on sale"}
    base.change("conditions/pain-cells.yaml", approved_products=[product | licence])
    (mistake,) = base.lint().errors
    assert mistake.field == "approved_products.0.licence"
    assert mistake.reason.startswith(reason)


@pytest.mark.parametrize("confirmed", ["no", "No.", "no; page gone"])
@pytest.mark.parametrize(
    ("file", "section"), [("findings/no-better.yaml", "findings"), ("studies/sham-trial.yaml", "studies")]
)
def test_whatever_begins_with_no_is_not_confirmed(
    base: Any, record: str, file: str, section: str, confirmed: str
) -> None:
    base.change(file, confirmed=confirmed)
    assert (record, f"carried_by.{section}") in base.mistakes()


def test_a_missing_field_is_said_to_be_missing(base: Any, record: str) -> None:
    base.drop(record, "ask")
    assert [(p.field, p.reason) for p in base.lint().errors] == [("ask", "is missing")]


def test_a_verdict_is_set_for_a_known_wording(base: Any, record: str) -> None:
    base.change(record, verdicts={"sometimes": {"verdict": "misleading", "reason": "x"}})
    assert base.mistakes() == [(record, "verdicts.sometimes")]
    base.change(record, verdicts={"any": {"verdict": "lies", "reason": "x"}})
    assert base.mistakes() == [(record, "verdicts.any.verdict")]


def test_a_mistake_deep_in_a_list_is_named_by_its_place(base: Any) -> None:
    base.change("studies/sham-trial.yaml", outcomes=[{"domain": "pain", "direction": "up", "confirmed": "abstract"}])
    assert base.mistakes() == [("studies/sham-trial.yaml", "outcomes.0.direction")]


def test_the_file_is_named_like_its_id(base: Any) -> None:
    base.change("sources/law-page.yaml", id="other-page")
    assert base.mistakes() == [("sources/law-page.yaml", "id")]


def test_a_term_of_the_vocabulary_needs_a_known_parent(base: Any) -> None:
    base.files["vocabulary/interventions.yaml"][1]["parents"] = ["tissue"]
    base.write("vocabulary/interventions.yaml", base.files["vocabulary/interventions.yaml"])
    assert base.mistakes() == [("vocabulary/interventions.yaml", "marrow_cells.parents")]


def test_all_mistakes_come_at_once_and_stop_the_start(base: Any, record: str, today: Any) -> None:
    base.change("sources/law-page.yaml", kind="blog").change("studies/sham-trial.yaml", n="many").drop(record, "why")
    with pytest.raises(EvidenceError) as stopped:
        load(base.folder, today)
    files = {p.file for p in stopped.value.problems}
    assert files == {"sources/law-page.yaml", "studies/sham-trial.yaml", record}
    assert str(stopped.value).startswith("3 mistakes in the evidence base:")


def test_a_folder_that_is_not_there_is_said_so(base: Any) -> None:
    with pytest.raises(EvidenceError):
        load(base.folder / "nowhere")


def test_dates_and_yes_and_no_stay_as_written(base: Any, today: Any) -> None:
    path = base.folder / "findings/no-better.yaml"
    path.write_text(path.read_text("utf-8").replace("2024-05", "2024-05-01") + "confirmed: no\n", "utf-8")
    finding = load(base.folder, today).findings["no-better"]
    assert finding.as_of == "2024-05-01"
    assert not finding.is_confirmed
