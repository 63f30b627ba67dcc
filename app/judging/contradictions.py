"""Where a page contradicts itself: a promise, and elsewhere the words that take it back."""

from collections.abc import Sequence

from app.judging.page_lines import (
    BEYOND_DOUBT,
    MOST_QUOTES,
    SAFE_KINDS,
    has_small_print,
    is_too_good,
    names_harm,
    quoted,
    turns_away,
    words,
)
from app.judging.report import NEGATIVE, PageFinding, Statement
from app.reading.reading import FIRM, SELLING, Reading
from app.reading.words import word_set

MOST_WEIGHED = 50  # promises, the strongest first, against which each limit is held; keeps the time linear

_BENEFITS = word_set(
    "regeneration cure_or_reversal pain_relief function durability quick_recovery anti_ageing mechanism "
    "clinically_proven success_rate"
)


def contradictions(promises: Sequence[Statement], statements: Sequence[Statement]) -> tuple[PageFinding, ...]:
    """Each promise that the page takes back elsewhere, beside the words that take it back."""
    found: list[PageFinding] = []
    strongest = sorted(promises, key=_weakness)[:MOST_WEIGHED]
    against = [said for said in statements if _speaks_against(said)]
    for promise in strongest:
        takers = [said for said in against if _takes_back(said, promise)]
        if takers:
            taker = min(takers, key=lambda said: _distance(said, promise))
            against = [said for said in against if words(said) != words(taker)]  # small print is quoted once
            label = "One part promises what another part takes back"
            found.append(PageFinding("promise_and_disclaimer", label, (quoted(promise), quoted(taker))))
        if len(found) == MOST_QUOTES:
            break
    return tuple(found)


def _distance(limit: Statement, promise: Statement) -> tuple[bool, bool, int]:
    """How far what takes back is from its promise: another kind of claim, small print, further off on the page."""
    general = has_small_print(limit)
    return promise.reading.kinds[0] not in limit.reading.kinds, general, abs(limit.start - promise.start)


def _weakness(promise: Statement) -> tuple[bool, bool, bool]:
    """Sorts the plainest promises first: one that guarantees, that the record contradicts, that is of an effect."""
    read = promise.reading
    return read.strength != "guaranteed", promise.verdict != "contradicted", read.kinds[0] == "mechanism"


def _speaks_against(said: Statement) -> bool:
    """Whether it could take back a promise at all: small print, a harm, or a limit that is right."""
    limits = said.verdict == "supported" and said.reading.stance not in SELLING
    return limits or has_small_print(said) or names_harm(said)


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
        ("disclaimers" in read.matters and firm) or ("variation" in read.matters and is_too_good(promise))
    ):
        return True
    if kinds[0] in SAFE_KINDS and not other.cues.isdisjoint({"absence", "certain"}):
        return _warns(limit) and kinds[0] in {"safety_general", *read.kinds}
    return limit.verdict == "supported" and (
        (_denies_approval(read) and promise.verdict == "contradicted" and _same_approval(read, other))
        or (turns_away(read) and "candidate_for_everyone" in kinds)
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
    return names_harm(said) and not (sells or turns_away(read) or read.stance == "rule")


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
