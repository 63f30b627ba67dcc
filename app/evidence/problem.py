"""What is wrong in the evidence base: one mistake each, and the error that carries all of them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake: the file (relative to the claims folder), the field in it and what is wrong, in plain words."""

    file: str
    field: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.field}" if self.field else self.file
        return f"{place}: {self.reason}"


class EvidenceError(Exception):
    """The evidence base cannot be used; ``problems`` holds every mistake found, sorted by file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """``problems``: at least one mistake."""
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        lines = "\n".join(f"  {p}" for p in self.problems)
        super().__init__(f"{count} mistake{'s' if count != 1 else ''} in the evidence base:\n{lines}")
