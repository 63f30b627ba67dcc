"""Places as people name them, also where a record gives several codes with what happened in each."""

import re
from collections.abc import Mapping

# Places in which somebody was treated or studied, but whose law is not on record.
_ELSEWHERE = {"ar": "Argentina", "il": "Israel", "nl": "the Netherlands", "pt": "Portugal", "ru": "Russia"}
_CODE = re.compile(r"(^|[;,]\s*)([a-z]{2}(?:-[a-z]{2})?)(?=$|[;,\s])")


def place_name(place: str, names: Mapping[str, str]) -> str:
    """``place`` (a code, or codes with remarks: "mx (treated); us (reported)") with the ``names`` of its codes."""

    def named(match: re.Match[str]) -> str:
        code = match[2]
        return match[1] + (names.get(code) or _ELSEWHERE.get(code) or code)

    whole = names.get(place) or _CODE.sub(named, place)
    return whole[:1].upper() + whole[1:]
