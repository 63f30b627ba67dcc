"""How a page sells: the ways that are seen in its sentences, each with the words that show it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.evidence.numbers import WORDS
from app.judging.page_lines import MOST_QUOTES, LookedFor, each_once, is_too_good, quoted
from app.judging.report import PageFinding, Statement
from app.reading.words import word_set

_REASONING = word_set("so because since why therefore hence thus")


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
_OF_PROMISES: tuple[LookedFor, ...] = (
    ("testimonial_as_proof", "Stories used as proof", _is_story),
    ("registration_as_approval", "A registration or listing used as if it were approval", _is_label),
    ("too_good", "Promises that leave no room for failure", is_too_good),
    ("mechanism_as_proof", "How it is said to work, used as proof that it works", _argues_from_mechanism),
    ("own_cells", "'Your own cells' used as a reason to trust", _leans_on_own_cells),
    ("own_figures", "Own success figures without a comparison", _gives_own_share),
    (
        "fee_for_trial",
        "Paying to take part in research",
        lambda said: "pay_to_participate" in said.reading.kinds and "study" in said.reading.cues,
    ),
)
_OF_SENTENCES: tuple[LookedFor, ...] = (
    ("scarcity", "Pressure to decide soon", lambda said: "hurry" in said.reading.matters),
    ("newness", "Being new, secret or first, given as a reason", lambda said: "newness" in said.reading.matters),
)


def techniques(promises: Sequence[Statement], statements: Sequence[Statement]) -> tuple[PageFinding, ...]:
    """The ways of selling seen in ``promises``, and in any of the ``statements``."""
    found = []
    for tests, among in ((_OF_PROMISES, promises), (_OF_SENTENCES, each_once(statements))):
        for ident, label, test in tests:
            quotes = tuple(quoted(one) for one in among if test(one))
            if quotes:
                found.append(PageFinding(ident, label, quotes[:MOST_QUOTES]))
    return tuple(found)
