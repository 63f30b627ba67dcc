"""The small reading model: linear scores over named features and a hidden layer, trained from sentences and pages.

It only reads: whether a sentence is a claim, what it asserts and how. It never decides a verdict. The weights are
data made by ``claimcheck train`` and are used here with numpy alone; the same text always gives the same reading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reading.features import Family, Flags, Symbols, Wording, features, keys_of

WEIGHTS = Path(__file__).with_name("weights.npz")
# Heads whose labels are each a question of their own.
YES_OR_NO = frozenset({"claim", "claim_on_page", "field", "kind", "sells"})


@dataclass(frozen=True, slots=True)
class Shares:
    """Probability (0 to 1) of every label of every head, for one sentence."""

    values: list[float]
    heads: Mapping[str, tuple[slice, tuple[str, ...]]]

    def yes(self, head: str) -> float:
        """The probability of a head that asks one question."""
        span, _ = self.heads[head]
        return self.values[span][0]

    def of(self, head: str) -> list[tuple[str, float]]:
        """Each label of ``head`` with its probability."""
        span, labels = self.heads[head]
        return list(zip(labels, self.values[span], strict=True))

    def top(self, head: str) -> str:
        """The likeliest label of ``head``."""
        span, labels = self.heads[head]
        part = self.values[span]
        return labels[part.index(max(part))]


@dataclass(frozen=True)
class Model:
    """What each feature says of every label, directly and through a hidden layer.

    ``weights[row, :]`` are in steps of ``scale``, and ``bias`` is added: first a number for each label, then one for
    each unit of the layer. ``out[unit, column]`` and ``out_bias[column]`` weigh the units for each label, and
    ``columns`` names the labels ``head=label``. ``keys`` holds the features (see ``app/reading/features.py``) in rising
    order, one for each row but the last, which is all zeros; ``common`` tells of each symbol whether it is a common
    word. ``page`` weighs what is seen of a sentence in view of its page (see ``app/reading/around.py``), for the one
    question whether it is a claim; its last number is the bias.
    """

    symbols: Symbols
    common: Flags
    keys: NDArray[np.int64]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    columns: tuple[str, ...]
    out: NDArray[np.float32]
    out_bias: NDArray[np.float32]
    page: NDArray[np.float32]

    @cached_property
    def heads(self) -> Mapping[str, tuple[slice, tuple[str, ...]]]:
        """The columns of each head and their labels."""
        spans: dict[str, tuple[slice, tuple[str, ...]]] = {}
        for i, column in enumerate(self.columns):
            head, label = column.split("=")
            span, labels = spans.get(head, (slice(i, i), ()))
            spans[head] = (slice(span.start, i + 1), (*labels, label))
        return spans

    @cached_property
    def _joint(self) -> list[slice]:
        """The columns of each head that asks one question with several answers."""
        return [span for head, (span, _) in self.heads.items() if head not in YES_OR_NO]

    def _rows(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row of each key; that of a feature which the model does not know is the last."""
        once, places = np.unique(keys, return_inverse=True)  # in rising order they are found in half the time
        rows = np.searchsorted(self.keys, once)
        return np.where(self.keys.take(rows, mode="clip") == once, rows, len(self.keys))[places]

    def shares(self, page: Sequence[Wording]) -> list[Shares]:
        """The probabilities for each sentence of a page, or of any number of pages."""
        if not page:
            return []
        keys, owners = features(page, self.symbols, self.common)
        once = np.sort(owners * len(self.weights) + self._rows(keys))
        once = once[np.r_[True, once[1:] != once[:-1]]]
        owners, rows = np.divmod(once, len(self.weights))
        starts = np.searchsorted(owners, np.arange(len(page)))  # each has a row, if only that of features not known
        spans = pairwise([*starts.tolist(), len(rows)])
        # Sentence by sentence: ``reduceat`` over all rows at once takes twice the time, and four times for short ones.
        sums = np.array([_added(self.weights.take(rows[start:end], axis=0)) for start, end in spans])
        known = np.add.reduceat(rows < len(self.keys), starts, dtype=np.int32)
        labels = len(self.columns)
        said = sums * self.scale
        units = np.maximum(said[:, labels:] * weighed(known[:, np.newaxis]) + self.bias[labels:], 0)
        shares = likely(said[:, :labels] + self.bias[:labels] + units @ self.out + self.out_bias, self._joint)
        return [Shares(values, self.heads) for values in shares.tolist()]

    def claims(self, views: NDArray[np.float64]) -> list[float]:
        """How likely each sentence of a page is a claim (0 to 1), in view of the page."""
        shares: list[float] = (1 / (1 + np.exp(-(views @ self.page[:-1] + self.page[-1])))).tolist()
        return shares

    def leading(self, words: Sequence[str], head: str, labels: Sequence[str], most: int) -> list[list[str]]:
        """For each label the ``most`` of these words that spoke most for it, strongest first."""
        rows = {word: self._word_rows[word] for word in words if word in self._word_rows}
        span, names = self.heads[head]
        columns = [span.start + names.index(label) for label in labels]
        spoke = self.weights[np.ix_(list(rows.values()), columns)].T.tolist()
        listed = (sorted(zip(weights, rows, strict=True), reverse=True)[:most] for weights in spoke)
        return [[word for weight, word in strongest if weight > 0] for strongest in listed]

    @cached_property
    def _word_rows(self) -> dict[str, int]:
        """The row of each known word alone."""
        words = list(self.symbols)
        rows = self._rows(keys_of(Family.WORD, np.arange(1, len(words) + 1))).tolist()
        return dict(zip(words, rows, strict=True))

    def save(self, path: Path = WEIGHTS) -> None:
        """Write the weights, with nothing in the file that changes from one run to the next."""
        symbols, columns = ("\n".join(listed) for listed in (self.symbols, self.columns))
        np.savez_compressed(
            path,
            symbols=np.array(symbols),
            common=self.common,
            keys=self.keys,
            weights=self.weights,
            scale=self.scale,
            bias=self.bias,
            columns=np.array(columns),
            out=self.out,
            out_bias=self.out_bias,
            page=self.page,
        )


def load_model(path: Path = WEIGHTS) -> Model:
    """The trained model; raises ``FileNotFoundError`` when ``claimcheck train`` has never run."""
    with np.load(path, allow_pickle=False) as file:
        held: dict[str, Any] = {name: file[name] for name in file.files}
    held["columns"] = tuple(str(held["columns"]).split("\n"))
    held["symbols"] = Symbols(str(held["symbols"]).split("\n"))
    return Model(**held)


def _added(rows: NDArray[np.int8]) -> NDArray[np.int32]:
    added: NDArray[np.int32] = np.add.reduce(rows, axis=0, dtype=np.int32)
    return added


def weighed(features: NDArray[Any]) -> NDArray[np.float64]:
    """The weight of each feature of a sentence that has so many known ones: long sentences must not shout."""
    weights: NDArray[np.float64] = np.maximum(features, 1) ** -0.5
    return weights


def likely(raw: NDArray[np.floating], joint: Sequence[slice]) -> NDArray[np.floating]:
    """Probabilities for the raw scores of sentences (rows): those of the columns of a ``joint`` slice add up to 1."""
    shares: NDArray[np.floating] = 1 / (1 + np.exp(-raw))
    for span in joint:
        grown = np.exp(raw[:, span] - raw[:, span].max(axis=1, keepdims=True))
        shares[:, span] = grown / grown.sum(axis=1, keepdims=True)
    return shares
