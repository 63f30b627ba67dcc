"""Labelled sentences and pages: the keys that the reader learns from and that the judge is scored against.

A file of sentences holds one JSON object a line, with ``id``, ``text`` and ``accept``: the outcomes that the labellers
accept. A page ``x.md`` has such a file as its key, ``x.jsonl``, whose lines quote its sentences in order.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.evidence.fields import VerdictId


class LabelProblem(ValueError):  # noqa: N818 - it is what the person is told, not a fault of the program
    """A key that cannot be used; the message names the file, the line and what to mend."""


class Labelled(BaseModel):
    """One labelled sentence; further fields of its line are left unread."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str
    text: Annotated[str, Field(min_length=1)]
    accept: Annotated[tuple[VerdictId, ...], Field(min_length=1)]

    @property
    def is_claim(self) -> bool | None:
        """Whether it is a claim; None where the labellers accept both."""
        if "not_a_claim" not in self.accept:
            return True
        return False if len(self.accept) == 1 else None


class LabelledPage(NamedTuple):
    """A page as it stands in its file, and its labelled sentences in order."""

    text: str
    rows: tuple[Labelled, ...]

    def places(self) -> Iterator[tuple[Labelled, int, int]]:
        """Each labelled sentence with its start and end in ``text``; both are -1 where the page does not hold it."""
        at = 0
        for row in self.rows:
            start = self.text.find(row.text, at)
            end = start + len(row.text) if start >= 0 else -1
            at = max(at, end)
            yield row, start, end


def read_labelled(file: Path) -> list[Labelled]:
    """The labelled sentences of a file; raises ``LabelProblem`` for the first line that is none."""
    rows = []
    for number, line in enumerate(_read(file).splitlines(), 1):
        if line.strip():
            try:
                rows.append(Labelled.model_validate_json(line))
            except ValidationError as problem:
                first = problem.errors(include_url=False, include_input=False)[0]
                where = ".".join(map(str, first["loc"]))
                raise LabelProblem(f"{file}, line {number}: {where}: {first['msg']}".replace(": : ", ": ")) from None
    if not rows:
        raise LabelProblem(f"{file} holds no labelled sentence; it needs one JSON object a line.")
    return rows


def labelled_pages(folder: Path) -> list[LabelledPage]:
    """All labelled pages below ``folder``, by name; raises ``LabelProblem`` where there is none or one has no key."""
    files = sorted(folder.rglob("*.md"))
    if not files:
        raise LabelProblem(f"{folder} holds no page; it needs pages `x.md`, each with its key `x.jsonl`.")
    return [LabelledPage(_read(file), tuple(read_labelled(file.with_suffix(".jsonl")))) for file in files]


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise LabelProblem(f"{file}: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise LabelProblem(f"{file} is not a text in UTF-8.") from None
