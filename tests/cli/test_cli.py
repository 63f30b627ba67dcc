"""The command line."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app import cli as command_line
from app.exits import EXIT_BROKEN_EVIDENCE, EXIT_UNREADABLE
from app.settings import HOME

ADVERT = "Stem cells rebuild worn discs. Our treatment has no side effects. Call us."


@pytest.fixture
def run(evidence: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(command_line, "evidence_or_exit", lambda: evidence)
    runner = CliRunner()

    def invoke(*arguments: str, text: str | bytes = "") -> Result:
        return runner.invoke(command_line.cli, list(arguments), input=text)

    return invoke


def test_text_says_verdicts_in_words_and_counts_them(run: Any) -> None:
    result = run("check", "-", text=ADVERT)
    assert result.exit_code == 0
    assert "“Stem cells rebuild worn discs.”" in result.stdout
    assert "We read 3 sentences" in result.stdout
    assert "Questions to take along" in result.stdout


def test_text_has_no_colour_in_a_pipe(run: Any) -> None:
    assert "\x1b[" not in run("check", "-", text=ADVERT).stdout


def test_standard_input_is_read_where_no_file_is_named(run: Any) -> None:
    assert run("check", text=ADVERT).stdout == run("check", "-", text=ADVERT).stdout


def test_json_has_the_promised_names(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "advert.txt"
    file.write_text(ADVERT, encoding="utf-8")
    report = json.loads(run("check", str(file), "--format", "json").stdout)
    assert {"evidence_revision", "method_revision", "statements", "counts", "page"} <= set(report)
    assert set(report["page"]) == {"left_out", "contradictions", "techniques"}
    for statement in report["statements"]:
        assert statement["text"] == ADVERT[statement["start"] : statement["end"]]
    assert sum(report["counts"].values()) == len(report["statements"])


@pytest.mark.parametrize("text", ["", "!!!", "a " * 150_000], ids=["empty", "symbols", "too long"])
def test_a_text_that_cannot_be_read_is_explained(run: Any, text: str) -> None:
    result = run("check", "-", text=text)
    assert result.exit_code == EXIT_UNREADABLE
    assert result.stdout == ""
    assert result.stderr.strip()


@pytest.mark.parametrize("options", [[], ["--jsonl"], ["--server", "https://example.org"]])
def test_a_missing_file_is_said_to_be_missing(run: Any, options: list[str]) -> None:
    result = run("check", "no-such-file.txt", *options)
    assert result.exit_code == EXIT_UNREADABLE
    assert "no-such-file.txt cannot be read" in result.stderr


DENIAL = "Treatment with stem cells isn’t FDA approved."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_at_the_start_says_how_a_text_is_to_be_read(run: Any, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "advert.txt"
    file.write_text(DENIAL, encoding=encoding)
    assert run("check", str(file)).stdout == run("check", text=DENIAL).stdout


@pytest.mark.parametrize("options", [[], ["--server", "https://example.org"]])
@pytest.mark.parametrize("content", [DENIAL.encode("cp1252"), b"\xff\xfeS"], ids=["cp1252", "half of UTF-16"])
def test_a_text_in_other_letters_is_not_guessed_at(
    run: Any, tmp_path: Path, content: bytes, options: list[str]
) -> None:
    file = tmp_path / "advert.txt"
    file.write_bytes(content)
    for result in (run("check", str(file), *options), run("check", "-", *options, text=content)):
        assert result.exit_code == EXIT_UNREADABLE
        assert result.stdout == ""
        assert "save it as UTF-8" in result.stderr


def test_json_lines_answer_each_line_in_order(run: Any) -> None:
    lines = [
        '{"id": 1, "text": "Stem cells rebuild worn discs."}',
        "not json",
        '["a list"]',
        "",
        '{"id": "b"}',
        '{"id": "c", "text": ""}',
        '{"id": "d", "text": "\\ud800 Stem cells rebuild worn discs."}',
        '{"id": "e", "text": "Free parking."}',
    ]
    result = run("check", "--jsonl", "-", text="\n".join(lines) + "\n")
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, None, "b", "c", "d", "e"]
    assert ["error" in answer for answer in answers[:5]] == [False, True, True, True, True]
    assert "statements" in answers[-1]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", '[{"a": -1e400}]'])
def test_a_number_that_json_cannot_give_back_costs_its_line(run: Any, number: str) -> None:
    told = run("check", "--jsonl", text=f'{{"id": {number}, "text": "Free parking."}}\n').stdout
    answer = json.loads(told, parse_constant=pytest.fail, parse_float=pytest.fail)
    assert answer["id"] is None
    assert "cannot be given back" in answer["error"]


def test_json_lines_judge_each_text_alone(run: Any) -> None:
    alone = run("check", "--jsonl", "-", text='{"id": 2, "text": "It never fails."}\n').stdout
    both = run(
        "check", "--jsonl", "-", text='{"id": 1, "text": "Exosomes cure."}\n{"id": 2, "text": "It never fails."}\n'
    ).stdout
    assert both.splitlines()[1] == alone.splitlines()[0]


def test_bytes_that_are_not_utf8_cost_one_line(run: Any) -> None:
    answers = run("check", "--jsonl", "-", text=b'{"id": 1, "text": "\xff"}\n{"id": 2, "text": "Free parking."}\n')
    first, second = (json.loads(line) for line in answers.stdout.splitlines())
    assert "error" in first
    assert "statements" in second


def test_evaluate_scores_a_file_and_lists_misses(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text('{"id": "a", "text": "Free parking.", "accept": ["contradicted"]}\n', encoding="utf-8")
    result = run("evaluate", str(file), "--misses")
    assert result.exit_code == 0
    assert "accuracy" in result.stdout
    assert "Free parking." in result.stdout


@pytest.mark.parametrize("address", ["/nope", "claims", "http://127.0.0.1/", "/claims/nope"])
def test_readability_of_no_page_is_a_wrong_use(run: Any, address: str) -> None:
    result = run("readability", "/about", address)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"there is no page {address}" in result.stderr


def test_readability_grades_a_page(run: Any) -> None:
    result = run("readability", "/about")
    assert result.exit_code == 0
    assert "words  /about" in result.stdout


def test_evaluate_wants_one_of_file_and_folder(run: Any) -> None:
    assert run("evaluate").exit_code == 2


@pytest.mark.parametrize("options", [["evaluate"], ["evaluate", "--pages"], ["train", "--pages"]])
def test_labels_that_are_not_there_are_said_to_be_missing(run: Any, tmp_path: Path, options: list[str]) -> None:
    result = run(*options, str(tmp_path / "nowhere"))
    assert result.exit_code == EXIT_UNREADABLE
    assert "nowhere" in result.stderr


def test_a_broken_label_is_named_by_its_line(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "key.jsonl"
    file.write_text('{"id": "a", "text": "Parking.", "accept": ["not_a_claim"]}\n{"id": "b"}\n', encoding="utf-8")
    result = run("evaluate", str(file))
    assert result.exit_code == EXIT_UNREADABLE
    assert "line 2" in result.stderr


@pytest.mark.parametrize("command", ["check", "evaluate", "serve", "train", "lint", "new", "preview", "readability"])
def test_each_command_explains_itself_and_its_exit_codes(run: Any, command: str) -> None:
    for arguments in ([command, "--help"], ["--help"]):
        result = run(*arguments)
        assert result.exit_code == 0
        assert "Exit codes" in result.stdout


def test_a_broken_base_stops_the_start_with_every_mistake(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "a.yaml").write_text("id: a\n", encoding="utf-8")
    (tmp_path / "records" / "b.yaml").write_text("id: [\n", encoding="utf-8")
    environment = {**os.environ, "CLAIMCHECK_CLAIMS": str(tmp_path)}
    for arguments in (["check", "-"], ["serve"]):
        result = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "app.cli", *arguments],
            cwd=HOME, env=environment, input="Stem cells cure.", capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == EXIT_BROKEN_EVIDENCE
        assert "records/a.yaml" in result.stderr
        assert "records/b.yaml" in result.stderr


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text('{"id": 1, "text": "Stem cells rebuild worn discs."}\n' * 500, encoding="utf-8")
    first = [sys.executable, "-m", "app.cli", "check", "--jsonl", str(file)]
    with subprocess.Popen(first, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()
    assert process.returncode == 0
    assert "Traceback" not in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
@pytest.mark.parametrize("options", [[], ["--format", "json"], ["--jsonl"]])
def test_an_answer_that_cannot_be_written_is_told(options: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "app.cli", "check", *options],
            cwd=HOME, input=json.dumps({"id": 1, "text": ADVERT}), stdout=full, stderr=subprocess.PIPE, text=True,
            check=False,
        )  # fmt: skip
    assert result.returncode == EXIT_UNREADABLE
    assert "The answer cannot be written: No space left on device." in result.stderr
    assert len(result.stderr.splitlines()) == 1
