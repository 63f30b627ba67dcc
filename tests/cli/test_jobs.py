"""`claimcheck check --jsonl --jobs N` as a real process: same answers, same order, whatever happens to a line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.settings import HOME

CHECK = [sys.executable, "-m", "app.cli", "check", "--jsonl"]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks up the processes as Linux shows them")
TEXTS = (
    "Stem cells rebuild worn discs.",
    "Free parking.",
    "PRP may help knees.",
    "Exosomes cure autism. Call us today.",
)


def many(tmp_path: Path, number: int) -> Path:
    file = tmp_path / "many.jsonl"
    lines = [json.dumps({"id": n, "text": TEXTS[n % len(TEXTS)]}) for n in range(number)]
    lines[3] = "not json"
    lines[21] = json.dumps({"id": "no text"})
    lines[22] = ""
    lines[40] = "[" * 100_000
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*CHECK, *arguments], cwd=HOME, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.mark.parametrize("jobs", ["0", "1", "3"])
def test_any_number_of_processes_gives_the_same_answers_in_order(tmp_path: Path, jobs: str) -> None:
    file = many(tmp_path, 100)
    alone, together = run(str(file)), run(str(file), "--jobs", jobs)
    assert together.returncode == 0, together.stderr
    assert together.stdout == alone.stdout
    answers = [json.loads(line) for line in together.stdout.splitlines()]
    assert len(answers) == 99
    assert [n for n, answer in enumerate(answers) if "error" in answer] == [3, 21, 39]


def children(process: int) -> list[int]:
    """The processes that judge for ``process``; the one that only counts what they share is left out."""
    found = map(int, Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split())
    return [child for child in found if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text("utf-8")]


@LINUX
def test_a_process_that_is_ended_costs_no_line(tmp_path: Path) -> None:
    file = many(tmp_path, 2_000)
    with subprocess.Popen([*CHECK, str(file), "--jobs", "2"], cwd=HOME, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        first = process.stdout.readline()
        os.kill(children(process.pid)[0], signal.SIGKILL)
        answers = [json.loads(line) for line in (first, *process.stdout)]
    assert process.returncode == 0
    assert len(answers) == 1_999
    assert [n for n, answer in enumerate(answers) if "error" in answer] == [3, 21, 39]
    assert [answer["id"] for answer in answers[41:]] == list(range(42, 2_000))


@LINUX
def test_a_reader_that_goes_away_ends_every_process(tmp_path: Path) -> None:
    with subprocess.Popen(  # noqa: S603 - our own command
        [*CHECK, str(many(tmp_path, 2_000)), "--jobs", "2"],
        cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        working = children(process.pid)
        process.stdout.close()
        told = process.stderr.read()
    assert process.returncode == 0
    assert "Traceback" not in told
    time.sleep(0.2)
    assert working
    assert not any(Path(f"/proc/{pid}").exists() for pid in working)


@pytest.mark.parametrize("arguments", [["--jobs", "2"], ["--jobs", "2", "--jsonl", "--server", "https://example.org"]])
def test_jobs_go_with_lines_judged_here(arguments: list[str]) -> None:
    command = [*CHECK[:-1], *arguments, "-"]
    ran = subprocess.run(command, cwd=HOME, input="", capture_output=True, text=True, check=False)  # noqa: S603
    assert ran.returncode == 2
    assert "--jobs" in ran.stderr
