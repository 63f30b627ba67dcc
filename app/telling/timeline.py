"""Trials over the years as a picture: places only; the template draws it, and a table says the same in words.

Years run down the page, the newest at the top, so that the picture is legible on a phone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

from app.telling.trial_list import Mark, TrialLine

WIDTH, LEFT, EDGE = 360.0, 72.0, 6.0
LINE, GAP = 34.0, 7.0  # height of a year with one line of dots, and the gap between neighbouring dots
SMALLEST, LARGEST, AS_LARGE = 7.0, 15.5, 500  # radius of a dot; a trial of 500 people or more has the largest
FEWEST = 3  # fewer make no picture


@dataclass(frozen=True, slots=True)
class Dot:
    """One trial: its middle and radius, whether it compared groups, and how its main goal fared."""

    x: float
    y: float
    radius: float
    controlled: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year, with the height at which it is written; ``years`` is one year or a span without trials."""

    years: str
    y: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows of dots from the newest year down; lengths in units of the picture."""

    width: float
    height: float
    rows: tuple[YearRow, ...]

    @property
    def text(self) -> str:
        """What the picture shows, in a sentence."""
        dots = [dot for row in self.rows for dot in row.dots]
        marks = Counter(dot.mark for dot in dots if dot.controlled)
        first, last = self.rows[-1].years, self.rows[0].years
        told = f"{len(dots)} studies in people {f'in {last}' if first == last else f'from {first} to {last}'}. "
        if not marks:
            return f"{told}None had a comparison group."
        waiting = f"{marks['no_result']} {'has' if marks['no_result'] == 1 else 'have'} no result yet"
        return (
            f"{told}{marks.total()} had a comparison group: {marks['met']} met the main goal, {marks['missed']} missed "
            f"it, {waiting}, and for {marks['not_stated']} we could not tell."
        )


def timeline(trials: Sequence[TrialLine]) -> Timeline | None:
    """The picture of the ``trials`` whose year is known; None where there are too few for one."""
    dated = sorted(((line.year, line) for line in trials if line.year), key=lambda pair: (-pair[0], pair[1].title))
    if len(dated) < FEWEST:
        return None
    rows: list[YearRow] = []
    y, before = EDGE, None
    for year, lines in groupby(dated, key=lambda pair: pair[0]):
        if before is not None and before - year > 1:
            rows.append(YearRow(_span(year + 1, before - 1), y + LINE / 2, ()))
            y += LINE
        dots, height = _dots([line for _, line in lines], y)
        rows.append(YearRow(str(year), y + LINE / 2, dots))
        y, before = y + height, year
    return Timeline(WIDTH, y + EDGE, tuple(rows))


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{str(last)[2:]}"


def _dots(lines: Sequence[TrialLine], top: float) -> tuple[tuple[Dot, ...], float]:
    """The dots of one year from the left, on as many lines as they need, and the height of those."""
    dots = []
    x, y = LEFT, top + LINE / 2
    for line in lines:
        radius = _radius(line.people)
        if x + 2 * radius > WIDTH - EDGE:
            x, y = LEFT, y + LINE
        dots.append(Dot(round(x + radius, 1), round(y, 1), round(radius, 1), line.controlled, line.mark))
        x += 2 * radius + GAP
    return tuple(dots), y - top + LINE / 2


def _radius(people: int | None) -> float:
    """So that the area grows with the number of people."""
    return max(SMALLEST, LARGEST * sqrt(min(people or 0, AS_LARGE) / AS_LARGE))
