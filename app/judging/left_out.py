"""What a page that sells says nothing of, though whoever decides would have to know it."""

import re
from collections.abc import Sequence

from app.evidence.numbers import WORDS
from app.judging.page_lines import LookedFor, names_harm, promises, turns_away
from app.judging.report import PageFinding, Statement
from app.reading.reading import SELLING
from app.reading.words import word_set


def left_out(statements: Sequence[Statement], *, banking: bool) -> tuple[PageFinding, ...]:
    """What a page that sells says nothing of; one that sells storage (``banking``) is asked less.

    A word about it anywhere counts as said, even a poor one: "this is missing" must not be wrong.
    """
    asked = (one for one in _OUGHT_TO_SAY if not banking or one[0] in _ASKED_OF_BANKS)
    return tuple(PageFinding(ident, label) for ident, label, tells in asked if not any(map(tells, statements)))


def _tells_risk(said: Statement) -> bool:
    read = said.reading
    own = read.is_claim or "we" in read.cues  # else it may name the complaints that people come with
    return names_harm(said) or ("harms" in read.matters and own and not promises(said))


def _tells_price(said: Statement) -> bool:
    read, text = said.reading, said.text
    priced = any(mark in text for mark in "$€£") and any(c.isdigit() for c in text)
    return priced or "cost_or_insurance" in read.kinds or not read.cues.isdisjoint({"price", "insurers"})


def _tells_status(said: Statement) -> bool:
    read = said.reading
    if "regulatory_approval" in read.kinds:  # even a false word on it is not silence
        return True
    agency = "agency" in read.cues and not read.cues.isdisjoint({"approval", "negation", "official_act"})
    return agency or "status" in read.matters


def _compares(said: Statement) -> bool:
    read = said.reading
    compared = "compared" in read.matters or not read.cues.isdisjoint({"control", "failed"})
    return compared or "better_than_alternative" in read.kinds


def _tells_number(said: Statement) -> bool:
    """Whether it says how many people were treated: a whole number of them, and no share, year or price."""
    read = said.reading
    forms = read.forms
    if any(_counts(forms, place) and after in _PERSONS for place, after in enumerate(forms[1:])):
        return True
    if read.stance not in {"own_figure", "seen_none"} and "we" not in read.cues:
        return False
    numbers = (i for i, form in enumerate(forms) if form[0].isdigit() and len(form) > 1 and not form.endswith("%"))
    return any(_MEASURES.isdisjoint((*forms[max(0, i - 1) : i], *forms[i + 1 : i + 2])) for i in numbers)


def _counts(forms: Sequence[str], place: int) -> bool:
    """Whether a number of some size stands there that is no year and not what a share is of ("9 out of 10")."""
    form, before = forms[place], forms[max(0, place - 3) : place]
    if before and before[-1] in {"of", "in", "every"} and any(b[0].isdigit() or b in WORDS for b in before):
        return False
    return form in _SOME if form.isalpha() else form.replace(",", "").isdigit() and _YEAR.fullmatch(form) is None


# Words beside a number that make it something else than a number of people.
_MEASURES = word_set(
    "percent per year month week day hour minute million billion point dollar us euro pound franc aged $ € £ % in since"
)
_FEW = 5  # people; fewer are told as stories, not as a number treated
_SOME = {"hundred", "thousand", *(word for word, number in WORDS.items() if number >= _FEW)}
_YEAR = re.compile(r"(?:19|20)\d\d")
_PERSONS = word_set(
    "people patient men women adult child children knee back hip joint shoulder spine disc guest member family client "
    "veteran case procedure"
)


def _tells_follow_up(said: Statement) -> bool:
    read = said.reading
    if "follow_up" in read.matters or "followed" in read.cues:
        return True
    timed = not _TIMES.isdisjoint(read.forms)
    studied = "study" in read.cues and read.stance not in SELLING
    return timed and (studied or ("we" in read.cues and not _CHECKING.isdisjoint(read.forms)))


_TIMES = word_set("week month year")
_CHECKING = word_set("again check see call ring phone ask visit scan measure test review")


def _tells_who_not(said: Statement) -> bool:
    read = said.reading
    return turns_away(read) or (read.polarity == "denies" and "conditions_words" in read.cues)


_ASKED_OF_BANKS = frozenset({"risks", "cost", "regulatory_status"})
_OUGHT_TO_SAY: tuple[LookedFor, ...] = (
    ("risks", "What can go wrong, and how often", _tells_risk),
    ("cost", "What it costs", _tells_price),
    ("regulatory_status", "Whether a regulator has approved it", _tells_status),
    ("comparison", "How it compares with other care or a sham treatment", _compares),
    ("number_treated", "How many people were treated, and how many did not improve", _tells_number),
    ("follow_up", "How long people were followed afterwards", _tells_follow_up),
    ("who_is_not_suited", "Who should not have it", _tells_who_not),
)
