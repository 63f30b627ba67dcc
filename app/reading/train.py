"""Training of the reading model from labelled sentences and labelled pages (needs scikit-learn).

Offline and deterministic: the same examples give the same weights. Only the weights are shipped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from app.reading.around import surroundings
from app.reading.around import views as views_of
from app.reading.document import Sentence, read_document
from app.reading.features import Flags, Numbers, Symbols, Wording, common_words, compacted, features
from app.reading.labelled import LabelledPage, labelled_pages
from app.reading.lexicon import Lexicon
from app.reading.model import YES_OR_NO, Model
from app.reading.network import fit
from app.reading.reader import Reader
from app.reading.reading import SELLING
from app.reading.words import words_of

LEAST = 3  # sentences that hold a feature; fewer say little about the next page
TITLE_WORDS = 9  # words; the longest sentence that is trained as a heading, too
STRICTNESS = 1.0  # the inverse of the regularisation
FOLDS = 5
PAGE_STRICTNESS = 0.1  # the same of what is learned about whole pages
LEAST_SPREAD = 0.05  # a label that is hardly ever seen must not decide by a trace of itself
STEPS = 127  # whole numbers that fit one signed byte


def read_wordings(folder: Path) -> list[dict[str, Any]]:
    """All labelled sentences below ``folder``, in file order."""
    return [row for file in sorted(folder.glob("*.yaml")) for row in read_set(file)]


def read_set(file: Path) -> list[dict[str, Any]]:
    """The labelled sentences of one file."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or []


class PageExample(NamedTuple):
    """The sentences of a page, and for each whether it is a claim; None where that is open or not labelled."""

    sentences: tuple[Sentence, ...]
    claims: tuple[bool | None, ...]


def read_pages(folder: Path) -> list[PageExample]:
    """All labelled pages below ``folder``; raises ``LabelProblem`` where there is none or one has no key."""
    return list(map(_example, labelled_pages(folder)))


def _example(page: LabelledPage) -> PageExample:
    sentences = read_document(page.text).sentences
    claims: list[bool | None] = [None] * len(sentences)
    for row, start, end in page.places():
        if row.is_claim is not None:
            for place, sentence in enumerate(sentences):
                if sentence.start < end and sentence.end > start:
                    claims[place] = row.is_claim
    return PageExample(sentences, tuple(claims))


