"""Searches for texts that break the cleaner, the splitter or the judge, guided by which code each text reaches.

Run by ``make fuzz``; needs atheris, which comes ready-made for Linux on x86 only. A text that breaks a promise of
promises.py is written to the folder ``.fuzz`` beside the corpus that grew, and the run ends with its traceback.

It searches in rounds, each a process of its own over the same corpus: what atheris notes of each text it never gives
back, some 11 KB, and libFuzzer stops at 2 GB. The same texts without atheris leave the engine at 150 MB.
"""

import subprocess
import sys
from pathlib import Path

import atheris

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME))
with atheris.instrument_imports(include=["app.reading", "app.judging", "justhtml"]):
    from promises import (  # type: ignore[import-not-found] # stands beside this script, which is run by itself
        holds_of_a_check,
        holds_of_sentences,
        holds_of_what_is_visible,
    )

    from app.evidence import load

LONGEST = 600  # characters: shorter texts are tried more often
EVIDENCE = load(HOME / "claims")
FOLDER = HOME / ".fuzz"
CORPUS = FOLDER / "corpus"
WORDS = FOLDER / "words"
ROUND = 240  # seconds


def try_one(data: bytes) -> None:
    """One text, whatever it is; what it breaks is raised."""
    text = data.decode("utf-8", "surrogatepass" if data[:1] < b"\x20" else "replace")
    holds_of_what_is_visible(text)
    holds_of_sentences(text)
    holds_of_a_check(text, EVIDENCE)


def try_any(data: bytes) -> None:
    """As ``try_one``; bytes that stand for no characters at all are passed over."""
    try:
        try_one(data)
    except UnicodeDecodeError:
        return


def prepare() -> None:
    """Lay out what the search begins with: the lines of the labelled pages, and pieces of hostile text."""
    CORPUS.mkdir(parents=True, exist_ok=True)
    for page in sorted((HOME / "tests" / "batches").rglob("*.md")):
        for number, line in enumerate(page.read_text("utf-8").splitlines()):
            if line:
                (CORPUS / f"seed-{page.stem}-{number}").write_text(line, "utf-8")
    told = (HOME / "tests" / "hostile" / "test_any_text.py").read_text("utf-8")
    pieces = {piece for piece in told.split('"')[1::2] if piece.isascii() and piece.isprintable() and "\\" not in piece}
    WORDS.write_text("".join(f'"{piece}"\n' for piece in sorted(pieces) if 0 < len(piece) < 20), "utf-8")


def search(seconds: int) -> None:
    """Search for one round; ends the process."""
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-dict={WORDS}", f"-artifact_prefix={FOLDER}/"]
    atheris.Setup([sys.argv[0], *options, "-timeout=20", str(CORPUS)], try_any)
    atheris.Fuzz()


def main() -> None:
    """Search for the seconds that the first argument names; ends with the exit code of a round that found something."""
    if sys.argv[1] == "round":
        search(int(sys.argv[2]))
    prepare()
    left = int(sys.argv[1])
    while left > 0:
        again = [sys.executable, __file__, "round", str(min(left, ROUND))]
        done = subprocess.run(again, check=False)  # noqa: S603 - this very script
        if done.returncode:
            sys.exit(done.returncode)
        left -= ROUND


if __name__ == "__main__":
    main()
