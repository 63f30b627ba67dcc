"""Training gives the same model from the same examples, and the model reads what it was taught."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.evidence import load
from app.reading.document import read_document
from app.reading.lexicon import Lexicon
from app.reading.model import Model, load_model
from app.reading.reader import Reader
from app.reading.train import read_pages, read_set, train

HOME = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(load().vocabulary)


@pytest.fixture(scope="module")
def taught(lexicon: Lexicon) -> Model:
    return train(read_set(HOME / "claims" / "wordings" / "first.yaml"), lexicon, ())


def test_the_same_examples_give_the_same_model(lexicon: Lexicon, taught: Model, tmp_path: Path) -> None:
    again = train(read_set(HOME / "claims" / "wordings" / "first.yaml"), lexicon, ())
    taught.save(tmp_path / "one.npz")
    again.save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    kept = load_model(tmp_path / "one.npz")
    assert all(np.array_equal(getattr(kept, name), getattr(taught, name)) for name in ("keys", "weights", "out"))
    assert kept.columns == taught.columns


def test_it_tells_what_sells_from_what_warns_and_from_what_claims_nothing(lexicon: Lexicon, taught: Model) -> None:
    lines = (
        "Our cells rebuild worn discs for good.",
        "The FDA has not approved it for discs.",
        "Parking is behind us.",
    )
    reader = Reader(lexicon, taught)
    sells, warns, nothing = (reader.look(read_document(line).sentences)[0] for line in lines)
    assert sells.sells > 0.5 > warns.sells
    assert sells.shares.yes("claim") > 0.5 > nothing.shares.yes("claim")


def test_pages_teach_what_a_sentence_is_beside_its_neighbours(lexicon: Lexicon, taught: Model) -> None:
    folder = HOME / "tests" / "batches" / "pages-a"
    pages = read_pages(folder)
    on_pages = [
        row for key in sorted(folder.glob("*.jsonl")) for row in map(json.loads, key.read_text("utf-8").splitlines())
    ]
    assert not taught.page.any() or len(taught.page) == 1
    with_pages = train([*read_set(HOME / "claims" / "wordings" / "first.yaml"), *on_pages], lexicon, pages)
    assert len(with_pages.page) > 1
    assert (np.diff(with_pages.keys) > 0).all()  # looked up by halving
