"""What the small reading model sees of a sentence: words, word pairs, concepts and cues, as named features.

Treatments, diseases and figures are replaced by placeholders, so that the model learns how claims are worded
and not which cell is sold for which disease.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from app.reading.words import Hit

Key = str | tuple[str, ...]
Families = tuple[tuple[str, Iterable[Key]], ...]

FAMILIES = (
    "word",
    "stem",
    "pair",
    "triple",
    "cue",
    "cues",
    "cues-apart",
    "concept",
    "length",
    "role",
    "names",
    "first-cue",
    "opening",
)
JOINED = frozenset({"pair", "triple", "cues", "cues-apart"})  # families whose keys are several words

_STEM = 5
_SHORT, _MIDDLE = 4, 12
_NAMED = frozenset({"<treatment>", "<disease>", "<outside>"})


@lru_cache(maxsize=50_000)
def _placeholder(form: str) -> str:
    if not form[0].isdigit():
        return form
    if form.endswith("%"):
        return "<pct>"
    if len(form) == 4 and form[:2] in {"19", "20"}:  # noqa: PLR2004 - a year
        return "<year>"
    return "<num>"


def _tokens(forms: Iterable[str], named: Sequence[Hit]) -> list[str]:
    """The words with each named treatment or disease folded into one placeholder such as ``<treatment>``."""
    tokens = list(map(_placeholder, forms))
    for hit in reversed(named):
        tokens[hit.first : hit.last] = [hit.id]
    return tokens


def features(
    forms: Sequence[str], named: Sequence[Hit], cues: Sequence[Hit], concepts: Iterable[str], role: str
) -> Families:
    """The features that hold for one sentence, by family; a feature may come more than once and counts once.

    ``forms`` are the comparable words. ``named`` holds non-overlapping hits, in order, whose ids are placeholders
    (``<treatment>``, ``<disease>``, ``<outside>``); ``cues`` the cue classes in order; ``concepts`` what everyday words
    speak of; ``role`` what the sentence is on the page.
    """
    tokens = _tokens(forms, named)
    classes = [hit.id for hit in cues]
    ends = ["^", *tokens, "$"]
    length = "short" if len(tokens) <= _SHORT else "middle" if len(tokens) <= _MIDDLE else "long"
    return (
        ("word", tokens),
        ("stem", [t[:_STEM] for t in tokens if len(t) > _STEM and t[0] != "<"]),
        ("pair", pairwise(ends)),
        ("triple", zip(ends, ends[1:], ends[2:], strict=False)),
        ("cue", classes),
        ("cues", pairwise(classes)),
        ("cues-apart", [(a, b) for i, a in enumerate(classes) for b in classes[i + 2 : i + 4]]),
        ("concept", concepts),
        ("length", (length,)),
        ("role", ("heading" if role == "heading" else "text",)),
        ("names", ("+".join(sorted(_NAMED.intersection(tokens))),)),
        ("first-cue", classes[:1]),
        ("opening", [t for t in tokens[:1] if t[0] != "<"]),
    )
