import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.testing import CliRunner

from app.curating import register
from app.evidence.blanks import KINDS, blank
from app.evidence.shapes import MODELS
from app.evidence.vocabulary import SHAPES
from app.exits import EXIT_BROKEN_EVIDENCE, EXIT_UNREADABLE, EXIT_WRONG_USE


@pytest.fixture
def run(base: Any) -> Any:
    app = typer.Typer()
    register(app)

    def runner(*arguments: str) -> Any:
        return CliRunner().invoke(app, [*arguments, "--claims", str(base.folder)])

    return runner


def test_lint_of_a_right_base_is_content(run: Any) -> None:
    result = run("lint")
    assert result.exit_code == 0
    assert result.output.strip() == "1 claims: 0 mistakes, 0 things to look at."


def test_lint_lists_mistakes_by_file(run: Any, base: Any, record: str) -> None:
    base.change(record, why="It is safe.", next_review="2026-01-01").change("sources/law-page.yaml", kind="blog")
    result = run("lint")
    assert result.exit_code == 1
    lines = [line.strip() for line in result.output.splitlines()]
    assert lines[0] == "Mistakes"
    assert lines[1] == record
    assert lines.index("sources/law-page.yaml") > lines.index("why: the word 'safe' is not used in our own voice")


def test_coverage_finds_ids_that_are_missing_and_takes_aliases(run: Any, tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    facts.mkdir()
    ids = [{"id": i} for i in ("trial-paper", "trial-paper-copy", "lost")]
    (facts / "sources-all.yaml").write_text(yaml.safe_dump(ids), "utf-8")
    result = run("lint", "--coverage", str(facts))
    assert result.exit_code == 1
    assert "sources-all.yaml: 3 ids, 1 present, 1 under another id" in result.output
    assert "missing: lost" in result.output


@pytest.mark.parametrize("content", ["- {id: [", "id: lost", "- 5", "- {name: lost}", ""])
def test_a_fact_file_that_cannot_be_read_is_told_beside_the_others(run: Any, tmp_path: Path, content: str) -> None:
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "studies.yaml").write_text(content, "utf-8")
    (facts / "sources.yaml").write_text("- id: trial-paper", "utf-8")
    result = run("lint", "--coverage", str(facts))
    assert result.exit_code == 1
    assert "sources.yaml: 1 ids, 1 present" in result.output
    assert "  studies.yaml\n" in result.output


def test_coverage_by_no_fact_file_at_all_is_a_wrong_use(run: Any, tmp_path: Path) -> None:
    assert run("lint", "--coverage", str(tmp_path / "nowhere")).exit_code == 2
    (tmp_path / "facts").mkdir()
    assert run("lint", "--coverage", str(tmp_path / "facts")).exit_code == 2


def test_lint_of_an_empty_folder_is_not_content(run: Any, base: Any) -> None:
    shutil.rmtree(base.folder)
    base.folder.mkdir()
    result = run("lint")
    assert result.exit_code == 1
    assert "vocabulary/jurisdictions.yaml\n    is missing" in result.output


@pytest.mark.parametrize("kind", KINDS)
def test_new_writes_a_file_that_lint_leads_through(run: Any, base: Any, kind: str) -> None:
    assert run("new", kind, "my-new-one").exit_code == 0
    folder, _ = KINDS[kind]
    assert (base.folder / folder / "my-new-one.yaml").is_file()
    named = {file for file, _ in base.mistakes()}
    assert named == {f"{folder}/my-new-one.yaml"}


@pytest.mark.parametrize("ident", ["12", "1e5", "0x1f", "007", "true", "null", "no", "2026-11-21"])
def test_an_id_that_yaml_would_take_for_something_else_is_written_as_a_word(run: Any, base: Any, ident: str) -> None:
    assert run("new", "source", ident).exit_code == 0
    assert (f"sources/{ident}.yaml", "id") not in base.mistakes()


@pytest.mark.parametrize("place", ["nowhere", "empty.txt"])
def test_new_makes_no_evidence_base_where_there_is_none(tmp_path: Path, place: str) -> None:
    (tmp_path / "empty.txt").touch()
    app = typer.Typer()
    register(app)
    assert CliRunner().invoke(app, ["new", "claim", "x", "--claims", str(tmp_path / place)]).exit_code == EXIT_WRONG_USE
    assert not (tmp_path / "nowhere").exists()


