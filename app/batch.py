"""Many texts, one JSON object a line: each judged alone, a bad line answered with its reason."""

import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from app.client import ServerProblem
from app.evidence.base import Evidence
from app.judging.check import check
from app.reading.document import InputProblem

LONG_RUN = 50
"""From this many lines on a terminal shows a progress bar; fewer are done before one could be read."""


Judge = Callable[[str], dict[str, Any]]
"""Gives the report on one text as JSON; ``InputProblem`` or ``ServerProblem`` where it cannot be judged."""


def judge_with(evidence: Evidence) -> Judge:
    """A judge of this program over ``evidence``."""
    return lambda text: check(text, evidence).as_json()


def judge_lines(lines: Iterable[bytes], judge: Judge) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank, in order: ``{"id", "statements"}`` or ``{"id", "error"}``."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _judge_line(number, line, judge)


def _judge_line(number: int, line: bytes, judge: Judge) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except ValueError as problem:
        return {"id": None, "error": f"line {number} is not JSON in UTF-8: {problem}"}
    if not isinstance(row, dict):
        return {"id": None, "error": f"line {number} is not an object with id and text"}
    ident, text = row.get("id"), row.get("text")
    if not isinstance(text, str):
        return {"id": ident, "error": "text is missing or is not a string"}
    try:
        report = judge(text)
    except (InputProblem, ServerProblem) as problem:
        return {"id": ident, "error": problem.message}
    except Exception as problem:  # noqa: BLE001 - one text that trips us must not cost the other thousands
        return {"id": ident, "error": f"could not be judged ({type(problem).__name__})"}
    return {"id": ident, **report}


def wants_progress(total: int) -> bool:
    """Whether to draw a bar: a long run, somebody watching, and no other program reading what we write."""
    if total < LONG_RUN or not sys.stderr.isatty():
        return False
    return not stat.S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode)


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error where it is wanted; yields what to call after each line."""
    if not wants_progress(total):
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import, and most runs need none
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    bar = Progress(
        TextColumn("Checking"),
        *Progress.get_default_columns()[1:2],
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
