"""How quality rises with the number of example sentences: ``python bench/learning_curve.py`` (some ten minutes).

Batches D, F and G and the pages of H, I and J are held out, with every wording that stands in them. The reader learns
from a random eighth, quarter and half of the other wordings, and from all of them; the draws are the same at every run.
"""

import random
from pathlib import Path

from app.evaluation import Item, Score, evaluate, evaluate_pages
from app.evidence import load
from app.judging.check import engine
from app.reading.labelled import labelled_pages, read_labelled
from app.reading.lexicon import Lexicon
from app.reading.reader import Reader
from app.reading.train import read_pages, read_wordings, train, words_key

HOME = Path(__file__).parent.parent
BATCHES = HOME / "tests" / "batches"
SENTENCES = ("d", "f", "g")
PAGES = ("pages-h", "pages-i", "pages-j")
SHARES = (0.125, 0.25, 0.5, 1.0)


def main() -> None:
    """Print one row for each share of the wordings."""
    evidence = load()
    lexicon = Lexicon(evidence.vocabulary)
    held = {words_key(row.text) for name in SENTENCES for row in read_labelled(BATCHES / f"{name}.jsonl")}
    held |= {words_key(s.text) for name in PAGES for page in read_pages(BATCHES / name) for s in page.sentences}
    wordings = [row for row in read_wordings(HOME / "claims" / "wordings") if words_key(row["text"]) not in held]
    random.Random(1).shuffle(wordings)  # noqa: S311 - a draw, not a secret
    folders = [folder for folder in sorted(BATCHES.glob("pages-*")) if folder.name not in PAGES]
    pages = [page for folder in folders for page in read_pages(folder)]
    print("| wordings | sentences right | harmful | page sentences right | harmful | claim or not, F1 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for share in SHARES:
        some = wordings[: int(share * len(wordings))]
        engine(evidence).reader = Reader(lexicon, train(some, lexicon, pages))
        alone = _together([evaluate(read_labelled(BATCHES / f"{name}.jsonl"), evidence) for name in SENTENCES])
        on_pages = _together([evaluate_pages(labelled_pages(BATCHES / name), evidence) for name in PAGES])
        print(
            f"| {len(some):,} | {alone.accuracy:.3f} | {alone.harmful:.3f} | {on_pages.accuracy:.3f} "
            f"| {on_pages.harmful:.3f} | {on_pages.claim_f1():.3f} |"
        )


def _together(scores: list[Score]) -> Score:
    items: tuple[Item, ...] = tuple(item for score in scores for item in score.items)
    return Score(items)


if __name__ == "__main__":
    main()
