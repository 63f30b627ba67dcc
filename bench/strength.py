"""How strong a causal claim a sentence makes, on a public set: ``python bench/strength.py FILE``.

FILE is a table (CSV) with the columns ``sentence`` and ``label``: 0 no relation, 1 correlation, 2 conditional causal
(may, might), 3 direct causal. Our four strengths are another division, made for marketing, and are mapped plainly:

- no claim, or a claim of no kind that we know: 0
- ``hedged``: 2
- ``definite``, ``guaranteed`` and ``reported``: 3
- 1 has no counterpart; the reader as it is never gives it.

Three ways are scored: the reader as it is, which learned nothing from the set; rules over word lists, written for
research conclusions, with our vocabulary's hedges; and the reader's kind of model over the reader's features, fitted to
the set in five parts, each scored by what was learned from the other four. With ``--learn-from OTHER`` the model learns
from OTHER and is scored on FILE.

The measure is macro-F1: the mean of the F1 of the four labels, from 0 to 1.
"""

import argparse
import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from app.evidence import load
from app.reading.document import InputProblem, read_document
from app.reading.features import Symbols
from app.reading.lexicon import Lexicon
from app.reading.model import load_model
from app.reading.reader import Reader
from app.reading.train import feature_matrix

NONE, CORRELATION, CONDITIONAL, DIRECT = 0, 1, 2, 3
LABELS = (NONE, CORRELATION, CONDITIONAL, DIRECT)
OURS = {"hedged": CONDITIONAL, "reported": DIRECT, "definite": DIRECT, "guaranteed": DIRECT}
PUBLISHED = {"BioBERT, fine-tuned (Yu and colleagues 2019)": 0.88, "naive Bayes": 0.66, "regular expressions": 0.56}


def _any_of(stems: str) -> re.Pattern[str]:
    """Finds a word that begins with one of ``stems``; an underscore stands for a space."""
    return re.compile(rf"\b(?:{'|'.join(stems.replace('_', ' ').split('/'))})", re.IGNORECASE)


# What a conclusion says of the work itself: what should be done next, or where it is registered.
OF_THE_WORK = _any_of(r"further\b/future\b/needed\b/should\b/required\b/warranted/recommend/aim/trial_registration")
HEDGED = _any_of(r"may\b/might\b/could\b/can\b/potential/possib/promising/seem/appear/would\b")
TOGETHER = _any_of(
    r"associat/correlat/related\b/relation/link/predict/risk_factor/determinant/likel/depend/prevalen/odds\b/higher\b/"
    r"lower\b/greater\b/fewer\b/more_common/more_frequent/differ/marker"
)
CAUSED = _any_of(
    r"improv/reduc/increas/decreas/effect/efficac/benefi/prevent/enhanc/lead\b/leads\b/led\b/result/caus/induc/protect/"
    r"promot/impair/affect/influenc/contribut/impact/role\b/help/provid/suppress/inhibit/attenuat/alleviat/ameliorat/"
    r"lowers\b/lowered\b/rais"
)


def by_reader(sentences: Sequence[str], lexicon: Lexicon) -> list[int]:
    """The labels that the reader's own strengths come to; the strongest where it reads several sentences."""
    reader = Reader(lexicon, load_model())
    labels = []
    for sentence in sentences:
        try:
            readings = reader.read(read_document(sentence).sentences)
        except InputProblem:
            readings = ()
        labels.append(max((OURS[r.strength] for r in readings if r.is_claim and r.kinds), default=NONE))
    return labels


def by_rules(sentences: Sequence[str], lexicon: Lexicon) -> list[int]:
    """Four questions from the top; our vocabulary's hedges count as hedges."""

    def label(sentence: str) -> int:
        hedged = HEDGED.search(sentence) or "hedge" in lexicon.find(sentence).cue_classes
        if OF_THE_WORK.search(sentence):
            return NONE
        if hedged and CAUSED.search(sentence):
            return CONDITIONAL
        if TOGETHER.search(sentence):
            return CORRELATION
        return DIRECT if CAUSED.search(sentence) else NONE

    return [label(sentence) for sentence in sentences]


def by_model(
    sentences: Sequence[str], labels: Sequence[int], lexicon: Lexicon, learn_from: tuple[list[str], list[int]] | None
) -> list[int]:
    """What the reader's kind of model gives each sentence when it has learned from others."""
    model = LogisticRegression(max_iter=2000, class_weight="balanced", random_state=0)
    learned, known = learn_from or ([], [])
    page = [lexicon.find(text).wording("sentence") for text in (*sentences, *learned)]
    matrix, *_ = feature_matrix(page, Symbols(learning=True))
    asked = matrix[: len(sentences)]
    if learn_from is None:
        parts = StratifiedKFold(5, shuffle=True, random_state=0)
        return [int(n) for n in cross_val_predict(model, asked, labels, cv=parts)]
    model.fit(matrix[len(sentences) :], known)
    return [int(n) for n in model.predict(asked)]


def read(file: Path) -> tuple[list[str], list[int]]:
    """The sentences and their labels."""
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    return [row["sentence"] for row in rows], [int(row["label"]) for row in rows]


def _row(name: str, right: Sequence[int], given: Sequence[int]) -> str:
    each: Any = f1_score(right, given, labels=LABELS, average=None, zero_division=0)
    return f"| {name} | {np.mean(each):.3f} | {' | '.join(f'{share:.3f}' for share in each)} |"


def main() -> None:
    """Print one line of a table for each way, then the published figures."""
    options = argparse.ArgumentParser(description="Scores the reading of strength on a public set.")
    options.add_argument("file", type=Path)
    options.add_argument("--learn-from", type=Path, help="another such file, from which the model learns")
    chosen = options.parse_args()
    try:
        sentences, labels = read(chosen.file)
        learn_from = read(chosen.learn_from) if chosen.learn_from else None
    except OSError as problem:
        options.error(f"{problem.filename}: {problem.strerror}")
    lexicon = Lexicon(load().vocabulary)
    fitted = f"learned from {chosen.learn_from.name}" if learn_from else "cross-validated"
    print(f"{len(sentences):,} sentences\n")
    print("| way | macro-F1 | none | correlation | conditional | direct |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(_row("the reader as it is", labels, by_reader(sentences, lexicon)))
    print(_row("rules", labels, by_rules(sentences, lexicon)))
    print(_row(f"the reader's kind of model, {fitted}", labels, by_model(sentences, labels, lexicon, learn_from)))
    for name, score in PUBLISHED.items():
        print(f"| {name} (published) | {score:.2f} | | | | |")


if __name__ == "__main__":
    main()
