"""What the small reading model sees of a sentence: words, word pairs, concepts and cues, as named features.

Treatments, diseases and figures are replaced by placeholders, so that the model learns how claims are worded
and not which cell is sold for which disease.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from app.reading.words import Hit, Word

_STEM = 5
_SHORT, _MIDDLE = 4, 12


def _placeholder(word: Word) -> str:
    form = word.form
    if not form[0].isdigit():
        return form
    if form.endswith("%"):
        return "<pct>"
    if len(form) == 4 and form[:2] in {"19", "20"}:  # noqa: PLR2004 - a year
        return "<year>"
    return "<num>"


def _tokens(words: Sequence[Word], named: Sequence[Hit]) -> list[str]:
    """The words with each named treatment or disease folded into one placeholder such as ``<treatment>``."""
    starts = {hit.first: hit for hit in named}
    tokens: list[str] = []
    at = 0
    while at < len(words):
        hit = starts.get(at)
        if hit is None:
            tokens.append(_placeholder(words[at]))
            at += 1
        else:
            tokens.append(hit.id)
            at = hit.last
    return tokens


def features(
    words: Sequence[Word], named: Sequence[Hit], cues: Sequence[Hit], concepts: Iterable[str], role: str
) -> Iterator[str]:
    """Names of the features that hold for one sentence, each at most once.

    ``named`` holds non-overlapping hits whose ids are placeholders (``<treatment>``, ``<disease>``, ``<outside>``);
    ``cues`` the cue classes in order; ``concepts`` what everyday words speak of; ``role`` what the sentence is on the
    page.
    """
    tokens = _tokens(words, named)
    classes = [hit.id for hit in cues]
    found = {f"w:{t}" for t in tokens}
    found.update(f"s:{t[:_STEM]}" for t in tokens if len(t) > _STEM and t[0] != "<")
    ends = ["^", *tokens, "$"]
    found.update(f"b:{a} {b}" for a, b in pairwise(ends))
    found.update(f"t:{a} {b} {c}" for a, b, c in zip(ends, ends[1:], ends[2:], strict=False))
    found.update(f"c:{c}" for c in classes)
    found.update(f"d:{a} {b}" for a, b in pairwise(classes))
    found.update(f"e:{a} {b}" for i, a in enumerate(classes) for b in classes[i + 2 : i + 4])
    found.update(f"k:{c}" for c in concepts)
    length = "short" if len(tokens) <= _SHORT else "middle" if len(tokens) <= _MIDDLE else "long"
    found.add(f"l:{length}")
    found.add(f"r:{'heading' if role == 'heading' else 'text'}")
    kinds = {t for t in tokens if t in {"<treatment>", "<disease>", "<outside>"}}
    found.add("n:" + "+".join(sorted(kinds)))
    if classes:
        found.add(f"first:{classes[0]}")
    if tokens and tokens[0][0] != "<":
        found.add(f"open:{tokens[0]}")
    return iter(found)
