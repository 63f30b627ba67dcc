"""The hidden layer learns what it is shown, and only from sentences that answer a question."""

import numpy as np
from scipy.sparse import csr_matrix

from app.reading.model import likely
from app.reading.network import Layers, fit

SHOWN = csr_matrix(np.tile(np.eye(3), (20, 1)))  # twenty sentences for each of three features
JOINT = [slice(1, 3)]


def _wanted() -> np.ndarray:
    """Column 0 holds with the first feature; of columns 1 and 2, one question, the second feature has the latter."""
    return np.tile(np.array([[1, 1, 0], [0, 0, 1], [0, 1, 0]], np.float32), (20, 1))


def _read(layers: Layers) -> np.ndarray:
    units = np.maximum(np.eye(3) @ layers.hidden + layers.hidden_bias, 0)
    return likely(units @ layers.out + layers.out_bias, JOINT)


def test_it_answers_as_it_was_shown() -> None:
    shares = _read(fit(SHOWN, _wanted(), np.ones((60, 3), np.float32), JOINT))
    assert (shares[:, 0] > 0.5).tolist() == [True, False, False]
    assert shares[:, 1:].argmax(axis=1).tolist() == [0, 1, 0]
    assert np.allclose(shares[:, 1:].sum(axis=1), 1)


def test_a_question_that_is_not_asked_teaches_nothing() -> None:
    asked = np.ones((60, 3), np.float32)
    asked[30:, 0] = 0
    other = _wanted()
    other[30:, 0] = 1 - other[30:, 0]
    for one, two in zip(fit(SHOWN, _wanted(), asked, JOINT), fit(SHOWN, other, asked, JOINT), strict=True):
        assert np.array_equal(one, two)
