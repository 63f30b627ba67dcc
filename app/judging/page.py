"""What can only be seen of a page as a whole: what it leaves out, where it contradicts itself, how it sells."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from app.judging.report import PageFinding, PageFindings, Quote, Statement
from app.reading.words import word_set

FEWEST_CLAIMS = 3  # a text with fewer promises is no page: nothing can be said to be left out
MOST_QUOTES = 3
SHARE_OF_A_BANK = 0.2  # of the sentences of a page that sells storage, this many or more speak of it

_GOOD = {"promise", "story", "own_figure", "seen_none", "label"}
_SEVERE = {"contradicted", "misleading", "unproven", "overstated"}


def page_findings(text: str, statements: Sequence[Statement]) -> PageFindings:
    """The page-level findings of ``statements``, which are the judged sentences of ``text`` in order."""
    promises = [s for s in statements if s.verdict in _SEVERE and s.reading.stance in _GOOD]
    if len(promises) < FEWEST_CLAIMS:
        return PageFindings(techniques=_techniques(text, promises))
    stores = sum("bank" in s.reading.cues for s in statements) >= SHARE_OF_A_BANK * len(statements)
    left_out = _left_out(statements, banking=stores)
    return PageFindings(left_out, _contradictions(text, promises, statements), _techniques(text, promises))


def _left_out(statements: Sequence[Statement], *, banking: bool) -> tuple[PageFinding, ...]:
    """What a page that sells says nothing of; one that sells storage (``banking``) is asked less.

    A word about it anywhere counts as said, even a poor one: "this is missing" must not be wrong.
    """
    asked = (one for one in _OUGHT_TO_SAY if not banking or one[0] in _ASKED_OF_BANKS)
    return tuple(PageFinding(ident, label) for ident, label, said in asked if not any(map(said, statements)))


def _tells_risk(statement: Statement) -> bool:
    read = statement.reading
    if read.stance == "risk":
        return True
    tells = read.sentence.role == "heading" or read.stance not in _GOOD
    return tells and not read.cues.isdisjoint({"harm", "risk_words"}) and read.cues.isdisjoint({"absence", "negation"})


def _tells_price(statement: Statement) -> bool:
    read = statement.reading
    priced = any(mark in statement.text for mark in "$€£") and any(c.isdigit() for c in statement.text)
    return priced or "cost_or_insurance" in read.kinds or not read.cues.isdisjoint({"price", "insurers"})


def _tells_status(statement: Statement) -> bool:
    read = statement.reading
    if "regulatory_approval" in read.kinds and read.stance not in {"promise", "label"}:
        return True
    return "agency" in read.cues and not read.cues.isdisjoint({"approval", "negation", "official_act"})


def _compares(statement: Statement) -> bool:
    return not statement.reading.cues.isdisjoint({"control", "failed"})


def _tells_own_number(statement: Statement) -> bool:
    """Whether the seller says how many people were treated: a whole number of them, and no share, year or price."""
    read = statement.reading
    forms = read.forms
    if any(a in _NUMBER_WORDS and b in _PERSONS for a, b in pairwise(forms)):
        return True
    if read.stance not in {"own_figure", "seen_none", "story"} and "we" not in read.cues:
        return False
    numbers = (i for i, form in enumerate(forms) if form[0].isdigit() and len(form) > 1 and not form.endswith("%"))
    return any(_MEASURES.isdisjoint((*forms[max(0, i - 1) : i], *forms[i + 1 : i + 2])) for i in numbers)


# Words beside a number that make it something else than a number of people.
_MEASURES = word_set(
    "percent per year month week day hour minute million billion point dollar euro pound franc aged $ € £ % in since"
)
_NUMBER_WORDS = word_set(
    "five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred thousand"
)
_PERSONS = word_set("people patient men women adult child children knee back hip guest member family client veteran")


def _tells_follow_up(statement: Statement) -> bool:
    read = statement.reading
    return "followed" in read.cues and (read.stance != "promise" or not read.cues.isdisjoint({"we", "study"}))


def _tells_who_not(statement: Statement) -> bool:
    read = statement.reading
    return "unsuited" in read.cues or (read.polarity == "denies" and "conditions_words" in read.cues)


_ASKED_OF_BANKS = frozenset({"risks", "cost", "regulatory_status"})
_OUGHT_TO_SAY: tuple[tuple[str, str, Callable[[Statement], bool]], ...] = (
    ("risks", "What can go wrong, and how often", _tells_risk),
    ("cost", "What it costs", _tells_price),
    ("regulatory_status", "Whether a regulator has approved it", _tells_status),
    ("comparison", "How it compares with other care or a sham treatment", _compares),
    ("number_treated", "How many people were treated, and how many did not improve", _tells_own_number),
    ("follow_up", "How long people were followed afterwards", _tells_follow_up),
    ("who_is_not_suited", "Who should not have it", _tells_who_not),
)


def _quote(text: str, statement: Statement) -> Quote:
    return Quote(statement.start, statement.end, text[statement.start : statement.end])


def _contradictions(
    text: str, promises: Sequence[Statement], statements: Sequence[Statement]
) -> tuple[PageFinding, ...]:
    """Each limit in the small print beside the strongest promise of the same kind that it takes back."""
    found: list[PageFinding] = []
    for limit in statements:
        if limit.verdict != "supported" or limit.reading.stance != "limit":
            continue
        groups = set(limit.reading.kinds)
        against = [
            p for p in promises if groups & set(p.reading.kinds) and p.reading.strength in {"guaranteed", "definite"}
        ]
        if against:
            quotes = (_quote(text, against[0]), _quote(text, limit))
            found.append(
                PageFinding("promise_and_disclaimer", "One part promises what another part takes back", quotes)
            )
    return tuple(found[:MOST_QUOTES])


_TECHNIQUES: tuple[tuple[str, str, Callable[[Statement], bool]], ...] = (
    ("testimonial_as_proof", "Stories used as proof", lambda s: s.reading.stance == "story"),
    (
        "registration_as_approval",
        "A registration or listing used as if it were approval",
        lambda s: (
            s.reading.stance == "label"
            and bool({"regulatory_registration", "ethics_or_trial_listing"} & set(s.reading.kinds))
        ),
    ),
    (
        "too_good",
        "Promises that leave no room for failure",
        lambda s: s.reading.strength == "guaranteed" and s.reading.stance == "promise",
    ),
    (
        "mechanism_as_proof",
        "How it is said to work, used as proof that it works",
        lambda s: s.reading.kinds[:1] == ("mechanism",) and s.reading.stance == "promise",
    ),
    ("scarcity", "Pressure to decide soon, or newness as a reason", lambda s: "secret" in s.reading.cues),
    (
        "own_cells",
        "'Your own cells' used as a reason to trust",
        lambda s: (
            "own_cells_not_a_drug" in s.reading.kinds or ("own_tissue" in s.reading.cues and "safe" in s.reading.cues)
        ),
    ),
    (
        "own_figures",
        "Own success figures without a comparison",
        lambda s: s.reading.stance in {"own_figure", "seen_none"},
    ),
    ("fee_for_trial", "Paying to take part in research", lambda s: "pay_to_participate" in s.reading.kinds),
)


def _techniques(text: str, promises: Sequence[Statement]) -> tuple[PageFinding, ...]:
    found = []
    for ident, label, test in _TECHNIQUES:
        quotes = tuple(_quote(text, s) for s in promises if test(s))
        if quotes:
            found.append(PageFinding(ident, label, quotes[:MOST_QUOTES]))
    return tuple(found)
