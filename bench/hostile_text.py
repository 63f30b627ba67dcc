"""Time of hostile text beside ordinary text of the same length: ``python bench/hostile_text.py [--only NAME]``.

Reading alone, the whole check with the real base, and the check with the answer made of it, which is all that a visitor
waits for but the drawing of the page. Time must grow with the length and with nothing else: the worst should cost at
most three times what ordinary text of the same length costs. Processor time, the best of some runs. A text that is
refused costs nothing and would prove nothing, so it stops the run.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable

from app.evidence import load
from app.judging.check import check
from app.reading.document import LONGEST_TEXT as LONG
from app.reading.document import MOST_SENTENCES as MOST
from app.reading.document import InputProblem, read_document
from app.telling.compose import Composer

RUNS = 3
SENTENCE = "The cells are put into the worn disc and our patients say that they feel much better after it. "
CLAIMS = (
    "Stem cells from your own fat regrow worn discs in most patients.",
    "In a trial of 60 patients, pain fell by half after one year.",
    "The FDA has not approved exosomes for any use.",
    "Book a free call with our friendly team today.",
    "Platelets may ease the pain of an arthritic knee for some months.",
    "Our doctors studied in three countries and speak four languages.",
    "Infections and blindness have been reported after such injections.",
    "I was back on the golf course six weeks after my treatment.",
)
ORDINARY = "\n\n".join(" ".join(CLAIMS[n % 8 :] + CLAIMS[: n % 8]) for n in range(450))[:LONG]
HOSTILE = {
    "one sentence": "the cells are good " * 10_526,
    "one sentence of claims": "stem cells may cure worn discs, but not always, and " * 3_846,
    "one word": "a" * LONG,
    "ten thousand bullets": "- a good cell line\n" * MOST,
    "bullets of claims": "- PRP cures knees\n" * MOST,
    "bullets of claims, no two alike": "".join(f"- PRP cures {n} knees\n" for n in range(MOST))[:LONG],
    "list items never closed": "<ul>" + "<li>PRP cures knees." * MOST,
    "a long heading over bullets": "# " + "stem cells cure discs " * 5_000 + "\n\n" + "- PRP cures knees\n" * 5_000,
    "short sentences": "It cures. " * MOST,
    "nested": "<div>" * 10_000 + SENTENCE * 1_000,
    "nested lists": "<ul><li>" * 10_000 + SENTENCE,
    "nested quotes": "> " * 50_000 + SENTENCE * 1_000,
    "tables": "<table><tr>" + "<td>PRP cures" * MOST,
    "unclosed tags": SENTENCE + "<a <a " * 33_000,
    "custom elements never closed": "<x-y>" * 40_000,
    "custom elements in each other": "<x-y>" * 16_000 + SENTENCE + "</x-y>" * 16_000,
    "unclosed quotes": SENTENCE + "<a \"'" * 33_000,
    "unclosed comments": SENTENCE + "<!-- " * 39_000,
    "full stops": SENTENCE + "." * 199_000,
    "brackets": SENTENCE + "(" * 100_000 + ")" * 99_000,
    "hidden": "<p hidden>a" * 18_000 + "<p>" + SENTENCE,
    "figures": "In 12 of 60 patients 1,234.5 of 9 (95% 3 to 4) " * 4_200,
    "names": "PRP, BMAC, stem cells, exosomes, cord blood, knee, disc, MS, FDA, EMA, " * 2_800,
    "negations": "not " * 50_000,
    "entities": "&amp;&lt;&#x3c;&nbsp;" * 9_500 + SENTENCE,
    "combining marks": SENTENCE + "e\u0301\u0301\u0301" * 49_000,
}


def seconds(work: Callable[[str], object], text: str) -> float:
    """The best of some runs, in seconds of processor time."""
    best = float("inf")
    for _ in range(RUNS):
        begun = time.process_time()
        work(text)
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    """Print how long each takes, and how many times ordinary text of its length."""
    options = argparse.ArgumentParser(description="Times hostile text beside ordinary text.")
    options.add_argument("--only", choices=HOSTILE, action="append")
    chosen = options.parse_args().only or list(HOSTILE)
    evidence = load()
    composer = Composer(evidence)
    whole: dict[str, Callable[[str], object]] = {
        "reading": read_document,
        "check": lambda text: check(text, evidence),
        "check and answer": lambda text: composer.answer(check(text, evidence)),
    }
    print(f"| text | characters | {' | times ordinary | '.join(whole)} | times ordinary |")
    print("| --- " * (2 + 2 * len(whole)) + "|")
    check(SENTENCE, evidence)
    gc.collect()
    gc.freeze()  # as the server does
    ordinary = {name: seconds(work, ORDINARY) / len(ORDINARY) for name, work in whole.items()}
    for hostile in chosen:
        text = HOSTILE[hostile][:LONG]
        cells = []
        for name, work in whole.items():
            try:
                took = seconds(work, text)
            except InputProblem as problem:
                sys.exit(f"{hostile!r} is refused: {problem}")
            cells.append(f"{took * 1000:,.0f} ms | {took / (ordinary[name] * len(text)):.1f}")
        print(f"| {hostile} | {len(text):,} | {' | '.join(cells)} |", flush=True)
    print(f"\nordinary text, {len(ORDINARY):,} characters:", end=" ")
    print(", ".join(f"{name} {each * len(ORDINARY) * 1000:,.0f} ms" for name, each in ordinary.items()))


if __name__ == "__main__":
    main()
