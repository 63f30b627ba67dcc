"""Commands for curators: check the evidence base, start a new file, see a record as patients will."""

import re
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from app.evidence.blanks import KINDS, blank
from app.evidence.fields import LONGEST_ID
from app.evidence.lint import LintResult, lint
from app.evidence.lint.coverage import coverage
from app.evidence.load import default_folder
from app.evidence.problem import Problem
from app.evidence.vocabulary import SHAPES, file_of
from app.exits import EPILOG, EXIT_BROKEN_EVIDENCE, EXIT_UNREADABLE

Folder = Annotated[Path | None, typer.Option("--claims", help="The claims folder; else the project's own.")]
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def register(app: typer.Typer) -> None:
    """Add ``lint``, ``new`` and ``preview`` to ``app``."""
    for name, command in (("lint", lint_command), ("new", new_command), ("preview", preview_command)):
        app.command(name, epilog=EPILOG)(command)


def lint_command(
    claims: Folder = None,
    coverage_of: Annotated[
        Path | None, typer.Option("--coverage", help="Also hold the base against this folder of fact files.")
    ] = None,
) -> None:
    """Check the whole evidence base and list every mistake, by file."""
    console = Console(soft_wrap=True)
    result = lint(claims)
    _list(console, "Mistakes", result.errors)
    _list(console, "To look at", result.warnings)
    complete = coverage_of is None or _cover(console, coverage_of, result)
    console.print(summary(result))
    if result.errors or not complete:
        raise typer.Exit(EXIT_UNREADABLE)


def summary(result: LintResult) -> str:
    """What was found, in one line."""
    found = f"{_count(result.errors, 'mistake')}, {_count(result.warnings, 'thing')} to look at"
    return f"{len(result.evidence.records)} claims: {found}."


def new_command(
    kind: Annotated[str, typer.Argument(help="claim, study, source or help.")],
    ident: Annotated[
        str, typer.Argument(metavar="ID", help="Small letters, digits and hyphens; becomes the file's name.")
    ],
    claims: Folder = None,
) -> None:
    """Start a new file with every field explained."""
    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}")
    if not _ID.fullmatch(ident) or len(ident) > LONGEST_ID:
        told = f"small letters, digits and single hyphens only, and {LONGEST_ID} characters at most"
        raise typer.BadParameter(f"{ident!r} may hold {told}")
    folder = claims or default_folder()
    if not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder")
    name, text = blank(kind, ident, datetime.now(UTC).date())
    path = folder / name
    if path.exists():
        raise typer.BadParameter(f"{name} is there already")
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as fault:
        typer.echo(f"{path} cannot be written: {fault.strerror}.", err=True)
        raise typer.Exit(EXIT_UNREADABLE) from None
    Console(soft_wrap=True).print(
        f"Written: {escape(str(path))}\nFill it in, then run: claimcheck lint", highlight=False
    )


def preview_command(
    ident: Annotated[str, typer.Argument(metavar="ID", help="The record's id.")], claims: Folder = None
) -> None:
    """Show a claim record as patients will read it."""
    result = lint(claims)
    record = result.evidence.records.get(ident)
    file = f"records/{ident}.yaml"
    unusable = {file_of(name) for name in SHAPES.keys() - result.evidence.vocabulary.keys()}
    mistakes = [p for p in result.errors if p.file in {file, *unusable}]
    console = Console()
    _list(console, "Mistakes", mistakes)
    if record is None:
        raise typer.BadParameter(f"there is no readable record {ident!r}")
    if unusable:
        raise typer.Exit(EXIT_BROKEN_EVIDENCE)
    if not any("there is no" in p.reason for p in mistakes):
        from app.telling.preview import print_preview  # noqa: PLC0415 - only this command needs it
        from app.telling.terminal import console as page_console  # noqa: PLC0415 - as above

        print_preview(record, result.evidence, page_console())


def _list(console: Console, title: str, problems: tuple[Problem, ...] | list[Problem]) -> None:
    if not problems:
        return
    console.print(f"[bold]{title}[/bold]")
    for file, group in groupby(problems, key=lambda p: p.file):
        console.print(f"  {escape(file)}", highlight=False)
        for problem in group:
            field = f"{problem.field}: " if problem.field else ""
            console.print(f"    {escape(field + problem.reason)}", highlight=False)


def _cover(console: Console, folder: Path, result: LintResult) -> bool:
    """Print what of ``folder`` is in the base; whether all of it is."""
    if not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder")
    covered, problems = coverage(folder, result.evidence)
    if not covered and not problems:
        raise typer.BadParameter(f"{folder} holds no .yaml file")
    console.print("[bold]Coverage[/bold]")
    for file in covered:
        console.print(
            f"  {escape(file.file)}: {file.total} ids, {file.present} present, {file.aliased} under another id",
            highlight=False,
        )
        for ident in file.missing:
            console.print(f"    missing: {escape(ident)}", highlight=False)
    _list(console, "Mistakes in the fact files", problems)
    return not problems and not any(file.missing for file in covered)


def _count(things: tuple[Problem, ...], noun: str) -> str:
    return f"{len(things)} {noun}{'s' if len(things) != 1 else ''}"
