"""Dates as people write them."""

from datetime import date


def day(when: date) -> str:
    """A date as people write it."""
    return f"{when.day} {when:%B %Y}"


def as_of(when: str) -> str:
    """How old what we read is, as a phrase: "as of May 2026", or that the page gives no date."""
    return f"read on an {when}" if when.startswith("undated") else f"as of {month(when)}"


def month(when: str) -> str:
    """A partial date as people write it; the words of an undated page stay as they are."""
    parts = when.split("-")
    if len(parts) == 1 or not parts[0].isdigit():
        return when
    known = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) > 2 else 1)  # noqa: PLR2004 - year, month, day
    return day(known) if len(parts) > 2 else f"{known:%B %Y}"  # noqa: PLR2004
