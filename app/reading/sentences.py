"""Where the sentences of one readable block begin and end.

Rules of our own: what stands after a full stop decides, then lists of abbreviations. Everything here looks at a
bounded neighbourhood of a mark, so the time is linear in the text.
"""

import re
from itertools import pairwise

from app.reading.words import word_set

_EMOJI = "\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55"
_BULLETS = "•●▪■◦‣"
_WIDE = "\u3002\uff01\uff1f"
# One set of characters comes first, because that is what Python searches for fastest; then what follows each sort.
_MARK = re.compile(
    rf"[.!?…{_EMOJI}{_BULLETS}{_WIDE}\d](?:"
    r"(?P<stop>(?<=[.!?…])(?<![.!?…].)[.!?…]*+[\"')\]»]*+(?:[ ]?\[\d[\d,;\u2013 -]{0,40}\])*)"
    rf"|(?P<emoji>(?<=[{_EMOJI}])(?<![{_EMOJI}].)[{_EMOJI}]*+)"
    rf"|(?P<bullet>(?<= [{_BULLETS}])(?= ))"
    rf"|(?P<wide>(?<=[{_WIDE}])[{_WIDE}]*+)"
    r"|(?P<call>(?<=\d) (?=(?:Call|Book|Contact|Click|Subscribe|Donate|Read|Learn|Enrol|Enroll|Schedule) "
    r"(?:the|us|our|now|today|here|a|an|your|more|to)\b)))",
    re.DOTALL,
)
_GLUED_CITATION = re.compile(r"\d{1,3}(?:[,\u2013-]\d{1,3}){0,8}(?= [A-Z\"'(])")
_BEFORE = re.compile(r"[^\s(\[\"']{1,40}$")
_NEXT_WORD = re.compile(r"[\"'(\[*]*([^\W\d_]+)?")
_CAPITAL_AFTER = re.compile(r" [^\W\d_a-z]")
_SPEAKERS = word_set("we i you it they he she our my your this that call see book")  # begin whole sentences
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")  # "U.S", "M.D"
_DISEASE = "MS"  # multiple sclerosis, which looks like a form of address
_LIST_DIGITS = 3
_ROMAN = word_set("i ii iii iv")
_SHORT_PART = 3  # words; "One trip. Four days. A new spine."
_LONGEST_ASIDE = 200

