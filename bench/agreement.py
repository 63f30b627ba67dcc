"""The weights by which a checked fact backs a sentence, learned anew: ``python bench/agreement.py`` (ten minutes).

The labelled sets are dealt into four parts. Each part is read by a reader that has learned from the others alone, since
a reader is surer of what it has learned from than it will be of the next page. Of every claim it is then asked whether
a labeller accepts that it is backed; of the facts beside it the likeliest one answers, which is chosen anew at
each of four turns (multiple-instance learning). Printed are the weights of ``app/judging/signs.py``, and what would be
backed from several scores on, as a fifth of the sets shows it that the weights have not learned from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from app.evidence import load
from app.judging.facts import Facts
from app.judging.judge import asked_of
from app.judging.signs import OfFact, OfReading, of_reading
from app.reading.document import InputProblem, read_document
from app.reading.labelled import Labelled, labelled_pages, read_labelled
from app.reading.lexicon import Lexicon
from app.reading.model import Model, load_model
from app.reading.reader import Reader
from app.reading.reading import Reading
from app.reading.train import fit_heads, places_of, read_pages, read_wordings, words_key

HOME = Path(__file__).parent.parent
BATCHES = HOME / "tests" / "batches"
PARTS, FOLDS, TURNS = 4, 5, 4
SCORES = (3.0, 2.5, 2.0, 1.75, 1.5, 1.25, 1.0, 0.5)
NOT_SETS = {"alike", "answering", "names"}  # files of labels of another sort

Places = Sequence[tuple[Labelled, int, int]]  # labelled sentences, and where in their text each stands
Texts = list[tuple[str, Places]]


class Example(NamedTuple):
    """A claim with the signs for each fact beside it, whether it is true, and whether backing it would do harm."""

    of_set: int
    signs: NDArray[np.float64]
    backed: bool
    harm: bool


def main() -> None:
    """Print the weights and what they give."""
    evidence = load()
    lexicon = Lexicon(evidence.vocabulary)
    facts = Facts(evidence, lexicon)
    sets = [path for path in sorted(BATCHES.iterdir()) if path.stem not in NOT_SETS]
    examples: list[Example] = []
    for part in range(PARTS):
        held = dict(list(enumerate(sets))[part::PARTS])
        texts = {number: _texts(path) for number, path in held.items()}
        reader = Reader(
            lexicon, _model(lexicon, [path for path in sets if path not in held.values()], list(texts.values()))
        )
        examples += [one for number, of_set in texts.items() for one in _examples(number, of_set, reader, facts)]
    print(f"{len(examples):,} claims, {sum(one.backed for one in examples):,} of them true")
    start, weights = _fit(examples)
    names = [*OfReading._fields, *OfFact._fields]
    print(
        f"start {start:.2f}", *(f"{name} {weight:.2f}" for name, weight in zip(names, weights, strict=True)), sep="\n"
    )
    scores = _held_out(examples)
    print("| from | backed | true | harmful |\n| --- | --- | --- | --- |")
    for least in SCORES:
        backed = [one for one, score in zip(examples, scores, strict=True) if score >= least]
        print(f"| {least} | {len(backed)} | {sum(o.backed for o in backed)} | {sum(o.harm for o in backed)} |")


def _texts(path: Path) -> Texts:
    if path.is_dir():
        return [(page.text, list(page.places())) for page in labelled_pages(path)]
    return [(row.text, [(row, 0, len(row.text))]) for row in read_labelled(path)]


def _model(lexicon: Lexicon, others: Sequence[Path], held: Sequence[Texts]) -> Model:
    """A model that has learned nothing of the ``held`` texts."""
    unseen = {words_key(row.text) for of_set in held for _, places in of_set for row, _, _ in places}
    rows = [row for row in read_wordings(HOME / "claims" / "wordings") if words_key(row["text"]) not in unseen]
    pages = [page for path in others if path.is_dir() for page in read_pages(path)]
    return replace(fit_heads(rows, lexicon, places_of(lexicon, pages)), page=load_model().page)


def _examples(number: int, texts: Texts, reader: Reader, facts: Facts) -> Iterator[Example]:
    claims = ((row, reading) for text, places in texts for row, reading in _claims(text, places, reader))
    told = [(row, reading, asked) for row, reading in claims if (asked := asked_of(reading)).reports]
    near = facts.near([asked.terms for _, _, asked in told])
    for (row, reading, asked), beside in zip(told, near, strict=True):
        own = of_reading(reading, figured=bool(asked.telling))
        signs = [(*own, *of_fact) for _, of_fact in facts.signs(reading, asked.telling, beside)]
        if signs:
            harm = {"supported", "not_a_claim"}.isdisjoint(row.accept)
            yield Example(number, np.array(signs, np.float64), "supported" in row.accept, harm)


def _claims(text: str, places: Places, reader: Reader) -> Iterator[tuple[Labelled, Reading]]:
    """The labelled sentences that are read as one sentence, with what is read."""
    try:
        readings = reader.read(read_document(text).sentences)
    except InputProblem:
        return
    for row, start, end in places:
        told = [one for one in readings if one.sentence.start < end and one.sentence.end > start]
        if len(told) == 1:
            yield row, told[0]


def _fit(examples: Sequence[Example]) -> tuple[float, NDArray[np.float64]]:
    """The start and the weight of each sign; first the fact that holds most of the sentence's words is taken."""
    held = len(OfReading._fields) + OfFact._fields.index("held")
    best = [max(one.signs, key=itemgetter(held)) for one in examples]
    truth = [one.backed for one in examples]
    for _ in range(TURNS):
        model = LogisticRegression(max_iter=5000).fit(np.array(best), truth)
        best = [one.signs[np.argmax(one.signs @ model.coef_[0])] for one in examples]
    return float(model.intercept_[0]), model.coef_[0]


def _held_out(examples: Sequence[Example]) -> list[float]:
    """The score of each example by weights that were learned on other sets."""
    fits = [_fit([one for one in examples if one.of_set % FOLDS != fold]) for fold in range(FOLDS)]
    return [float(fits[o.of_set % FOLDS][0] + (o.signs @ fits[o.of_set % FOLDS][1]).max()) for o in examples]


if __name__ == "__main__":
    main()
