"""The words patients read: reading grade, length, and words we do not use in our own voice."""

import re
from collections.abc import Iterator
from datetime import date

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.problem import Problem
from app.evidence.readability import MOST, count_sentences, easy_words, reading_grade

_MOST_SENTENCES = {"short_answer": 3, "why": 5}
_BANNED = re.compile(
    r"\b(breakthroughs?|cutting[- ]edge|significan(?:t|tly|ce)|novel|revolution(?:ary|is\w*|iz\w*)|miracles?|miraculous"
    r"|you should|scam\w*|quack\w*|fraud\w*|victim\w*|desperat\w*)\b",
    re.IGNORECASE,
)
# These three are only wrong as bare praise: "not proven", "a natural course" and "how safe it is" say something.
_ALONE = re.compile(r"\b(proven|safe|natural)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(not|no|never|nor|cannot|without|whether|how|if|as|is it|n['\u2019]t)\b[^.;:]{0,40}$", re.IGNORECASE
)
_AFTER = re.compile(r"\s+(history|course|recovery|healing|killer|improvement|enough)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\u201c\"][^\u201d\"]*[\u201d\"]|(?<!\w)[\u2018'][^\u2019'\n]*[\u2019'](?!\w)")


def word_mistakes(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Short answers that read too hard or too long, and banned words anywhere in our own voice."""
    easy = easy_words(evidence.vocabulary.get("glossary", ()))
    for record in evidence.records.values():
        file = f"records/{record.id}.yaml"
        grade = reading_grade(record.short_answer, easy)
        if round(grade, 1) > MOST:
            yield Problem(
                file,
                "short_answer",
                f"reads at grade {grade:.1f}; at most {MOST:.0f} (shorter words, shorter sentences)",
            )
        for field, most in _MOST_SENTENCES.items():
            count = count_sentences(getattr(record, field))
            if count > most:
                yield Problem(file, field, f"has {count} sentences; at most {most}")
        for field, text in own_voice(record):
            for word in banned_words(text):
                yield Problem(file, field, f"the word {word!r} is not used in our own voice")
    for place in evidence.help.values():
        grade = reading_grade(place.tells, easy)
        if round(grade, 1) > MOST:
            yield Problem(f"help/{place.id}.yaml", "tells", f"reads at grade {grade:.1f}; at most {MOST:.0f}")
        for word in banned_words(place.tells):
            yield Problem(f"help/{place.id}.yaml", "tells", f"the word {word!r} is not used in our own voice")


def own_voice(record: ClaimRecord) -> Iterator[tuple[str, str]]:
    """Every text of the record that speaks for us, with its field; the claim itself is the seller's."""
    for field in ("short_answer", "why", "would_change", "ask", "fair_wording"):
        text = getattr(record, field)
        if text:
            yield field, text
    for number, limit in enumerate(record.limits):
        yield f"limits.{number}", limit
    if record.facts_table is not None:
        yield "facts_table.caption", record.facts_table.caption
        for number, row in enumerate(record.facts_table.rows):
            yield f"facts_table.rows.{number}", row.label
    if record.grade_override is not None:
        yield "grade_override.reason", record.grade_override.reason
    for key, cell in record.verdicts.items():
        yield f"verdicts.{key}.reason", cell.reason


def banned_words(text: str) -> list[str]:
    """The banned words of ``text`` outside quotation marks, as written."""
    ours = _QUOTED.sub(lambda m: " " * len(m.group()), text)
    found = [m.group() for m in _BANNED.finditer(ours)]
    found += [
        m.group()
        for m in _ALONE.finditer(ours)
        if not _BEFORE.search(ours[: m.start()]) and not _AFTER.match(ours[m.end() :])
    ]
    return found