# Never end a sentence.
_HARD = word_set(
    "dr dra sra drs mr mrs ms prof rev hon sr jr fig figs eq eqs ref refs vs e.g i.e eg ie cf approx ca viz gen col "
    "capt lt sgt assn dept univ vol pp nos tab supp suppl resp incl excl tel mt ft al.a q.v"
)
# End a sentence when a word follows that often begins one.
_SOFT = word_set(
    "al etc inc ltd corp co llc plc u.s u.k e.u u.s.a d.c ph.d m.d d.o m.sc b.sc d.c m.b.a r.n p.a n.d dds st a.m p.m "
    "no min max avg est jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri ave blvd rd"
)
_ONLY_BEFORE_FIGURES = word_set(
    "no nos p pp vol min max avg est ave rd mar jan feb apr jun jul aug sep sept oct nov dec"
)
# Parts of names, too: "U.S. Stem Cell Clinic".
_IN_NAMES = word_set("stem cells treatment therapy patients doctors clinic research study studies")
_LETTERED = word_set("type vitamin hepatitis group phase grade figure table appendix arm cohort class panel part")
_UNITS = word_set("mg ml cc kg cm mm hr hrs wk wks yr yrs")
_STARTERS = word_set(
    "the our we it this that these those in a an he she they you your i if for but and what when how no there patients "
    "most all both such as at by however with while although many some after since because his her their its my is are "
    "do does did can to not each treatment treatments therapy stem cells call contact book results now then so yet "
    "only more on from before during unlike even also who why where will would one two three people doctors clinic "
    "research studies study here every learn read visit may was were between over under of"
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences in ``text``: white space is single spaces, spans are in order and cover all but spaces."""
    cuts = _cuts(text.rstrip(" ")) if _MARK.search(text) is not None else []
    if not cuts:
        return _trimmed(text, [(0, len(text))])
    bounds = [0, *cuts, len(text)]
    return _slogans_joined(text, _trimmed(text, list(pairwise(bounds))))


def _trimmed(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept = []
    for start, end in pieces:
        while start < end and text[start] == " ":
            start += 1  # noqa: PLW2901
        while start < end and text[end - 1] == " ":
            end -= 1  # noqa: PLW2901
        if start < end:
            kept.append((start, end))
    return kept


def _cuts(text: str) -> list[int]:
    asides: list[tuple[int, int]] | None = None
    casual = text[:1].islower()
    bulleted = _MARK.match(text)
    by_emoji = bulleted is not None and bulleted["emoji"] is not None
    cuts: list[int] = []
    aside_at, start = 0, 0
    for mark in _MARK.finditer(text):
        cut = _cut(text, mark, start, casual=casual, by_emoji=by_emoji)
        if cut is None or cut <= start or cut >= len(text):
            continue
        if asides is None:
            asides = _asides(text)
        while aside_at < len(asides) and asides[aside_at][1] < cut:
            aside_at += 1
        if aside_at < len(asides) and start < asides[aside_at][0] < cut <= asides[aside_at][1]:
            continue
        cuts.append(cut)
        start = cut
    return cuts


def _asides(text: str) -> list[tuple[int, int]]:
    """Outermost short brackets, in order: a full stop inside one does not end the sentence around it."""
    found: list[tuple[int, int]] = []
    opened = -1
    for mark in re.finditer(r"[()]", text):
        if mark[0] == "(":
            if opened < 0 or mark.start() - opened > _LONGEST_ASIDE:
                opened = mark.start()
        elif opened >= 0:
            if mark.start() - opened <= _LONGEST_ASIDE:
                found.append((opened, mark.start()))
            opened = -1
    return found


def _cut(text: str, mark: re.Match[str], start: int, *, casual: bool, by_emoji: bool) -> int | None:
    """Where the sentence begun at ``start`` ends because of ``mark``, or None if it goes on."""
    if mark["emoji"] is not None:
        return _cut_at_emoji(text, mark, start, by_emoji=by_emoji)
    if mark["stop"] is None:
        return mark.start("call") if mark["call"] else mark.end() if mark["wide"] is not None else mark.start()
    end = mark.end()
    if end >= len(text):
        return end
    if text[end] != " ":
        return _cut_when_glued(text, mark)
    if _goes_on_small(text, end + 1):
        return end if casual and text[end + 1].islower() and _ends_word(text, mark) else None
    single = mark[0][0] == "." and not mark[0].startswith("..")
    return None if single and _is_abbreviation(text, mark.start(), end + 1, start) else end


def _goes_on_small(text: str, at: int) -> bool:
    """Whether what follows at ``at`` cannot begin a sentence: a small letter, also after a quote, or a dash."""
    follows = text[at]
    if follows in "([\"'*":
        word = _NEXT_WORD.match(text, at)
        return word is not None and word[1] is not None and word[1][0].islower()
    if follows.islower():
        # Names such as iPSCs, mRNA and hUC-MSC may begin a sentence.
        return not (text[at + 1 : at + 2].isupper() or text[at : at + 3] == "hUC")
    return follows in ",;:\u2013\u2014-/)"


def _cut_at_emoji(text: str, mark: re.Match[str], start: int, *, by_emoji: bool) -> int | None:
    if by_emoji:
        return mark.start() if mark.start() > start else None
    end = mark.end()
    after = text[end + 1 : end + 2] if text[end : end + 1] == " " else ""
    return end if after and (after.isupper() or after.isdigit() or after in "\"'") else None


def _cut_when_glued(text: str, mark: re.Match[str]) -> int | None:
    """Where a full stop with no space after it ends a sentence, as in "pain.We help", "discs.31 The", "PRP.8,9 The"."""
    at, end = mark.start(), mark.end()
    before = text[max(0, at - 3) : at]
    if mark[0][0] in "?!":
        return end if text[at - 1 : at].islower() and text[end].isupper() else None
    citation = _GLUED_CITATION.match(text, end)
    short_form = before.isupper() and citation is not None
    word = before.isalpha() and len(before) == 3 and (before.islower() or short_form)  # noqa: PLR2004
    if not (before.endswith(")") or word):
        return None
    if citation is not None and end == at + 1:
        return citation.end()
    if not text[end].isupper():
        return None
    whole = _BEFORE.search(text, max(0, at - 40), at)
    if whole is not None and re.search(r"[@/]|www", whole[0]):
        return None
    return None if whole is not None and whole[0].lower() in _HARD else end


def _ends_word(text: str, mark: re.Match[str]) -> bool:
    before = _BEFORE.search(text, max(0, mark.start() - 40), mark.start())
    if before is None or mark[0][0] in "!?":
        return True
    word = before[0].lower()
    return len(word) > 1 and "." not in word and not (word in _HARD or word in _SOFT or word in _UNITS)


def _is_abbreviation(text: str, at: int, after: int, start: int) -> bool:
    """Whether the full stop at ``at`` belongs to the word before it and the sentence goes on at ``after``."""
    found = _BEFORE.search(text, max(start, at - 40), at)
    if found is None:
        return False
    word, lower = found[0], found[0].lower()
    numbered = found.start() == start and ((word.isdigit() and len(word) <= _LIST_DIGITS) or lower in _ROMAN)
    if numbered or (lower in _HARD and word != _DISEASE):
        return True  # "1. First the radiologist" within a line, "Dr. Lee"
    if lower in _ONLY_BEFORE_FIGURES and word != "P":
        return text[after].isdigit() and word[0].isalpha()
    following = _NEXT_WORD.match(text, after)
    starter = following is not None and _begins(text, following)
    if len(word) == 1 and word.isupper():
        return not (starter and _follows_letter_word(text, found.start()))
    if lower == "st":
        return not starter and not _follows_capital(text, found.start())
    return not starter and (lower in _SOFT or _DOTTED.fullmatch(word) is not None)


def _begins(text: str, word: re.Match[str]) -> bool:
    """Whether a word often begins a sentence, and is no part of a name such as "U.S. Stem Cell Clinic"."""
    lower = (word[1] or "").lower()
    return lower in _STARTERS and not (lower in _IN_NAMES and _CAPITAL_AFTER.match(text, word.end()))


def _follows_letter_word(text: str, at: int) -> bool:
    """Whether the single letter at ``at`` is a label ("vitamin C.") and not an initial ("Graham G.")."""
    before = _BEFORE.search(text, max(0, at - 40), max(0, at - 1))
    return before is not None and (before[0].islower() or before[0].lower() in _LETTERED)


def _follows_capital(text: str, at: int) -> bool:
    before = _BEFORE.search(text, max(0, at - 40), max(0, at - 1))
    return before is not None and before[0][0].isupper() and before[0].lower() not in _STARTERS


def _slogans_joined(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A block of short parts is one slogan; short parts of one quotation stay together until it closes."""
    if len(pieces) > 1 and all(_is_fragment(text, start, end) for start, end in pieces):
        return [(pieces[0][0], pieces[-1][1])]
    if '"' not in text:
        return pieces
    joined: list[tuple[int, int]] = []
    short_quote, joined_end = False, 0
    for start, end in pieces:
        if short_quote:
            start = joined.pop()[0]  # noqa: PLW2901
            odd = text.count('"', joined_end, end) % 2 == 0
            short = text.count(" ", joined_end + 1, end) < _SHORT_PART
        else:
            odd = text[start] == '"' and text.count('"', start, end) % 2 == 1
            short = text.count(" ", start, end) < _SHORT_PART
        joined.append((start, end))
        short_quote, joined_end = odd and short, end
    return joined


def _is_fragment(text: str, start: int, end: int) -> bool:
    if text.count(" ", start, end) >= _SHORT_PART or not text[start].isalnum():
        return False
    return text[start:end].split(" ", 1)[0].lower() not in _SPEAKERS
