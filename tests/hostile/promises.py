"""What holds for every text whatsoever, for hypothesis, for the fuzzer and for the corpus alike."""

import json

from app.evidence import Evidence
from app.judging.check import check
from app.reading.clean import visible
from app.reading.document import LONGEST_TEXT, MOST_SENTENCES, InputProblem, read_document
from app.reading.sentences import split_sentences


def holds_of_what_is_visible(raw: str) -> None:
    """The cleaner never fails, and every visible character has a place in the text as submitted."""
    seen = visible(raw)
    assert len(seen.text) == len(seen.origin)
    assert all(0 <= place < len(raw) for place in seen.origin)
    # The mark that stands for raised figures ("10<sup>6</sup>") is written by nobody, so it begins where it ends.
    assert all(seen.origin[at] <= end <= len(raw) for at, end in seen.ends.items())
    assert list(seen.origin) == sorted(seen.origin)
    spans = [span for block in seen.blocks or () for span in block.spans]
    assert all(0 <= start < end <= len(seen.text) for start, end in spans)


def holds_of_sentences(text: str) -> None:
    """Sentences stand in order, and hold everything but the space between them."""
    text = " ".join(text.split())
    last = 0
    for start, end in split_sentences(text):
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


def holds_of_a_check(raw: str, evidence: Evidence) -> None:
    """A text is refused in words, or each of its statements stands where it says, under a verdict that exists."""
    try:
        sentences = read_document(raw).sentences
    except InputProblem:
        return
    assert len(raw) <= LONGEST_TEXT
    assert len(sentences) <= MOST_SENTENCES
    report = check(raw, evidence)
    assert report.statements or not sentences
    known = {verdict["id"] for verdict in evidence.vocabulary["verdicts"]}
    for statement in report.statements:
        assert 0 <= statement.start < statement.end <= len(raw)
        assert statement.text == raw[statement.start : statement.end]
        assert statement.verdict in known
    json.dumps(report.as_json())
