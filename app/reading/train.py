"""Training of the reading model from the labelled sentences in ``claims/wordings`` (needs scikit-learn).

Offline and deterministic: the same wordings give the same weights. Only the weights are shipped.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from app.reading.features import FAMILIES, Key, features
from app.reading.lexicon import Lexicon
from app.reading.model import Model
from app.reading.reading import SELLING
from app.reading.words import words_of

LEAST = 2  # a feature seen once says nothing about the next page
TITLE_WORDS = 9  # words; the longest sentence that is trained as a heading, too
STEPS = 127  # whole numbers that fit one signed byte


def read_wordings(folder: Path) -> list[dict[str, Any]]:
    """All labelled sentences below ``folder``, in file order."""
    rows: list[dict[str, Any]] = []
    for file in sorted(folder.glob("*.yaml")):
        rows.extend(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or [])
    return rows


Feature = tuple[str, Key]  # a family and a key of it


def sentence_features(lexicon: Lexicon, text: str, role: str = "sentence") -> set[Feature]:
    """The features of one readable sentence."""
    found = lexicon.find(words_of(text))
    families = features(found.forms, found.placeholders, found.cues, found.concepts, role)
    return {(family, key) for family, keys in families for key in keys}


def _targets(rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[list[str], list[Any]]]:
    """For each head: its labels and one target per row (a set for yes-or-no heads, a label or None otherwise)."""
    kinds = sorted({k for r in rows for k in r["kinds"]})
    outside = [_outside(r) for r in rows]
    return {
        "claim": (["yes"], [{"yes"} if r["accept"] != ["not_a_claim"] else set() for r in rows]),
        "field": (["outside"], [{"outside"} if o else set() for o in outside]),
        "kind": (kinds, [set(r["kinds"]) for r in rows]),
        "sells": (["yes"], [_sells(r) for r in rows]),
        "stance": _single(rows, "stance"),
        "strength": _single(rows, "strength"),
        "polarity": _single(rows, "polarity"),
        "setting": _single(rows, "setting"),
    }


def _sells(row: Mapping[str, Any]) -> set[str] | None:
    """Whether a claim sells; None where the sentence is no claim, so that it does not count."""
    if row["accept"] == ["not_a_claim"] or row.get("stance") in {None, "none"}:
        return None
    return {"yes"} if row["stance"] in SELLING else set()


def _is_title(text: str) -> bool:
    """Whether a sentence has the shape of a heading: short and without an end mark."""
    return len(text.split()) <= TITLE_WORDS and text[-1].isalnum()


def _outside(row: Mapping[str, Any]) -> bool:
    return row["accept"][0] == "not_covered" and row.get("intervention") in {"other", None}


def _single(rows: Sequence[Mapping[str, Any]], field: str) -> tuple[list[str], list[Any]]:
    values = [r.get(field) for r in rows]
    return sorted({v for v in values if v}), values


def train(rows: Sequence[Mapping[str, Any]], lexicon: Lexicon, *, strictness: float = 1.0) -> Model:
    """A model of all heads from labelled ``rows``; ``strictness`` is the inverse of the regularisation."""
    titles = [row for row in rows if _is_title(row["text"])]
    bags = [sentence_features(lexicon, row["text"]) for row in rows]
    bags += [sentence_features(lexicon, row["text"], "heading") for row in titles]
    rows = [*rows, *titles]  # what could stand as a heading is read as one, too
    counts = Counter(f for bag in bags for f in bag)
    names = sorted((f for f, n in counts.items() if n >= LEAST), key=_order)
    index = {f: i for i, f in enumerate(names)}
    matrix = _matrix(bags, index)
    columns: list[str] = []
    weights: list[np.ndarray[Any, Any]] = []
    bias: list[float] = []
    for head, (labels, targets) in _targets(rows).items():
        for label, (w, b) in zip(labels, _fit(matrix, labels, targets, strictness), strict=True):
            columns.append(f"{head}={label}")
            weights.append(w)
            bias.append(b)
    dense = np.stack(weights, axis=1)
    scale = np.abs(dense).max(axis=0) / STEPS
    scale[scale == 0] = 1.0
    small = np.rint(dense / scale).astype(np.int8)
    used = np.flatnonzero(np.abs(small).max(axis=1) > 0)
    kept: dict[str, dict[Key, int]] = {family: {} for family in FAMILIES}
    for row, place in enumerate(used):
        family, key = names[int(place)]
        kept[family][key] = row
    return Model(kept, tuple(columns), small[used], scale.astype(np.float32), np.array(bias, dtype=np.float32))


def _order(feature: Feature) -> tuple[str, tuple[str, ...]]:
    family, key = feature
    return family, (key,) if isinstance(key, str) else key


def _matrix(bags: Sequence[Iterable[Feature]], index: Mapping[Feature, int]) -> csr_matrix:
    pointers = [0]
    places: list[int] = []
    for bag in bags:
        places.extend(sorted(index[f] for f in bag if f in index))
        pointers.append(len(places))
    return csr_matrix((np.ones(len(places)), places, pointers), shape=(len(pointers) - 1, len(index)))


def _fit(
    matrix: csr_matrix, labels: Sequence[str], targets: Sequence[Any], strictness: float
) -> Iterable[tuple[np.ndarray[Any, Any], float]]:
    """Weights and bias per label: one yes-or-no fit each for sets, one joint fit for single labels."""
    if any(isinstance(t, set) for t in targets):
        asked = [i for i, t in enumerate(targets) if t is not None]
        for label in labels:
            wanted = np.array([label in targets[i] for i in asked])
            fit = LogisticRegression(C=strictness, solver="liblinear", random_state=0).fit(matrix[asked], wanted)
            yield fit.coef_[0], float(fit.intercept_[0])
        return
    known = [i for i, t in enumerate(targets) if t]
    fit = LogisticRegression(C=strictness, max_iter=2000, random_state=0)
    fit.fit(matrix[known], [targets[i] for i in known])
    order = list(fit.classes_)
    if len(order) == 2:  # noqa: PLR2004 - scikit-learn keeps one row for two classes
        yield -fit.coef_[0] / 2, -float(fit.intercept_[0]) / 2
        yield fit.coef_[0] / 2, float(fit.intercept_[0]) / 2
        return
    for label in labels:
        at = order.index(label)
        yield fit.coef_[at], float(fit.intercept_[at])
