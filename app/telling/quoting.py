"""Words of a text within quotation marks of ours."""

import re

_MARK = re.compile('["\u201c\u201d]')


def unquoted(words: str) -> str:
    """``words`` to stand within our marks: a pair of their own around the whole, or half a pair at an end, falls away.

    Pairs within become single marks, as in print. A mark without a partner elsewhere stays: it may mean inches.
    """
    words = words.strip()
    marks = [match.start() for match in _MARK.finditer(words)]
    ends = [mark for mark in marks if mark in {0, len(words) - 1}]
    if len(marks) == len(ends):
        words = words.strip('"\u201c\u201d')
    elif len(marks) % 2 and ends:
        words = words[1:] if ends[0] == 0 else words[:-1]
    elif len(marks) % 2:
        return words
    single = iter("\u2018\u2019" * len(marks))
    return _MARK.sub(lambda _: next(single), words).strip()
