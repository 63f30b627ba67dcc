"""What can only be seen of a page as a whole: what it leaves out, where it contradicts itself, how it sells."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from app.evidence.numbers import WORDS
from app.judging.report import NEGATIVE, PageFinding, PageFindings, Quote, Statement
from app.reading.reading import FIRM, SELLING, Reading
from app.reading.words import word_set

FEWEST_CLAIMS = 3  # a text with fewer promises is no page: nothing can be said to be left out
SELLING_SHARE = 0.4  # of what a page claims; honest pages that quote a seller reach a fifth (set on batches D to J)
MOST_QUOTES = 3
BEYOND_DOUBT = 0.85  # share, both that it claims and that it sells, for a sentence to be quoted (314 judged findings)
MOST_WEIGHED = 50  # promises, the strongest first, against which each limit is held; keeps the time linear
SHARE_OF_A_BANK = 0.1  # of the sentences of a page that sells storage, this many or more speak of it

_Test = tuple[str, str, Callable[[Statement], bool]]  # the id and label of a finding, and what to ask of a sentence

_SAFE_KINDS = {"safety_general", "tumour_free", "infection_free"}
_BENEFITS = word_set(
    "regeneration cure_or_reversal pain_relief function durability quick_recovery anti_ageing mechanism "
    "clinically_proven success_rate"
)
_NO_RESULT = word_set("cell_quality_or_count banking cost_or_insurance ethics_or_trial_listing research_status")
_REASONING = word_set("so because since why therefore hence thus")


def page_findings(statements: Sequence[Statement]) -> PageFindings:
    """The page-level findings of the judged sentences of a page, in order, each with its ``text`` as submitted."""
    promises = [s for s in statements if _promises(s)]
    told = sum(s.reading.is_claim and s.reading.stance not in SELLING for s in statements)
    if not promises or len(promises) < SELLING_SHARE * (len(promises) + told):
        return PageFindings()
    sure = _each_once(promise for promise in promises if _is_beyond_doubt(promise))
    techniques = _techniques(sure, statements)
    if len(promises) < FEWEST_CLAIMS:
        return PageFindings(techniques=techniques)
    stores = sum("bank" in s.reading.cues for s in statements) >= SHARE_OF_A_BANK * len(statements)
    return PageFindings(_left_out(statements, banking=stores), _contradictions(sure, statements), techniques)


def _promises(statement: Statement) -> bool:
    """Whether it sells what the evidence does not carry."""
    return statement.verdict in NEGATIVE and statement.reading.stance in SELLING


def _is_beyond_doubt(promise: Statement) -> bool:
    """Whether it may be quoted as an example of one."""
    return min(promise.reading.sureness, promise.reading.stance_sureness) >= BEYOND_DOUBT


def _each_once(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Each sentence where it stands first: pages say the same again and again, and shown again it shows no more."""
    first: dict[str, Statement] = {}
    for statement in statements:
        first.setdefault(_words(statement), statement)
    return tuple(first.values())


def _words(statement: Statement) -> str:
    return statement.reading.sentence.text


def _left_out(statements: Sequence[Statement], *, banking: bool) -> tuple[PageFinding, ...]:
    """What a page that sells says nothing of; one that sells storage (``banking``) is asked less.

    A word about it anywhere counts as said, even a poor one: "this is missing" must not be wrong.
    """
    asked = (one for one in _OUGHT_TO_SAY if not banking or one[0] in _ASKED_OF_BANKS)
    return tuple(PageFinding(ident, label) for ident, label, tells in asked if not any(map(tells, statements)))


def _tells_risk(said: Statement) -> bool:
    read = said.reading
    return _names_harm(said) or ("harms" in read.matters and read.is_claim and not _promises(said))


def _names_harm(said: Statement) -> bool:
    read = said.reading
    if read.stance == "risk":
        return True
    tells = read.sentence.role == "heading" or not _promises(said)
    named = not read.cues.isdisjoint({"harm", "risk_words"})
    return tells and named and read.cues.isdisjoint({"absence", "negation"})


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
    return form in _SOME if form.isalpha() else form.isdigit() and _YEAR.fullmatch(form) is None


# Words beside a number that make it something else than a number of people.
_MEASURES = word_set(
    "percent per year month week day hour minute million billion point dollar us euro pound franc aged $ € £ % in since"
)
_FEW = 5  # people; fewer are told as stories, not as a number treated
_SOME = {"hundred", "thousand", *(word for word, number in WORDS.items() if number >= _FEW)}
_YEAR = re.compile(r"(?:19|20)\d\d")
_PERSONS = word_set("people patient men women adult child children knee back hip guest member family client veteran")


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
    return _turns_away(read) or (read.polarity == "denies" and "conditions_words" in read.cues)