def test_new_says_where_it_cannot_write(run: Any, base: Any) -> None:
    shutil.rmtree(base.folder / "records")
    (base.folder / "records").touch()
    result = run("new", "claim", "my-new-one")
    assert result.exit_code == EXIT_UNREADABLE
    assert "records/my-new-one.yaml cannot be written: " in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("claim", "Not An Id"), ("poem", "x"), ("claim", "cells-ease-pain"), ("claim", "../x"), ("claim", "x" * 81)],
)
def test_new_refuses_what_would_do_harm(run: Any, base: Any, arguments: tuple[str, str]) -> None:
    before = sorted(p.name for p in base.folder.rglob("*.yaml"))
    assert run("new", *arguments).exit_code == 2
    assert sorted(p.name for p in base.folder.rglob("*.yaml")) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_names_every_field_of_its_kind(kind: str) -> None:
    folder, text = blank(kind, "x", date(2026, 11, 21))
    model = MODELS[folder.partition("/")[0]]
    left_out = (
        {"year", "seed_row"} if kind == "study" else {"press", "merged"} if kind == "source" else {"jurisdictions"}
    )
    assert {f for f in model.model_fields if f"{f}:" not in text} <= left_out


def test_preview_shows_the_record_as_patients_read_it(run: Any) -> None:
    result = run("preview", "cells-ease-pain")
    assert result.exit_code == 0
    shown = " ".join(result.output.replace("│", " ").split())
    assert "Marrow cells ease back pain." in shown
    assert "Drafted by the project, not yet reviewed by a clinician." in shown
    assert "missed its main goal" in shown


def test_preview_never_shows_a_legal_status_word_alone(run: Any, base: Any, record: str) -> None:
    base.change(record, carried_by={"studies": ["sham-trial"], "regulation": ["not-licensed"]})
    shown = " ".join(run("preview", "cells-ease-pain").output.replace("│", " ").split())
    assert "No product of marrow cells is licensed for any pain of the back." in shown
    assert "not_approved" not in shown


def test_preview_shows_a_record_beside_others_with_mistakes(run: Any, base: Any, record: str) -> None:
    base.write("records/other.yaml", base.files[record] | {"id": "other", "kinds": ["bliss"]})
    assert "Marrow cells ease back pain." in run("preview", "cells-ease-pain").output
    shown = run("preview", "other")
    assert shown.exit_code == 0
    assert "there is no kind of claim 'bliss'" in " ".join(shown.output.split())


@pytest.mark.parametrize("name", SHAPES)
def test_preview_without_a_list_that_it_may_need_names_that_list(run: Any, base: Any, name: str) -> None:
    (base.folder / f"vocabulary/{name}.yaml").unlink()
    result = run("preview", "cells-ease-pain")
    assert result.exit_code == EXIT_BROKEN_EVIDENCE
    assert result.output.split() == ["Mistakes", f"vocabulary/{name}.yaml", "is", "missing"]


@pytest.mark.parametrize(
    ("file", "mistake"),
    [
        ("sources/trial-paper.yaml", {"kind": "blog"}),
        ("sources/law-page.yaml", {"kind": "blog"}),
        ("regulation/not-licensed.yaml", {"status": "perhaps"}),
        ("regulation/not-licensed.yaml", {"sources": ["nowhere"]}),
        ("safety/infection.yaml", {"severity": "awful"}),
        ("safety/infection.yaml", {"sources": ["nowhere"]}),
        ("studies/sham-trial.yaml", {"design": "none"}),
    ],
)
def test_preview_shows_a_record_that_rests_on_files_with_mistakes(
    run: Any, base: Any, record: str, file: str, mistake: dict[str, Any]
) -> None:
    carried = {"studies": ["sham-trial"], "regulation": ["not-licensed"], "safety": ["infection"]}
    rows = [{"label": "Cells", "affected": 1, "of": 57}, {"label": "Sham", "affected": 2, "of": 57}]
    table = {"caption": "People with less pain", "rows": rows, "source": "trial-paper"}
    base.change(record, carried_by=carried, facts_table=table).change(file, **mistake)
    result = run("preview", "cells-ease-pain")
    assert result.exit_code == 0, result.exception
    assert "Marrow cells ease back pain." in result.output


def test_preview_of_an_unknown_record_says_so(run: Any) -> None:
    assert run("preview", "nothing").exit_code == 2


def test_preview_of_a_record_with_mistakes_names_them(run: Any, base: Any, record: str) -> None:
    base.change(record, sources=[{"id": "nowhere", "read": "all"}])
    result = run("preview", "cells-ease-pain")
    assert "there is no source 'nowhere'" in result.output
