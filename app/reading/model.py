"""The small reading model: linear scores over named features, trained from ``claims/wordings``.

It only reads: whether a sentence is a claim, what it asserts and how. It never decides a verdict. The weights are
data made by ``claimcheck train`` and are used here with numpy alone; the same text always gives the same reading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("weights.npz")


@dataclass(frozen=True)
class Model:
    """Weights of every head: ``weights[feature, column]`` in units of ``scale[column]``, and ``bias[column]``.

    ``columns`` names each column ``head=label``; a head with one column is a yes-or-no question.
    """

    rows: Mapping[str, int]
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

    def scores(self, features: Iterable[str]) -> dict[str, dict[str, float]]:
        """Probability of every label of every head, for a sentence with these features."""
        rows = self.rows
        known = [rows[f] for f in features if f in rows]
        raw = self.weights[known].sum(axis=0, dtype=np.int32) * self.scale + self.bias
        result: dict[str, dict[str, float]] = {}
        for head, (span, labels) in self.heads.items():
            part = raw[span]
            if head in {"kind", "claim", "field"}:
                shares = 1.0 / (1.0 + np.exp(-part))
            else:
                grown = np.exp(part - part.max())
                shares = grown / grown.sum()
            result[head] = dict(zip(labels, shares.tolist(), strict=True))
        return result

    def leading(self, features: Iterable[str], head: str, label: str, most: int = 4) -> list[str]:
        """The features that spoke most for ``label``, strongest first."""
        span, labels = self.heads[head]
        column = span.start + labels.index(label)
        weighed = [(int(self.weights[self.rows[f], column]), f) for f in features if f in self.rows]
        return [f for weight, f in sorted(weighed, reverse=True)[:most] if weight > 0]

    def save(self, path: Path = WEIGHTS) -> None:
        """Write the weights, with nothing in the file that changes from one run to the next."""
        names = np.array("\n".join(sorted(self.rows, key=lambda f: self.rows[f])))
        columns = np.array("\n".join(self.columns))
        np.savez_compressed(path, rows=names, columns=columns, weights=self.weights, scale=self.scale, bias=self.bias)


def load_model(path: Path = WEIGHTS) -> Model:
    """The trained model; raises ``FileNotFoundError`` when ``claimcheck train`` has never run."""
    with np.load(path, allow_pickle=False) as file:
        held: dict[str, Any] = {name: file[name] for name in file.files}
    rows = {name: i for i, name in enumerate(str(held["rows"]).split("\n"))}
    columns = tuple(str(held["columns"]).split("\n"))
    return Model(rows, columns, held["weights"], held["scale"], held["bias"])
