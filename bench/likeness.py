"""The weights by which a fact is on the very matter of a sentence, learned anew: ``python bench/likeness.py``.

Labellers looked at sentences of the labelled sets with up to five checked facts each and said which of them say the
same, which a part of it, which something else and which the opposite (``tests/batches/alike.jsonl``). A fact that says
the same or a part of it can be shown beside the sentence. Printed are the weights of ``LIKE`` in
``app/judging/signs.py``, and what would be shown from several chances on, as it comes out on tenths of the sentences
that the weights have not learned from: of each sentence the likeliest fact.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from app.evidence import load
from app.judging.check import engine
from app.judging.facts import Facts
from app.judging.judge import asked_of
from app.judging.signs import OfFact
from app.reading.document import read_document
from app.reading.labelled import labelled_pages
from app.reading.lexicon import Lexicon
from app.reading.reader import Reader
from app.reading.reading import Reading

BATCHES = Path(__file__).parent.parent / "tests" / "batches"
FIT = {"same", "part"}
TENTHS = 10
CHANCES = (0.3, 0.4, 0.5, 0.6, 0.7)


class Pair(NamedTuple):
    """A sentence (its number) with one fact: the signs, and the label."""

    sentence: int
    signs: OfFact
    label: str


def main() -> None:
    """Print the weights and what they give."""
    evidence = load()
    facts = Facts(evidence, Lexicon(evidence.vocabulary))
    pairs = list(_pairs(facts, engine(evidence).reader))
    signs = np.array([one.signs for one in pairs])
    fit = np.array([one.label in FIT for one in pairs])
    owners = np.array([one.sentence for one in pairs])
    print(f"{len(pairs):,} facts beside {len(set(owners.tolist())):,} sentences, {fit.sum():,} of them fit")
    model = LogisticRegression(max_iter=5000).fit(signs, fit)
    print(f"start {model.intercept_[0]:.2f}")
    print(*(f"{name} {weight:.2f}" for name, weight in zip(OfFact._fields, model.coef_[0], strict=True)), sep="\n")
    chances = _held_out(signs, fit, owners)
    print(f"area under the curve {roc_auc_score(fit, chances):.3f}")
    print("| from | sentences with a fact | that says the same | a part | neither |\n| --- | --- | --- | --- | --- |")
    best = [max(np.flatnonzero(owners == number), key=chances.__getitem__) for number in sorted(set(owners.tolist()))]
    for least in CHANCES:
        labels = [pairs[number].label for number in best if chances[number] >= least]
        same, part = labels.count("same"), labels.count("part")
        print(f"| {least} | {len(labels)} | {same} | {part} | {len(labels) - same - part} |")


def _pairs(facts: Facts, reader: Reader) -> Iterator[Pair]:
    by_set: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (BATCHES / "alike.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        by_set[row["set"]].append(row)
    number = 0
    for name, rows in by_set.items():
        readings = _readings(BATCHES / name, reader, {row["text"] for row in rows})
        for row in rows:
            if (reading := readings.get(row["text"])) is None:
                continue  # read in two parts by now
            number += 1
            labels = {one["words"]: one["label"] for one in row["facts"]}
            asked = asked_of(reading)
            (near,) = facts.near([asked.terms])
            for fact, signs in facts.signs(reading, asked.telling, near):
                if fact.text in labels:
                    yield Pair(number, signs, labels[fact.text])


def _readings(path: Path, reader: Reader, texts: set[str]) -> dict[str, Reading]:
    """What is read of these sentences, each where it stands in a page of the set, or alone."""
    pages = [page.text for page in labelled_pages(path)] if path.is_dir() else sorted(texts)
    read = (one for page in pages for one in reader.read(read_document(page).sentences))
    return {one.sentence.text: one for one in read if one.sentence.text in texts}


def _held_out(signs: NDArray[np.float64], fit: NDArray[np.bool_], owners: NDArray[np.int64]) -> NDArray[np.float64]:
    """The chance of each pair by weights that were learned on other sentences."""
    chances = np.zeros(len(signs))
    for tenth in range(TENTHS):
        left_out = owners % TENTHS == tenth
        model = LogisticRegression(max_iter=5000).fit(signs[~left_out], fit[~left_out])
        chances[left_out] = model.predict_proba(signs[left_out])[:, 1]
    return chances


if __name__ == "__main__":
    main()