def _turns_away(read: Reading) -> bool:
    return "unsuited" in read.cues or "unsuited" in read.matters


_ASKED_OF_BANKS = frozenset({"risks", "cost", "regulatory_status"})
_OUGHT_TO_SAY: tuple[_Test, ...] = (
    ("risks", "What can go wrong, and how often", _tells_risk),
    ("cost", "What it costs", _tells_price),
    ("regulatory_status", "Whether a regulator has approved it", _tells_status),
    ("comparison", "How it compares with other care or a sham treatment", _compares),
    ("number_treated", "How many people were treated, and how many did not improve", _tells_number),
    ("follow_up", "How long people were followed afterwards", _tells_follow_up),
    ("who_is_not_suited", "Who should not have it", _tells_who_not),
)


def _quote(statement: Statement) -> Quote:
    return Quote(statement.start, statement.end, statement.text)


def _contradictions(promises: Sequence[Statement], statements: Sequence[Statement]) -> tuple[PageFinding, ...]:
    """Each promise that the page takes back elsewhere, beside the words that take it back."""
    found: list[PageFinding] = []
    strongest = sorted(promises, key=_weakness)[:MOST_WEIGHED]
    against = [said for said in statements if _speaks_against(said)]
    for promise in strongest:
        takers = [said for said in against if _takes_back(said, promise)]
        if takers:
            taker = min(takers, key=lambda said: _distance(said, promise))
            against = [said for said in against if _words(said) != _words(taker)]  # small print is quoted once
            label = "One part promises what another part takes back"
            found.append(PageFinding("promise_and_disclaimer", label, (_quote(promise), _quote(taker))))
        if len(found) == MOST_QUOTES:
            break
    return tuple(found)


def _distance(limit: Statement, promise: Statement) -> tuple[bool, bool, int]:
    """How far what takes back is from its promise: another kind of claim, small print, further off on the page."""
    general = _has_small_print(limit)
    return promise.reading.kinds[0] not in limit.reading.kinds, general, abs(limit.start - promise.start)


def _weakness(promise: Statement) -> tuple[bool, bool, bool]:
    """Sorts the plainest promises first: one that guarantees, that the record contradicts, that is of an effect."""
    read = promise.reading
    return read.strength != "guaranteed", promise.verdict != "contradicted", read.kinds[0] == "mechanism"


def _speaks_against(said: Statement) -> bool:
    """Whether it could take back a promise at all: small print, a harm, or a limit that is right."""
    limits = said.verdict == "supported" and said.reading.stance not in SELLING
    return limits or _has_small_print(said) or _names_harm(said)


def _has_small_print(said: Statement) -> bool:
    return not said.reading.matters.isdisjoint({"disclaimers", "variation"})


def _takes_back(limit: Statement, promise: Statement) -> bool:
    """Whether one sentence of a page denies what another promises.

    Small print takes back a firm promise of benefit; a harm the promise of no risk; "not approved" an approval of the
    same place; who cannot have it a promise to everybody; a limit the promise of the same effect. Where the two name
    treatments, these must not differ.
    """
    read, other = limit.reading, promise.reading
    if other.sentence.start == read.sentence.start or _differ(read.interventions[:1], other.interventions[:1]):
        return False
    kinds, firm = other.kinds, other.strength in FIRM
    promised = kinds[0] in _BENEFITS and other.stance in {"promise", "own_figure"}
    if promised and (
        ("disclaimers" in read.matters and firm) or ("variation" in read.matters and _is_too_good(promise))
    ):
        return True
    if kinds[0] in _SAFE_KINDS and not other.cues.isdisjoint({"absence", "certain"}):
        return _warns(limit) and kinds[0] in {"safety_general", *read.kinds}
    return limit.verdict == "supported" and (
        (_denies_approval(read) and promise.verdict == "contradicted" and _same_approval(read, other))
        or (_turns_away(read) and "candidate_for_everyone" in kinds)
        or (_denies_effect(read, other) and firm)
    )


def _differ(one: Sequence[str], other: Sequence[str]) -> bool:
    return bool(one) and bool(other) and set(one).isdisjoint(other)


def _warns(said: Statement) -> bool:
    """Whether it tells of a harm of the treatment, and not of a rule or of who cannot have it."""
    read = said.reading
    if said.verdict in {*NEGATIVE, "not_a_claim"} or read.outside or read.sentence.role == "heading":
        return False
    sells = read.stance in SELLING and read.polarity == "asserts" and read.stance_sureness >= BEYOND_DOUBT
    return _names_harm(said) and not (sells or _turns_away(read) or read.stance == "rule")


