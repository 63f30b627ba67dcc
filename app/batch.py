"""Many texts, one JSON object a line: each judged alone, a bad line answered with its reason."""

import json
import math
import os
import stat
import sys
from collections.abc import Callable, Iterator
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


Line = tuple[int, bytes]
"""A line of the input and its number, from 1."""


def numbered(source: bytes) -> list[Line]:
    """The lines of ``source`` that are not blank."""
    return [(number, line) for number, line in enumerate(source.splitlines(), start=1) if line.strip()]


def answer(line: Line, judge: Judge) -> str:
    """What is written for one line, as JSON: ``{"id", "statements", ...}`` or ``{"id", "error"}``."""
    ident, text, problem = _read(line)
    if problem:
        return json.dumps({"id": ident, "error": problem})
    try:
        return json.dumps({"id": ident, **judge(text)})
    except (InputProblem, ServerProblem) as refused:
        return json.dumps({"id": ident, "error": refused.message})
    except Exception as failure:  # noqa: BLE001 - one text that trips us must not cost the other thousands
        return json.dumps({"id": ident, "error": f"could not be judged ({type(failure).__name__})"})


def unjudged(line: Line, problem: str) -> str:
    """What is written for a line that cannot be judged because of ``problem``."""
    return json.dumps({"id": _read(line)[0], "error": problem})


def _read(line: Line) -> tuple[Any, str, str]:
    """The id and the text of one line, and what is wrong with it, empty where nothing is."""
    number, content = line
    try:
        row = json.loads(content.decode("utf-8-sig"), parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as problem:
        return None, "", f"line {number} is not JSON in UTF-8: {problem}"
    if not isinstance(row, dict):
        return None, "", f"line {number} is not an object with id and text"
    text = row.get("text")
    if not isinstance(text, str):
        return row.get("id"), "", "text is missing or is not a string"
    return row.get("id"), text, ""


def _finite(number: str) -> float:
    """``number`` as it can be given back in JSON; ``ValueError`` where it cannot (NaN, Infinity, 1e400)."""
    found = float(number)
    if not math.isfinite(found):
        raise ValueError(f"{number} cannot be given back")
    return found


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