def _targets(rows: Sequence[Mapping[str, Any]], on_page: Sequence[bool]) -> dict[str, tuple[list[str], list[Any]]]:
    """For each head: its labels and one target per row (a set for yes-or-no heads, a label or None otherwise).

    ``on_page`` says of each row whether it stands on a page; where none does, all count as if they did.
    """
    kinds = sorted({k for r in rows for k in r["kinds"]})
    outside = [_outside(r) for r in rows]
    claims = [{"yes"} if r["accept"] != ["not_a_claim"] else set() for r in rows]
    return {
        "claim": (["yes"], claims),
        "claim_on_page": (
            ["yes"],
            [claim if on else None for claim, on in zip(claims, on_page, strict=True)] if any(on_page) else claims,
        ),
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


def train(rows: Sequence[Mapping[str, Any]], lexicon: Lexicon, pages: Sequence[PageExample]) -> Model:
    """A model from labelled ``rows``; those that stand on one of the ``pages`` are learned with what is around them.

    Without pages it can read sentences, fewer at a time than make a page.
    """
    around = places_of(lexicon, pages)
    model = fit_heads(rows, lexicon, around)
    if not pages:
        return model
    views, claims = [], []
    for fold in range(FOLDS):
        # What the model sees in a page that it has learned from says nothing of the next page.
        held_out = {words_key(s.text) for page in pages[fold::FOLDS] for s in page.sentences}
        others = [row for row in rows if words_key(row["text"]) not in held_out]
        reader = Reader(lexicon, fit_heads(others, lexicon, around, layer_alone=True))
        for page in pages[fold::FOLDS]:
            known = [place for place, claim in enumerate(page.claims) if claim is not None]
            views.append(views_of(reader.look(page.sentences))[known])
            claims += [page.claims[place] for place in known]
    return replace(model, page=_fit_page(np.concatenate(views), np.array(claims)))


def _fit_page(views: NDArray[np.float64], claims: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The weight of each column and the bias."""
    mean, spread = views.mean(axis=0), views.std(axis=0)
    spread = np.maximum(spread, LEAST_SPREAD)
    fit = LogisticRegression(C=PAGE_STRICTNESS, max_iter=3000, random_state=0).fit((views - mean) / spread, claims)
    weights = fit.coef_[0] / spread
    return np.append(weights, fit.intercept_[0] - weights @ mean).astype(np.float32)


def words_key(text: str) -> str:
    """The words of a sentence, by which a wording is found on a page."""
    return " ".join(words_of(text).forms)


def places_of(lexicon: Lexicon, pages: Iterable[PageExample]) -> dict[str, tuple[str, list[str]]]:
    """For the words of each sentence on a page the role that it has there and what stands around it."""
    places: dict[str, tuple[str, list[str]]] = {}
    for page in pages:
        found = [lexicon.find(s.text) for s in page.sentences]
        for sentence, told in zip(page.sentences, surroundings(page.sentences, found), strict=True):
            places.setdefault(words_key(sentence.text), (sentence.role, told))
    return places


def fit_heads(
    rows: Sequence[Mapping[str, Any]],
    lexicon: Lexicon,
    around: Mapping[str, tuple[str, list[str]]],
    *,
    layer_alone: bool = False,
) -> Model:
    """A model of all heads; with ``layer_alone`` without the direct weights, whose fitting takes most of the time."""
    titles = [row for row in rows if _is_title(row["text"])]
    learning = Symbols(learning=True)
    alone: tuple[str, list[str]] = ("sentence", [])
    on_page = [words_key(row["text"]) in around for row in rows] + [False] * len(titles)
    page = [lexicon.find(row["text"]).wording(*around.get(words_key(row["text"]), alone)) for row in rows]
    page += [lexicon.find(row["text"]).wording("heading") for row in titles]
    rows = [*rows, *titles]  # what could stand as a heading is read as one, too
    matrix, keys, common = feature_matrix(page, learning)
    targets = _targets(rows, on_page)
    columns, joint, wanted, asked = _answers(targets)
    layers = fit(matrix, wanted, asked, joint)
    part = 1.0 if layer_alone else 0.5  # of what both say the mean
    direct, bias = np.zeros((matrix.shape[1], len(columns))), np.zeros(len(columns))
    if not layer_alone:
        direct, bias = _fit_direct(matrix, targets)
    dense = np.hstack([direct * part, layers.hidden])
    scale = np.abs(dense).max(axis=0) / STEPS
    scale[scale == 0] = 1.0
    small = np.rint(dense / scale).astype(np.int8)
    symbols, keys, common = compacted(learning, keys, common)
    return Model(
        symbols=symbols,
        common=common,
        keys=keys,
        weights=np.vstack([small, np.zeros((1, small.shape[1]), np.int8)]),
        scale=scale.astype(np.float32),
        bias=np.append(bias * part, layers.hidden_bias).astype(np.float32),
        columns=columns,
        out=(layers.out * part).astype(np.float32),
        out_bias=(layers.out_bias * part).astype(np.float32),
        page=np.zeros(1, np.float32),
    )


def _answers(
    targets: Mapping[str, tuple[list[str], list[Any]]],
) -> tuple[tuple[str, ...], list[slice], NDArray[np.float32], NDArray[np.float32]]:
    """The columns, those that are one question, and for each row and column what it answers and whether it does."""
    columns: list[str] = []
    joint: list[slice] = []
    wanted, asked = [], []
    for head, (labels, answers) in targets.items():
        several = head in YES_OR_NO
        if not several:
            joint.append(slice(len(columns), len(columns) + len(labels)))
        columns += [f"{head}={label}" for label in labels]
        held = [answer if several else {answer} for answer in answers]
        wanted.append([[label in one if one else False for label in labels] for one in held])
        asked.append([[answer is not None if several else bool(answer)] * len(labels) for answer in answers])
    return tuple(columns), joint, _side_by_side(wanted), _side_by_side(asked)


def _side_by_side(parts: Sequence[Sequence[Sequence[bool]]]) -> NDArray[np.float32]:
    return np.concatenate([np.array(part, np.float32) for part in parts], axis=1)


def feature_matrix(page: Sequence[Wording], symbols: Symbols) -> tuple[csr_matrix, Numbers, Flags]:
    """Which sentence (row) has which feature (column), the keys of the columns, and which words are common.

    Only features of several sentences are kept.
    """
    common = common_words(page, symbols)
    keys, owners = features(page, symbols, common)
    known, places = np.unique(keys, return_inverse=True)
    matrix = csr_matrix((np.ones(len(places)), (owners, places)), shape=(len(page), len(known)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    often = np.asarray(matrix.sum(axis=0)).ravel() >= LEAST
    return matrix[:, often], known[often], common


def _fit_direct(
    matrix: csr_matrix, targets: Mapping[str, tuple[list[str], list[Any]]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weight of each feature for each label and the bias, by a regression for each question."""
    fits = [one for labels, answers in targets.values() for one in _fit(matrix, labels, answers)]
    return np.stack([weights for weights, _ in fits], axis=1), np.array([bias for _, bias in fits])


def _fit(
    matrix: csr_matrix, labels: Sequence[str], targets: Sequence[Any]
) -> Iterable[tuple[NDArray[np.float64], float]]:
    """Weights and bias per label: one yes-or-no fit each for sets, one joint fit for single labels."""
    if any(isinstance(t, set) for t in targets):
        asked = [i for i, t in enumerate(targets) if t is not None]
        for label in labels:
            wanted = np.array([label in targets[i] for i in asked])
            fit = LogisticRegression(C=STRICTNESS, solver="liblinear", random_state=0).fit(matrix[asked], wanted)
            yield fit.coef_[0], float(fit.intercept_[0])
        return
    known = [i for i, t in enumerate(targets) if t]
    fit = LogisticRegression(C=STRICTNESS, max_iter=2000, random_state=0)
    fit.fit(matrix[known], [targets[i] for i in known])
    order = list(fit.classes_)
    if len(order) == 2:  # noqa: PLR2004 - scikit-learn keeps one row for two classes
        yield -fit.coef_[0] / 2, -float(fit.intercept_[0]) / 2
        yield fit.coef_[0] / 2, float(fit.intercept_[0]) / 2
        return
    for label in labels:
        at = order.index(label)
        yield fit.coef_[at], float(fit.intercept_[at])