def _denies_approval(read: Reading) -> bool:
    spoken = read.stance in {"limit", "rule", "explain"} and "regulatory_approval" in read.kinds
    return spoken and {"negation", "agency"} <= read.cues


def _same_approval(read: Reading, other: Reading) -> bool:
    return other.kinds[0] == "regulatory_approval" and not _differ(read.jurisdictions, other.jurisdictions)


def _denies_effect(read: Reading, other: Reading) -> bool:
    """Whether a limit speaks of the same kind of effect of the same treatment on the same disease."""
    same = read.interventions[:1] == other.interventions[:1] and read.conditions[:1] == other.conditions[:1]
    denied = read.stance == "limit" and not read.cues.isdisjoint({"not_shown", "failed"})
    return same and denied and other.kinds[0] in _BENEFITS and other.kinds[0] in read.kinds


def _is_too_good(said: Statement) -> bool:
    """Whether it leaves no room for failure or harm; boasts of cells, storage or a trial's design promise no result."""
    read = said.reading
    if read.stance != "promise" or _has_small_print(said) or "control" in read.cues:
        return False
    safe = not _SAFE_KINDS.isdisjoint(read.kinds) and not read.cues.isdisjoint({"absence", "certain"})
    return safe or (read.strength == "guaranteed" and read.kinds[0] not in _NO_RESULT)


def _is_story(said: Statement) -> bool:
    read = said.reading
    return read.stance == "story" and ("testimonial" in read.kinds[:1] or "story" in read.cues)


def _is_label(said: Statement) -> bool:
    read = said.reading
    kinds = {"regulatory_registration", "ethics_or_trial_listing"}
    return read.stance == "label" and not kinds.isdisjoint(read.kinds)


def _argues_from_mechanism(said: Statement) -> bool:
    read = said.reading
    return read.stance == "promise" and "mechanism" in read.kinds and not _REASONING.isdisjoint(read.forms)


def _leans_on_own_cells(said: Statement) -> bool:
    read = said.reading
    return "own_tissue" in read.cues and ("own_cells_not_a_drug" in read.kinds or "safe" in read.cues)


def _gives_own_share(said: Statement) -> bool:
    """Whether the seller gives a share of people who did well, or a harm that none of them had."""
    read = said.reading
    if read.stance == "seen_none":
        return any(form[0].isdigit() for form in read.forms) or "we" in read.cues
    shares = any(form.endswith("%") or form in _SHARES for form in read.forms)
    told = shares or any(b in {"in", "of", "out"} for b in _after_numbers(read.forms))
    return read.stance == "own_figure" and told and _OPINIONS.isdisjoint(read.forms)


def _after_numbers(forms: Sequence[str]) -> Iterator[str]:
    return (b for a, b in pairwise(forms) if a[0].isdigit() or WORDS.get(a, 0) > 0)


_OPINIONS = word_set("recommend poll obstetrician")  # what people think, not how they fare
_SHARES = word_set("percent most majority every half quarter third")

# Techniques seen in what a page promises, and those seen in any sentence of a page that sells.
_OF_PROMISES: tuple[_Test, ...] = (
    ("testimonial_as_proof", "Stories used as proof", _is_story),
    ("registration_as_approval", "A registration or listing used as if it were approval", _is_label),
    ("too_good", "Promises that leave no room for failure", _is_too_good),
    ("mechanism_as_proof", "How it is said to work, used as proof that it works", _argues_from_mechanism),
    ("own_cells", "'Your own cells' used as a reason to trust", _leans_on_own_cells),
    ("own_figures", "Own success figures without a comparison", _gives_own_share),
    (
        "fee_for_trial",
        "Paying to take part in research",
        lambda said: "pay_to_participate" in said.reading.kinds and "study" in said.reading.cues,
    ),
)
_OF_SENTENCES: tuple[_Test, ...] = (
    ("scarcity", "Pressure to decide soon", lambda said: "hurry" in said.reading.matters),
    ("newness", "Being new, secret or first, given as a reason", lambda said: "newness" in said.reading.matters),
)


def _techniques(promises: Sequence[Statement], statements: Sequence[Statement]) -> tuple[PageFinding, ...]:
    found = []
    for tests, among in ((_OF_PROMISES, promises), (_OF_SENTENCES, _each_once(statements))):
        for ident, label, test in tests:
            quotes = tuple(_quote(one) for one in among if test(one))
            if quotes:
                found.append(PageFinding(ident, label, quotes[:MOST_QUOTES]))
    return tuple(found)
