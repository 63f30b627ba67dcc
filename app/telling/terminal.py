"""A report as a person reads it in a terminal: the verdict's words first, wrapped to the width."""

from typing import IO

from rich.console import Console
from rich.text import Text

from app.telling.answer import Answer, Card, Finding
from app.telling.quoting import unquoted

COLOURS = {
    "contradicted": "bold red",
    "misleading": "bold magenta",
    "unproven": "bold blue",
    "overstated": "bold yellow",
    "supported": "bold green",
    "not_covered": "bold",
}
WIDEST = 100  # longer lines are hard to read, however wide the window


def console(stream: IO[str] | None = None, *, color: bool = True) -> Console:
    """A console on ``stream`` (standard output); colour only where it is a terminal and wanted."""
    found = Console(file=stream, no_color=not color, highlight=False, markup=False, emoji=False, soft_wrap=False)
    found.width = min(found.width, WIDEST)
    return found


def print_answer(answer: Answer, out: Console) -> None:
    """Write the whole answer."""
    told: dict[str, int] = {}
    for card in answer.cards:
        _card(card, out, told.setdefault(card.answered, card.number) if card.answered else card.number)
    for title, findings in (
        ("What this text leaves out", answer.left_out),
        ("Where it contradicts itself", answer.contradictions),
        ("Ways of selling it uses", answer.techniques),
    ):
        _findings(title, findings, out)
    if answer.questions:
        indented(Text("Questions to take along", style="bold underline"), out, 0)
        for question in answer.questions:
            indented(Text(f"- {question}"), out)
        out.print()
    indented(Text(answer.summary, style="bold"), out, 0)
    for count in answer.counts:
        shown = Text.assemble(f"{count.number:>3}  ", (count.verdict.label, COLOURS.get(count.verdict.id, "")))
        indented(shown, out)
    indented(Text(f"Evidence {answer.evidence_revision}, method {answer.method_revision}.", style="dim"), out, 0)


def _card(card: Card, out: Console, first: int) -> None:
    """Write one claim; where claim ``first`` had the same answer, only say so."""
    indented(Text(card.verdict.label, style=COLOURS.get(card.verdict.id, "bold")), out, 0)
    indented(Text(f"{card.number}. “{unquoted(card.quote)}”", style="italic"), out)
    for other in card.others:
        indented(Text(f"   “{unquoted(other)}”", style="italic"), out)
    lines: tuple[tuple[str, str], ...] = (
        ("", card.silence),
        ("", card.short_answer),
        ("", card.because),
        ("Fair wording: ", card.fair_wording),
        ("How sure: ", card.sureness),
        ("Tested as far as: ", next((r.label for r in reversed(card.ladder) if r.reached), "")),
        ("Nearest checked claim, not the same: ", card.near),
        ("Ask the clinic: ", card.ask),
        ("Sources: ", "; ".join(source.text for source in card.sources)),
        ("", card.dates),
    )
    if first != card.number:
        lines = (("", card.because), ("", f"The rest of the answer is the same as for claim {first}."))
    for name, words in lines:
        if words:
            indented(Text.assemble((name, "bold"), " ".join(words.split())), out)
    out.print()


def _findings(title: str, findings: tuple[Finding, ...], out: Console) -> None:
    if not findings:
        return
    indented(Text(title, style="bold underline"), out, 0)
    for finding in findings:
        indented(Text(f"- {finding.label}"), out)
        for quote in finding.quotes:
            indented(Text(f"“{unquoted(' '.join(quote.split()))}”", style="italic"), out, 6)
    out.print()


def indented(words: Text, out: Console, by: int = 2) -> None:
    """Write ``words`` wrapped to the width, every line ``by`` spaces in."""
    for line in words.wrap(out, out.width - by):
        line.rstrip()
        out.print(Text(" " * by).append_text(line))
