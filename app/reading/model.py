"""The small reading model: linear scores over named features, trained from ``claims/wordings``.

It only reads: whether a sentence is a claim, what it asserts and how. It never decides a verdict. The weights are
data made by ``claimcheck train`` and are used here with numpy alone; the same text always gives the same reading.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reading.features import FAMILIES, JOINED, Families, Key

WEIGHTS = Path(__file__).with_name("weights.npz")
YES_OR_NO = frozenset({"claim", "field", "kind", "sells"})  # heads whose labels are each a question of their own


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
    """Weights of every head: ``weights[row, column]`` in units of ``scale[column]``, and ``bias[column]``.

    ``rows`` numbers the known features from 0, by family; ``columns`` names each column ``head=label``.
    """

    rows: Mapping[str, Mapping[Key, int]]
    columns: tuple[str, ...]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]

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
    def _padded(self) -> NDArray[np.int8]:
        """The weights with a last row of zeros, which stands for a sentence without any known feature."""
        return np.vstack([self.weights, np.zeros((1, len(self.columns)), np.int8)])

    def known(self, families: Families) -> set[int]:
        """The rows of the features that the model knows."""
        rows: set[Any] = set()
        for family, keys in families:
            rows.update(map(self.rows[family].get, keys))
        rows.discard(None)
        return rows

    def shares(self, sentences: Sequence[Collection[int]]) -> list[Shares]:
        """The probabilities for each sentence, given the rows of its known features."""
        if not sentences:
            return []
        padded = self._padded
        starts = np.cumsum([0, *(len(rows) + 1 for rows in sentences[:-1])])
        flat = np.fromiter(chain.from_iterable((*rows, len(self.weights)) for rows in sentences), np.int32)
        sums = np.add.reduceat(padded[flat], starts, axis=0, dtype=np.int32)
        raw = sums * self.scale + self.bias
        for head, (span, _) in self.heads.items():
            part = raw[:, span]
            if head in YES_OR_NO:
                raw[:, span] = 1.0 / (1.0 + np.exp(-part))
            else:
                grown = np.exp(part - part.max(axis=1, keepdims=True))
                raw[:, span] = grown / grown.sum(axis=1, keepdims=True)
        return [Shares(values, self.heads) for values in raw.tolist()]

    def leading(self, keys: Sequence[str], family: str, head: str, labels: Sequence[str], most: int) -> list[list[str]]:
        """For each label the ``most`` of these features of one family that spoke most for it, strongest first."""
        rows = self.rows[family]
        known = [key for key in dict.fromkeys(keys) if key in rows]
        if not known:
            return [[] for _ in labels]
        span, names = self.heads[head]
        columns = [span.start + names.index(label) for label in labels]
        weights = self.weights[np.ix_([rows[key] for key in known], columns)].T.tolist()
        return [
            [key for w, key in sorted(zip(spoke, known, strict=True), reverse=True)[:most] if w > 0]
            for spoke in weights
        ]

    def save(self, path: Path = WEIGHTS) -> None:
        """Write the weights, with nothing in the file that changes from one run to the next."""
        names = {row: f"{family}:{_written(key)}" for family, keys in self.rows.items() for key, row in keys.items()}
        listed = np.array("\n".join(names[row] for row in range(len(names))))
        columns = np.array("\n".join(self.columns))
        np.savez_compressed(path, rows=listed, columns=columns, weights=self.weights, scale=self.scale, bias=self.bias)


def _written(key: Key) -> str:
    return key if isinstance(key, str) else " ".join(key)


def load_model(path: Path = WEIGHTS) -> Model:
    """The trained model; raises ``FileNotFoundError`` when ``claimcheck train`` has never run."""
    with np.load(path, allow_pickle=False) as file:
        held: dict[str, Any] = {name: file[name] for name in file.files}
    rows: dict[str, dict[Key, int]] = {family: {} for family in FAMILIES}
    for row, name in enumerate(str(held["rows"]).split("\n")):
        family, _, key = name.partition(":")
        rows[family][tuple(key.split(" ")) if family in JOINED else key] = row
    columns = tuple(str(held["columns"]).split("\n"))
    return Model(rows, columns, held["weights"], held["scale"], held["bias"])
