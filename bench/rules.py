"""What each rule is worth on sentences that the reader has not learned from: ``python bench/rules.py`` (ten minutes).

The sets of ``claims/wordings`` are dealt into two halves. A reader learns from each half and reads the other, so that
every sentence is read by one that has not seen it, nor another of the same writer's set. Then each rule is taken away
in turn and the sentences that it decided are judged again. A rule that abstains should save more harm than it costs
right answers; rules and thresholds are set with this table (docs/quality-history.md).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from app.evaluation import Item
from app.evidence import Evidence, load
from app.judging.judge import Judge
from app.judging.report import worst
from app.reading.around import FEWEST
from app.reading.document import InputProblem, read_document
from app.reading.lexicon import Lexicon
from app.reading.reader import Reader
from app.reading.reading import Reading
from app.reading.train import read_set, train

WORDINGS = Path(__file__).parent.parent / "claims" / "wordings"


class Sentence(NamedTuple):
    """A labelled sentence as a reader reads it that has not learned from it."""

    row: Mapping[str, Any]
    readings: tuple[Reading, ...]


Judged = tuple[Sentence, Item]


def main() -> None:
    """Print the score of all sentences, and a row for each rule."""
    evidence = load()
    lexicon = Lexicon(evidence.vocabulary)
    judge = Judge(evidence, lexicon)
    decided: defaultdict[str | None, list[Judged]] = defaultdict(list)
    for sentence in unseen(lexicon):
        rule, item = judged(judge, sentence)
        decided[rule].append((sentence, item))
    items = [item for group in decided.values() for _, item in group]
    print(f"{len(items):,} sentences: {told(items)}")
    print("| rule | sentences | right | without it: right | promises backed | warnings punished |")
    print("| --- | --- | --- | --- | --- | --- |")
    for rule in evidence.vocabulary["rules"][:-1]:
        if decided[rule["id"]]:
            print(line(rule["id"], decided[rule["id"]], Judge(without(rule, evidence), lexicon)))


def unseen(lexicon: Lexicon) -> list[Sentence]:
    """All sentences of the sets, each read by a reader that learned from the other half of the sets."""
    sets = [read_set(file) for file in sorted(WORDINGS.glob("*.yaml"))]
    found = []
    for read, learned in ((sets[::2], sets[1::2]), (sets[1::2], sets[::2])):
        reader = Reader(lexicon, train([row for rows in learned for row in rows], lexicon, ()))
        for row in (row for rows in read for row in rows):
            try:
                sentences = read_document(row["text"]).sentences
            except InputProblem:
                continue  # a heading of figures, or a line in another language
            if len(sentences) < FEWEST:  # more are a page, which these readers have not learned to read
                found.append(Sentence(row, reader.read(sentences)))
    return found


def without(rule: Mapping[str, Any], evidence: Evidence) -> Evidence:
    """The base with one rule less."""
    rules = [other for other in evidence.vocabulary["rules"] if other is not rule]
    return replace(evidence, vocabulary={**evidence.vocabulary, "rules": rules})


def judged(judge: Judge, sentence: Sentence) -> tuple[str | None, Item]:
    """The rule that decided, and the sentence with the outcome it got, to be scored."""
    statement = worst(judge.judge(sentence.readings))
    row = sentence.row
    return statement.rule, Item("", row["text"], tuple(row["accept"]), statement.verdict, "")


def line(rule: str, decided: Sequence[Judged], other: Judge) -> str:
    """The row of one rule; ``other`` judges without it."""
    now = [item for _, item in decided]
    then = [judged(other, sentence)[1] for sentence, _ in decided]
    right = sum(one.right for one in now)
    harms = Counter(one.harm for one in then)
    harms.subtract(one.harm for one in now)
    more = sum(one.right for one in then) - right
    return f"| {rule} | {len(now)} | {right} | {more:+d} | {harms['promise']:+d} | {harms['warning']:+d} |"


def told(items: Sequence[Item]) -> str:
    """Right and harmful answers in words."""
    harms = Counter(one.harm for one in items)
    right = sum(one.right for one in items) / len(items)
    return f"{right:.3f} right, {harms['promise']} promises backed, {harms['warning']} warnings punished"


if __name__ == "__main__":
    main()
