"""Made-up answers with every part filled, for the page of patterns and the tests; no word of them is evidence."""

from collections.abc import Mapping

from app.telling.answer import (
    Answer,
    Approval,
    Card,
    CheckLine,
    Count,
    FactsRow,
    FactsTable,
    Finding,
    Harm,
    Need,
    Piece,
    Rung,
    SourceLine,
    Verdict,
    Word,
)

RUNGS = tuple(
    Rung(f"r{number}", f"Rung {number}", mark == "reached", mark, state, ("2020, 10 people: no result yet",))
    for number, (mark, state) in enumerate(
        [("reached", "reached")] * 3
        + [("under_way", "under way, no result yet"), ("withdrawn", "withdrawn"), ("not_found", "none found")]
    )
)
TABLE = FactsTable("People with less pain", (FactsRow("With", 1, 10), FactsRow("Without", 2, 10)), "A source")
CHECKS = (CheckLine("1 January 2026", "https://example.org/", "10 people, 2 better.", "We had said 3 better."),)
SOURCES = (SourceLine("A source (2020)", "https://example.org/", "abstract", "page 1", id="a-source", checks=CHECKS),)
APPROVALS = (
    Approval("r", "A country", "A product", "A statement.", "May 2026", SOURCES, place_id="us"),
    Approval("q", "A place", "A product", "A statement.", "May 2026", (), unconfirmed="The date.", place_id="uk"),
)
HARMS = (
    Harm("s", "A harm", "1 of 10", "in a trial", "A country", 2020, "mild", "What happened.", SOURCES),
    Harm("t", "Another harm", "1 person", "in clinics", "", 2021, "serious", "What happened.", (), unconfirmed="When."),
)


def specimen(verdicts: Mapping[str, Verdict]) -> Answer:
    """An answer with one card for each verdict that is marked, and every part filled."""
    shown = [verdict for verdict in verdicts.values() if verdict.id != "not_a_claim"]
    cards = tuple(_card(number, verdict) for number, verdict in enumerate(shown, start=1))
    pieces = [p for c in cards for p in (Piece("Between. "), Piece(c.quote, (c.number,), c.verdict, (1,)))]
    again = [Piece(" And again: "), Piece(cards[0].quote, (1,), cards[0].verdict, (2,))]
    finding = (Finding("A finding", ("its words",)),)
    return Answer(
        summary="A summary.",
        counts=tuple(Count(verdict, 1) for verdict in shown),
        pieces=(*pieces, *again),
        cards=cards,
        left_out=finding,
        contradictions=finding,
        techniques=finding,
        questions=("Question?", "Another question?"),
        evidence_revision="e1",
        method_revision="m1",
        first=cards[:3],
        sources=SOURCES,
    )


def _card(number: int, verdict: Verdict) -> Card:
    silent = verdict.id == "not_covered"
    return Card(
        number=number,
        places=2 if number == 1 else 1,
        quote=f"Quoted sentence {number}.",
        verdict=verdict,
        asserts=("Eases pain",),
        about="a treatment, a condition",
        because="A rule decided.",
        silence="Nothing is on record." if silent else "",
        near="A nearby claim." if silent else "",
        answered="A checked claim.",
        short_answer="A short answer.",
        why="Why it is so.",
        facts_table=TABLE,
        fair_wording="A fair wording.",
        sureness="We are not very sure.",
        ladder=RUNGS,
        approvals=APPROVALS,
        harms=HARMS,
        limits=("A limit.",),
        would_change="A new trial.",
        ask=f"Question {number}?",
        checked=("A checked statement.",),
        sources=SOURCES,
        dates="Drafted by the project, not yet reviewed by a clinician.",
        words=(Word(("eases",), "a claim of this kind: Eases pain"),),
        needs=Need("r3", "What the sentence needs."),
    )
