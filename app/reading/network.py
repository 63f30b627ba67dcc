"""The fitting of the hidden layer that all questions of the reading model share.

What helps to tell a promise helps to tell what is promised; so all questions are learned together. A sentence does not
answer every question (what is no claim has no kind), and counts only for those that it answers. The steps are those of
Adam (Kingma and Ba 2015); half of the features and half of the units are left out of each step (dropout, Srivastava and
others 2014), so that none is leaned on alone. docs/decisions/0012 tells how the numbers were chosen.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from app.reading.model import likely, weighed

Reals = NDArray[np.float32]

UNITS = 96  # of the hidden layer
PASSES = 16  # over all sentences
LEAST_STEPS = 200  # where sentences are few
BATCH = 256  # sentences a step
RATE = 0.006  # of learning at the first step; it falls evenly to almost nothing
LEFT_OUT = 0.5  # share of the features, and of the units, that a step does not see
MEMORY, SQUARE_MEMORY, TINY = 0.9, 0.99, 1e-8  # of Adam
SPREAD = 0.1  # of the first weights


class Layers(NamedTuple):
    """The weights of a fitted model: features by units, units, units by columns, columns."""

    hidden: Reals
    hidden_bias: Reals
    out: Reals
    out_bias: Reals


def fit(matrix: csr_matrix, wanted: Reals, asked: Reals, joint: Sequence[slice]) -> Layers:
    """Layers that answer as ``wanted``; always the same ones for the same examples.

    ``matrix`` holds a 1 where a sentence (row) has a feature (column). ``wanted`` and ``asked`` have a row for each
    sentence and a column for each label: 1 where the label holds, and where the sentence answers its question at all.
    The columns of each slice in ``joint`` are one question with several answers; every other is a question of its own.
    """
    chance = np.random.default_rng(0)
    weights = weighed(np.asarray(matrix.sum(axis=1), np.float64))
    matrix = csr_matrix(matrix.multiply(weights), dtype=np.float32)
    first = chance.normal(0, SPREAD, (matrix.shape[1], UNITS)).astype(np.float32)
    last = chance.normal(0, UNITS**-0.5, (UNITS, wanted.shape[1])).astype(np.float32)
    hidden, hidden_bias = _Learned(first), _Learned(np.zeros(UNITS, np.float32))
    out, out_bias = _Learned(last), _Learned(np.zeros(wanted.shape[1], np.float32))
    batches = list(_batches(matrix.shape[0], chance))
    for number, rows in enumerate(batches, 1):
        rate = RATE * (1 - (number - 1) / len(batches))
        seen = matrix[rows]
        seen.data *= _kept(seen.data.shape, chance)
        units = np.maximum(seen @ hidden.values + hidden_bias.values, 0)
        kept = _kept(units.shape, chance) * (units > 0)
        units *= kept
        raw = units @ out.values + out_bias.values
        wrong = ((likely(raw, joint) - wanted[rows]) * asked[rows] / len(rows)).astype(np.float32)
        back = (wrong @ out.values.T) * kept
        out.move(units.T @ wrong, number, rate)
        out_bias.move(wrong.sum(axis=0), number, rate)
        features = np.unique(seen.indices)
        hidden.move(seen[:, features].T @ back, number, rate, features)
        hidden_bias.move(back.sum(axis=0), number, rate)
    return Layers(hidden.values, hidden_bias.values, out.values, out_bias.values)


class _Learned:
    """Weights that are learned, with the running mean and square of their gradients (Adam)."""

    def __init__(self, values: Reals) -> None:
        self.values = values
        self._mean, self._square = np.zeros_like(values), np.zeros_like(values)

    def move(self, gradient: Reals, step: int, rate: float, rows: NDArray[np.int32] | slice = slice(None)) -> None:
        """One step against ``gradient``, which belongs to ``rows``; the others stay."""
        mean = self._mean[rows] = MEMORY * self._mean[rows] + (1 - MEMORY) * gradient
        square = self._square[rows] = SQUARE_MEMORY * self._square[rows] + (1 - SQUARE_MEMORY) * gradient**2
        size = np.sqrt(square / (1 - SQUARE_MEMORY**step)) + TINY
        self.values[rows] -= rate * mean / (1 - MEMORY**step) / size


def _batches(rows: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """The rows of each step, every row once a pass, in an order of its own for each."""
    passes = max(PASSES, -(-LEAST_STEPS * BATCH // rows))
    for _ in range(passes):
        yield from np.array_split(chance.permutation(rows), -(-rows // BATCH))


def _kept(shape: tuple[int, ...], chance: np.random.Generator) -> Reals:
    """For each number 0 where it is left out; what is left is made larger, so that the sum stays."""
    return (chance.random(shape, np.float32) >= LEFT_OUT).astype(np.float32) / (1 - LEFT_OUT)
