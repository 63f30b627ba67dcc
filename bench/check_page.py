"""Time, memory and start-up of checking one page: ``make bench`` or ``python bench/check_page.py [FILE]``.

Without a file it checks 1,500 words of the pages of the blind batches.
"""

import gc
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 30
WORDS = 1500


def sample_page() -> str:
    """The first paragraphs, 1,500 words, of whole pages as clinics, newspapers and charities write them."""
    folder = Path(__file__).parent.parent / "tests" / "batches"
    pages = "\n\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("pages-*/*.md")))
    paragraphs: list[str] = []
    for paragraph in pages.split("\n\n"):
        paragraphs.append(paragraph)
        if sum(len(part.split()) for part in paragraphs) >= WORDS:
            break
    return "\n\n".join(paragraphs)


def main() -> None:
    """Print start to first answer (a fresh process), the median check, and the peak memory."""
    if sys.argv[1:] == ["--first"]:
        _first_answer()
        return
    text = Path(sys.argv[1]).read_text(encoding="utf-8") if sys.argv[1:] else sample_page()
    begun = time.perf_counter()
    child = subprocess.run([sys.executable, __file__, "--first"], check=True, capture_output=True, text=True)  # noqa: S603
    print(f"start to first answer: {time.perf_counter() - begun:.2f} s; {child.stdout.strip()}")
    from app.evidence.load import load  # noqa: PLC0415
    from app.judging.check import check  # noqa: PLC0415

    evidence = load()
    check(text, evidence)
    gc.collect()
    gc.freeze()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        report = check(text, evidence)
        times.append((time.perf_counter() - begun) * 1000)
    count = len(report.statements)
    print(f"page of {len(text.split())} words, {count} statements: median {statistics.median(times):.1f} ms")


def _first_answer() -> None:
    from app.evidence.load import load  # noqa: PLC0415
    from app.judging.check import check  # noqa: PLC0415

    check("Our stem cells regrow worn discs.", load())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the engine {peak:.0f} MB")


if __name__ == "__main__":
    main()
