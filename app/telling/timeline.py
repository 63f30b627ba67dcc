"""Trials over the years as a picture: places only; the template draws it, and a table says the same in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from app.evidence.schema import Study

WIDTH, ROW, LEFT, RIGHT, FOOT = 680, 34, 40, 40, 40
SMALLEST, LARGEST, AS_LARGE = 5.0, 15.0, 500.0  # radius of a dot; a trial of 500 people or more has the largest


@dataclass(frozen=True, slots=True)
class Dot:
    """One study: its place, its radius, whether it compared groups, and whether its main goal was met."""

    x: float
    y: float
    radius: float
    controlled: bool
    goal: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dots on an axis of years; lengths in pixels of the picture."""

    width: int
    height: int
    years: tuple[tuple[int, float], ...]
    dots: tuple[Dot, ...]


def timeline(studies: Sequence[tuple[Study, int]], fewest: int = 3) -> Timeline | None:
    """The picture of ``studies`` with their years; None where there are fewer than ``fewest``."""
    if len(studies) < fewest:
        return None
    first, last = min(year for _, year in studies), max(year for _, year in studies)
    span = max(1, last - first)

    def place(year: int) -> float:
        return round(LEFT + (year - first) / span * (WIDTH - LEFT - RIGHT), 1)

    tallest = max(Counter(year for _, year in studies).values())
    height = FOOT + tallest * ROW
    rows: dict[int, int] = {}
    dots = []
    for study, year in sorted(studies, key=lambda pair: (pair[1], pair[0].id)):
        row = rows.get(year, 0)
        rows[year] = row + 1
        radius = SMALLEST + (LARGEST - SMALLEST) * sqrt(min(study.n or 0, AS_LARGE) / AS_LARGE)
        dots.append(
            Dot(
                place(year),
                height - FOOT - (row + 0.5) * ROW,
                round(radius, 1),
                study.is_controlled,
                study.primary_endpoint_met,
            )
        )
    step = max(1, span // 6)
    shown = tuple((year, place(year)) for year in range(first, last + 1, step))
    return Timeline(WIDTH, height, shown, tuple(dots))
