"""What stands around a sentence on its page, as far as it tells whether the sentence asserts anything.

A bullet under "What can go wrong" is a risk, one under "We treat" is a menu, and a sentence among ten that teach
anatomy teaches anatomy. The words of headings and lead-ins are features of the reading model (``surroundings``). What
the model then makes of the whole page is seen once more, sentence by sentence, with its neighbours (``views``).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from app.reading.context import found_in_headings
from app.reading.document import Sentence
from app.reading.lexicon import Found
from app.reading.seen import Seen

FEWEST = 5  # sentences; fewer are no page
MOST_FORMS = 40  # of a heading or lead-in; a hostile one of a thousand words must not be told to a thousand bullets
_LEAST_SHARE = 1e-4  # beyond it a probability says no more


def surroundings(sentences: Sequence[Sentence], found: Sequence[Found]) -> list[list[str]]:
    """For each sentence of a page what its role is, and the words and cues of what it stands under and after."""
    headings = found_in_headings(sentences, found)
    told: list[list[str]] = []
    before: tuple[Sentence, Found] | None = None
    lead: tuple[Sentence, Found] | None = None  # the last sentence before a list
    for sentence, own in zip(sentences, found, strict=True):
        said = [f"as {sentence.role}"] if sentence.headings or sentence.role != "sentence" else []
        for under in headings.get(sentence.headings[-1], ()) if sentence.headings else ():
            said += _said("under", under)
        if before is not None and before[0].role != "heading" and before[0].headings == sentence.headings:
            said += (f"before +{cue}" for cue in sorted(before[1].cue_classes))
            said += (f"before {mark}" for mark in before[1].forms[-1:] if mark in {"?", ":"})
            said += (f"before names {named}" for named in _named(before[1]))
        if lead is not None and sentence.role == "item" and lead[0].headings == sentence.headings:
            said += _said("lead", lead[1])
        told.append(said)
        before = sentence, own
        if sentence.role != "item":
            lead = None if sentence.role == "heading" else before
    return told


def _named(found: Found) -> Iterator[str]:
    """What sorts of things a sentence names: what comes after it is often about the same."""
    named = {"treatment": found.interventions, "disease": found.conditions, "outside": found.outside}
    return (sort for sort, hits in named.items() if hits)


def _said(place: str, found: Found) -> Iterator[str]:
    yield from (f"{place} +{cue}" for cue in sorted(found.cue_classes))
    yield from (f"{place} {form}" for form in found.forms[:MOST_FORMS])


def views(page: Sequence[Seen]) -> NDArray[np.float64]:
    """One row for each sentence of a page: what the model sees in it, and in what stands around it."""
    own = np.array([seen.shares.values for seen in page])
    claims = _log_odds(np.array([seen.shares.yes("claim_on_page") for seen in page]))
    anywhere = _log_odds(np.array([seen.shares.yes("claim") for seen in page]))
    sells = np.array([seen.sells for seen in page])
    here = [
        (
            bool(seen.found.interventions),
            bool(seen.found.conditions),
            bool(seen.found.outside),
            np.log1p(len(seen.found.forms)),
            np.log1p(len(seen.found.cues)),
            seen.asks,
            seen.cites,
            seen.sentence.role == "heading",
            seen.sentence.role == "item",
        )
        for seen in page
    ]
    ends = ((seen.sentence, seen.sentence.text[-1]) for seen in page[:-1])
    before = [(False, False, False), *((end == "?", end == ":", s.role == "heading") for s, end in ends)]
    return np.column_stack(
        [
            own,
            anywhere,
            np.full(len(page), anywhere.mean()),
            claims,
            np.r_[0.0, claims[:-1]],
            np.r_[claims[1:], 0.0],
            _beside(page, claims),
            np.full(len(page), claims.mean()),
            sells,
            np.full(len(page), sells.mean()),
            _log_odds(np.array([seen.shares.yes("field") for seen in page])),
            np.array(here, dtype=float),
            np.array(before, dtype=float),
            np.arange(len(page)) / len(page),
        ]
    )


def _beside(page: Sequence[Seen], claims: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each sentence the mean of the others under its heading that look like it; of the page where it is alone."""
    alike: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for place, seen in enumerate(page):
        alike[seen.sentence.headings, seen.sentence.role].append(place)
    beside = np.full(len(page), claims.mean())
    for places in alike.values():
        if len(places) > 1:
            beside[places] = (claims[places].sum() - claims[places]) / (len(places) - 1)
    return beside


def _log_odds(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    held = np.clip(shares, _LEAST_SHARE, 1 - _LEAST_SHARE)
    return np.log(held / (1 - held))
