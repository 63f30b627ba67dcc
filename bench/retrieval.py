"""Finding the claim that a post speaks of, beside what others would take: ``python bench/retrieval.py FOLDER``.

FOLDER holds a public set of checked claims: ``claims.jsonl`` (``id``, ``claim``, ``title``), ``queries.tsv`` (id, text)
and ``qrels.tsv`` (query id, claim id). It is read, never kept. Every search gets the same claims and the same queries.

MAP@5 is the mean over all queries of the average precision among the first five claims; MRR the mean of 1 divided by
the place of the first right claim among the first twenty. Both lie between 0 and 1.
"""

import argparse
import json
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from peers import PEERS, Entry

AT = 5
DEEP = 20


@dataclass(frozen=True, slots=True)
class Task:
    """Claims, queries, and for each query the numbers of the claims that are right."""

    entries: tuple[Entry, ...]
    queries: tuple[str, ...]
    right: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What one search reached, and the processor time that it took: seconds to index, milliseconds for a query."""

    precision: float
    reciprocal: float
    indexing: float
    searching: float


def read(folder: Path) -> Task:
    """The public set in ``folder``; queries without a right claim are left out."""
    claims = [json.loads(line) for line in _lines(folder / "claims.jsonl")]
    numbers = {str(claim["id"]): number for number, claim in enumerate(claims)}
    right: dict[str, set[int]] = {}
    for line in _lines(folder / "qrels.tsv"):
        query, claim = line.split("\t")
        right.setdefault(query, set()).add(numbers[claim])
    queries = dict(line.split("\t", 1) for line in _lines(folder / "queries.tsv"))
    asked = [ident for ident in queries if ident in right]
    return Task(
        tuple(Entry(claim["claim"], claim.get("title") or "") for claim in claims),
        tuple(queries[ident] for ident in asked),
        tuple(frozenset(right[ident]) for ident in asked),
    )


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


def average_precision(found: Sequence[int], right: Collection[int]) -> float:
    """The average precision of the first five found."""
    hits = 0
    total = 0.0
    for place, number in enumerate(found[:AT], start=1):
        if number in right:
            hits += 1
            total += hits / place
    return total / min(AT, len(right))


def reciprocal_rank(found: Sequence[int], right: Collection[int]) -> float:
    """1 divided by the place of the first right one, 0 where there is none."""
    return next((1 / place for place, number in enumerate(found, start=1) if number in right), 0.0)


def scored(name: str, task: Task) -> Score:
    """Index the claims, ask every query."""
    begun = time.process_time()
    search = PEERS[name](task.entries)
    indexed = time.process_time()
    found = [search(query, DEEP) for query in task.queries]
    asked = time.process_time()
    many = len(task.queries)
    pairs = list(zip(found, task.right, strict=True))
    return Score(
        sum(average_precision(*pair) for pair in pairs) / many,
        sum(reciprocal_rank(*pair) for pair in pairs) / many,
        indexed - begun,
        (asked - indexed) / many * 1000,
    )


def main() -> None:
    """Print one line of a table for each search."""
    options = argparse.ArgumentParser(description="Scores retrieval on a public set, beside peers.")
    options.add_argument("folder", type=Path, help="holds claims.jsonl, queries.tsv and qrels.tsv")
    options.add_argument("--only", choices=PEERS, action="append", help="score only this one; may be repeated")
    chosen = options.parse_args()
    try:
        task = read(chosen.folder)
    except OSError as problem:
        options.error(f"{problem.filename}: {problem.strerror}")
    print(f"{len(task.entries):,} claims, {len(task.queries):,} queries\n")
    print(f"| search | MAP@{AT} | MRR | to index | a query |")
    print("| --- | --- | --- | --- | --- |")
    for name in chosen.only or PEERS:
        score = scored(name, task)
        quality = f"{score.precision:.3f} | {score.reciprocal:.3f}"
        print(f"| {name} | {quality} | {score.indexing:.2f} s | {score.searching:.2f} ms |", flush=True)


if __name__ == "__main__":
    main()
