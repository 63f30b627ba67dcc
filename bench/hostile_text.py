"""Time of reading hostile text beside ordinary text of the same length: ``python bench/hostile_text.py``."""

import contextlib
import time

from app.reading.document import InputProblem, read_document

SENTENCE = "The cells are put into the worn disc and our patients say that they feel much better after it. "
HOSTILE = {
    "one sentence": "the cells are good " * 10_526,
    "ten thousand bullets": "- a good cell line\n" * 10_000,
    "nested": "<div>" * 10_000 + SENTENCE * 1000,
    "nested lists": "<ul><li>" * 10_000 + SENTENCE,
    "unclosed tags": SENTENCE + "<a <a " * 33_000,
    "unclosed quotes": SENTENCE + "<a \"'" * 33_000,
    "unclosed comments": SENTENCE + "<!-- " * 39_000,
    "full stops": SENTENCE + "." * 199_000,
    "hidden": "<p hidden>a" * 18_000 + "<p>" + SENTENCE,
}


def seconds(text: str) -> float:
    """The best of three readings, in seconds."""
    best = 60.0
    for _ in range(3):
        begun = time.perf_counter()
        with contextlib.suppress(InputProblem):
            read_document(text)
        best = min(best, time.perf_counter() - begun)
    return best


if __name__ == "__main__":
    for name, text in HOSTILE.items():
        ordinary = seconds((SENTENCE * 2_100)[: len(text)])
        took = seconds(text)
        print(f"{name:<22} {took * 1000:7.1f} ms, {took / ordinary:4.1f} times ordinary text")
