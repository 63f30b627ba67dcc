"""Time of hostile text beside ordinary text of the same length: ``python bench/hostile_text.py [--only NAME]``.

Reading alone, and the whole check with the real base. Time must grow with the length and with nothing else: the worst
should cost at most three times what ordinary text of the same length costs. Processor time, the best of some runs.
"""

import argparse
import contextlib
import time
from collections.abc import Callable

from app.evidence import load
from app.judging.check import check
from app.reading.document import InputProblem, read_document

LONG = 200_000  # characters; no longer text is read
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
    "ten thousand bullets": "- a good cell line\n" * 10_000,
    "bullets of claims": "- PRP cures knees\n" * 11_111,
    "a long heading over bullets": "# " + "stem cells cure discs " * 5_000 + "\n\n" + "- PRP cures knees\n" * 5_000,
    "short sentences": "It cures. " * 20_000,
    "nested": "<div>" * 10_000 + SENTENCE * 1_000,
    "nested lists": "<ul><li>" * 10_000 + SENTENCE,
    "nested quotes": "> " * 50_000 + SENTENCE * 1_000,
    "tables": "<table><tr>" + "<td>PRP cures" * 15_000,
    "unclosed tags": SENTENCE + "<a <a " * 33_000,
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
    """The best of some runs, in seconds of processor time; a text that is refused counts like any other."""
    best = float("inf")
    for _ in range(RUNS):
        begun = time.process_time()
        with contextlib.suppress(InputProblem):
            work(text)
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    """Print how long each takes, and how many times ordinary text of its length."""
    options = argparse.ArgumentParser(description="Times hostile text beside ordinary text.")
    options.add_argument("--only", choices=HOSTILE, action="append")
    chosen = options.parse_args().only or list(HOSTILE)
    evidence = load()
    whole: dict[str, Callable[[str], object]] = {"reading": read_document, "check": lambda text: check(text, evidence)}
    print(f"| text | characters | {' | times ordinary | '.join(whole)} | times ordinary |")
    print("| --- " * (2 + 2 * len(whole)) + "|")
    ordinary = {name: seconds(work, ORDINARY) / len(ORDINARY) for name, work in whole.items()}
    for hostile in chosen:
        text = HOSTILE[hostile][:LONG]
        cells = []
        for name, work in whole.items():
            took = seconds(work, text)
            cells.append(f"{took * 1000:,.0f} ms | {took / (ordinary[name] * len(text)):.1f}")
        print(f"| {hostile} | {len(text):,} | {' | '.join(cells)} |", flush=True)
    print(f"\nordinary text, {len(ORDINARY):,} characters:", end=" ")
    print(", ".join(f"{name} {each * len(ORDINARY) * 1000:,.0f} ms" for name, each in ordinary.items()))


if __name__ == "__main__":
    main()
