"""The one call that everything uses: text and evidence in, report out.

Pure: no web, no database, no clock, no network. The page, the API, the command line and batch work all call it.
"""

import hashlib
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from app.evidence import Evidence
from app.judging.judge import Judge
from app.judging.page import page_findings
from app.judging.report import Report, Statement
from app.reading.document import read_document
from app.reading.lexicon import Lexicon
from app.reading.model import WEIGHTS, load_model
from app.reading.reader import Reader


class Engine:
    """Reader and judge made ready for one evidence base, so that a check builds nothing anew."""

    def __init__(self, evidence: Evidence) -> None:
        """``evidence`` is the loaded base; takes a third of a second."""
        self.evidence = evidence
        lexicon = Lexicon(evidence.vocabulary)
        self.reader = Reader(lexicon, load_model())
        self.judge = Judge(evidence, lexicon)

    def check(self, text: str) -> Report:
        """The report on one text."""
        document = read_document(text)
        statements = self.judge.judge(self.reader.read(document.sentences))
        quoted = tuple(map(partial(_quoting, text), statements))
        return Report(
            evidence_revision=self.evidence.revision,
            method_revision=method_revision(),
            statements=quoted,
            document=document,
            page=page_findings(quoted),
        )


def _quoting(text: str, statement: Statement) -> Statement:
    """``statement`` with its words as they stand in ``text``, which is mostly how they were read."""
    words = text[statement.start : statement.end]
    return statement if words == statement.text else replace(statement, text=words)


@lru_cache(maxsize=2)  # the edition that serves, and the next one while it is made ready
def engine(evidence: Evidence) -> Engine:
    """The engine for ``evidence``, made once."""
    return Engine(evidence)


@lru_cache(maxsize=1)
def method_revision() -> str:
    """Twelve hexadecimal digits that change with the reading model and with the code that grades, reads and judges."""
    app = Path(__file__).parents[1]
    digest = hashlib.sha256(WEIGHTS.read_bytes())
    for layer in ("evidence", "reading", "judging"):
        for file in sorted((app / layer).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def check(text: str, evidence: Evidence) -> Report:
    """Judge ``text`` (plain text, Markdown or HTML) against ``evidence``.

    Raises ``app.reading.document.InputProblem`` where the text cannot be read: empty, only symbols, not English, or
    over 200,000 characters.
    """
    return engine(evidence).check(text)
