"""Training of the reading model from the labelled sentences in ``claims/wordings`` (needs scikit-learn).

Offline and deterministic: the same wordings give the same weights. Only the weights are shipped.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from app.reading.features import Numbers, Symbols, Wording, compacted, features
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


def wordings_of(lexicon: Lexicon, texts: Iterable[str], role: str = "sentence") -> list[Wording]:
    """What the model is told of readable sentences."""
    return [lexicon.find(words_of(text)).wording(role) for text in texts]


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
    learning = Symbols(learning=True)
    page = wordings_of(lexicon, [row["text"] for row in rows])
    page += wordings_of(lexicon, [row["text"] for row in titles], "heading")
    rows = [*rows, *titles]  # what could stand as a heading is read as one, too
    matrix, keys = feature_matrix(page, learning)
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
    used = np.abs(small).max(axis=1) > 0
    kept = np.vstack([small[used], np.zeros((1, len(columns)), np.int8)])
    symbols, keys = compacted(learning, keys[used])
    return Model(symbols, keys, tuple(columns), kept, scale.astype(np.float32), np.array(bias, dtype=np.float32))


def feature_matrix(page: Sequence[Wording], symbols: Symbols) -> tuple[csr_matrix, Numbers]:
    """Which sentence (row) has which feature (column), and the keys of the columns: those of several sentences."""
    keys, owners = features(page, symbols)
    known, places = np.unique(keys, return_inverse=True)
    matrix = csr_matrix((np.ones(len(places)), (owners, places)), shape=(len(page), len(known)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    often = np.asarray(matrix.sum(axis=0)).ravel() >= LEAST
    return matrix[:, often], known[often]


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
