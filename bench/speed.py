"""Time and memory as the evidence base grows: ``python bench/speed.py [--sizes 300 10000 100000] [--page FILE]``.

Two tables. The first is the whole check of one page of about 1,500 words, with the real base and with bases grown from
it: how long until the first answer of a fresh process, how long the engine takes to make ready, the page at the median,
and the peak memory. The second is the search for the nearest claim alone, beside what others would take, on the claims
of the same bases; each search stands alone in a process of its own and answers each paragraph of the page once. Its
memory is what it needs on top of the claims, the packages that it loads included.

Added records are put together from the real ones: words of two claims, sentences of others, treatment and disease each
from another. So their words are as common in the grown base as in the real one, which is the hard case for a search.
Times are processor time of one process, so that a busy machine hardly counts.
"""

import argparse
import gc
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from check_page import sample_page
from peers import PEERS, Entry

from app.evidence import Evidence, load
from app.evidence.claim import ClaimRecord

SIZES = (300, 10_000, 100_000)
CHECKS = 15
NEAREST = 5
FEWEST, MOST_SECONDS = 10, 20.0  # queries asked of each search, and when to stop asking


def grown(evidence: Evidence, size: int) -> Evidence:
    """``evidence`` with as many made-up records as make ``size`` in all; none are taken away."""
    draw = random.Random(size)  # noqa: S311 - the same base at every run
    real = list(evidence.records.values())
    sentences = [part for r in real for part in re.split(r"(?<=[.])\s+", f"{r.short_answer} {r.why}") if part]
    made = [_made(number, draw, real, sentences) for number in range(size - len(real))]
    return replace(
        evidence,
        records={**evidence.records, **{record.id: record for record, _ in made}},
        grades={**evidence.grades, **{record.id: evidence.grades[like] for record, like in made}},
        ladders={**evidence.ladders, **{record.id: evidence.ladders[like] for record, like in made}},
    )


def _made(
    number: int, draw: random.Random, real: Sequence[ClaimRecord], sentences: Sequence[str]
) -> tuple[ClaimRecord, str]:
    """A record put together from others, and the id of the one that its kind and grade come from."""
    first, second, third = draw.sample(real, 3)
    head, tail = first.claim.split(), second.claim.split()
    return first.model_copy(
        update={
            "id": f"made-up-{number}",
            "claim": " ".join((*head[: draw.randint(1, len(head))], *tail[draw.randint(0, len(tail) - 1) :])),
            "short_answer": " ".join(draw.sample(sentences, 2)),
            "why": " ".join(draw.sample(sentences, 3)),
            "interventions": second.interventions,
            "conditions": third.conditions,
        }
    ), first.id


def check_page(size: int, page: str) -> dict[str, float]:
    """The whole check with a base of ``size`` records, in this process; times in seconds, memory in megabytes."""
    from app.judging.check import check, engine  # noqa: PLC0415 - loading it is part of the start

    evidence = load()
    if size:
        evidence = grown(evidence, size)
    begun = time.process_time()
    engine(evidence)
    ready = time.process_time() - begun
    begun = time.process_time()
    check(page, evidence)
    first = time.process_time() - begun
    gc.collect()
    gc.freeze()
    times = []
    for _ in range(CHECKS):
        begun = time.process_time()
        check(page, evidence)
        times.append(time.process_time() - begun)
    return {"ready": ready, "first": first, "page": statistics.median(times), "memory": _peak()}


def first_answer() -> dict[str, float]:
    """What a fresh process takes to the first answer, everything loaded; seconds and megabytes."""
    from app.judging.check import check  # noqa: PLC0415 - loading it is part of the start

    check("Our stem cells regrow worn discs.", load())
    return {"start": time.process_time(), "memory": _peak()}


def search(name: str, lines: Iterator[str]) -> dict[str, float]:
    """One search alone, over claims and for queries that ``lines`` hold as JSON; seconds and megabytes."""
    queries: list[str] = json.loads(next(lines))
    entries = [Entry(**json.loads(line)) for line in lines]
    gc.collect()
    before = _now()
    begun = time.process_time()
    asked = PEERS[name](entries)
    ready = time.process_time() - begun
    asked(queries[0], NEAREST)
    taken = _now() - before
    begun = time.process_time()
    times = []
    for query in queries:
        each = time.process_time()
        asked(query, NEAREST)
        times.append(time.process_time() - each)
        if len(times) >= FEWEST and time.process_time() - begun > MOST_SECONDS:
            break
    return {"ready": ready, "query": statistics.mean(times), "memory": taken}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _now() -> float:
    """Memory held by this process in megabytes, as Linux shows it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _apart(*arguments: str, given: str = "") -> dict[str, float]:
    """The figures of this script in a process of its own."""
    command = [sys.executable, __file__, "--inside", *arguments]
    ran = subprocess.run(command, input=given, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _inside(what: str, *arguments: str) -> None:
    if what == "start":
        found = first_answer()
    elif what == "check":
        found = check_page(int(arguments[0]), sys.stdin.read())
    else:
        found = search(arguments[0], iter(sys.stdin))
    print(json.dumps(found))


def main() -> None:
    """Print both tables."""
    if sys.argv[1:2] == ["--inside"]:
        _inside(*sys.argv[2:])
        return
    options = argparse.ArgumentParser(description="Times the check and the search as the evidence base grows.")
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--page", type=Path)
    chosen = options.parse_args()
    page = chosen.page.read_text(encoding="utf-8") if chosen.page else sample_page()
    start = _apart("start")
    print(f"A fresh process to its first answer, real base: {start['start']:.2f} s, {start['memory']:.0f} MB\n")
    print(f"| the whole check, {len(page.split()):,} words | engine ready | first page | a page | peak memory |")
    print("| --- | --- | --- | --- | --- |")
    for size in (0, *chosen.sizes):
        found = _apart("check", str(size), given=page)
        times = f"{found['ready']:.2f} s | {found['first'] * 1000:.0f} ms | {found['page'] * 1000:.1f} ms"
        print(f"| {f'{size:,} records' if size else 'real base'} | {times} | {found['memory']:.0f} MB |", flush=True)
    queries = json.dumps([part for part in page.split("\n\n") if part.strip()])
    for size in chosen.sizes:
        records = grown(load(), size).records.values()
        given = "\n".join([queries, *(json.dumps({"claim": r.claim, "title": r.short_answer}) for r in records)])
        print(f"\n| {size:,} claims | to index | a query | memory |\n| --- | --- | --- | --- |")
        for name in PEERS:
            found = _apart("search", name, given=given)
            times = f"{found['ready']:.2f} s | {found['query'] * 1000:.3f} ms"
            print(f"| {name} | {times} | {found['memory']:.0f} MB |", flush=True)


if __name__ == "__main__":
    main()
