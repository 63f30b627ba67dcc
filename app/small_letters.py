"""Names in small letters, as people type them on a phone.

A text without any capital loses every word that the evidence base does not know in small letters. Elsewhere a word
goes only where a name stands, such as after "dr", because an unknown word is more often a medical one.
"""

import re
from collections.abc import Callable

_INSIDE = r"'\u2019-"
_WORD = rf"[a-z\u00df-\u00ff][a-z\u00df-\u00ff{_INSIDE}]+"
_UP_TO_THREE = rf"(?:{_WORD}\s+){{0,2}}{_WORD}"
_PLACES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)(?:drs?|prof|professor|doctor|mr|mrs|ms|nurse|surgeon)\b\.?\s+(?P<name>{_UP_TO_THREE})",
        rf"(?<!\w)(?:says|said|writes|wrote|adds|added|explains|recalls)\s+(?P<name>{_UP_TO_THREE})",
        rf"(?<![\w{_INSIDE}])(?P<name>{_WORD}(?:\s+{_WORD})?),\s+[1-9]\d(?=\s*[,.;)])",
        rf"(?<![\w{_INSIDE}])(?P<name>{_WORD})\s+(?:clinics?|institute|cent(?:er|re)s?|hospital)\b",
    )
)
_EVERYWHERE = re.compile(rf"(?<![\w\[{_INSIDE}])(?P<name>{_WORD})(?![\w\]])")


def hide(text: str, is_ordinary: Callable[[str], bool], mask: str, *, everywhere: bool) -> str:
    """``text`` with ``mask`` for each word in small letters that may be a name and is not ordinary.

    ``everywhere`` is meant for a text that was typed without capitals.
    """
    for place in (_EVERYWHERE,) if everywhere else _PLACES:
        text = place.sub(lambda match: _hidden(match, is_ordinary, mask), text)
    return text


def _hidden(match: re.Match[str], is_ordinary: Callable[[str], bool], mask: str) -> str:
    start, end = match.span("name")
    first, *rest = re.split(r"(\s+)", match["name"])
    if is_ordinary(first):
        return match.group()
    name = "".join([mask, *(word if word.isspace() or is_ordinary(word) else mask for word in rest)])
    return match.group()[: start - match.start()] + name + match.group()[end - match.start() :]
