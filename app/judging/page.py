"""What can only be seen of a page as a whole: what it leaves out, where it contradicts itself, how it sells."""

from collections.abc import Callable, Sequence

from app.judging.report import PageFinding, PageFindings, Quote, Statement

FEWEST_CLAIMS = 3  # a text with fewer promises is no page: nothing can be said to be left out
MOST_QUOTES = 3

_GOOD = {"promise", "story", "own_figure", "seen_none", "label"}
_SEVERE = {"contradicted", "misleading", "unproven", "overstated"}


def page_findings(text: str, statements: Sequence[Statement]) -> PageFindings:
    """The page-level findings of ``statements``, which are the judged sentences of ``text`` in order."""
    promises = [s for s in statements if s.verdict in _SEVERE and s.reading.stance in _GOOD]
    if len(promises) < FEWEST_CLAIMS:
        return PageFindings(techniques=_techniques(text, promises))
    return PageFindings(_left_out(statements), _contradictions(text, promises, statements), _techniques(text, promises))


def _says(statements: Sequence[Statement], test: Callable[[Statement], bool]) -> bool:
    return any(test(s) for s in statements)


def _left_out(statements: Sequence[Statement]) -> tuple[PageFinding, ...]:
    spoken = [s for s in statements if s.reading.sentence.role != "heading"]
    missing = [
        ("risks", "What can go wrong, and how often", lambda s: s.reading.stance == "risk"),
        ("cost", "What it costs", lambda s: "cost_or_insurance" in s.reading.kinds or _priced(s)),
        (
            "regulatory_status",
            "Whether a regulator has approved it",
            lambda s: "regulatory_approval" in s.reading.kinds and s.reading.stance in {"limit", "rule", "explain"},
        ),
        ("comparison", "How it compares with other care or a sham treatment", lambda s: "control" in s.reading.cues),
        (
            "number_treated",
            "How many people were followed, and how many did not improve",
            lambda s: s.reading.stance in {"own_figure", "report", "seen_none"},
        ),
        (
            "who_is_not_suited",
            "Who should not have it",
            lambda s: s.reading.polarity == "denies" and "conditions_words" in s.reading.cues,
        ),
    ]
    return tuple(PageFinding(ident, label) for ident, label, test in missing if not _says(spoken, test))


def _priced(statement: Statement) -> bool:
    return any(mark in statement.text for mark in "$€£") and any(c.isdigit() for c in statement.text)


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
