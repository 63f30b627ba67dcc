"""The command line, ``claimcheck``."""

import errno
import json
import os
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Generator
from contextlib import closing, suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from app import batch, database_commands
from app.client import Server, ServerProblem
from app.curating import register, summary
from app.evidence import Evidence, EvidenceError, load
from app.evidence.lint import lint
from app.exits import EPILOG, EXIT_BROKEN_EVIDENCE, EXIT_NOT_SWAPPED, EXIT_UNREADABLE, EXIT_WRONG_USE
from app.reading.document import InputProblem
from app.reading.labelled import LabelProblem, labelled_pages, read_labelled
from app.settings import HOME, SettingsProblem, read_settings


class Commands(TyperGroup):
    """All commands: what may stop any of them ends it with a line for people."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401 - as typer has it
        """Run the command that was asked for."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except SettingsProblem as problem:
            typer.echo(str(problem), err=True)
            raise typer.Exit(EXIT_WRONG_USE) from None
        except LabelProblem as problem:
            typer.echo(str(problem), err=True)
            raise typer.Exit(EXIT_UNREADABLE) from None
        except OSError as fault:
            # A file that is named is not what we write into; a reader that has gone away is no error.
            if fault.filename is not None or fault.errno == errno.EPIPE:
                raise
            typer.echo(f"The answer cannot be written: {fault.strerror}.", err=True)
            _write_no_more()
            raise typer.Exit(EXIT_UNREADABLE) from None
        return done


cli = typer.Typer(
    name="claimcheck",
    cls=Commands,
    help="Check what a clinic says, claim by claim, against the evidence.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with local variables would print the text being checked
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How `check` answers."""

    text = "text"
    json = "json"


Source = Annotated[Path, typer.Argument(help="File to read; `-` reads standard input.", allow_dash=True)]


@cli.command(epilog=EPILOG)
def check(
    source: Source = Path("-"),
    answer_format: Annotated[Format, typer.Option("--format", help="For people, or for programs.")] = Format.text,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One JSON object with `id` and `text` a line; one out.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", help="With --jsonl, processes that judge at once; 0 takes every core.", min=0),
    ] = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="Plain text also in a terminal.")] = False,
    server: Annotated[
        str, typer.Option("--server", help="Ask this copy of the site, such as https://example.org, over its API.")
    ] = "",
) -> None:
    """Judge one text, a page or a sentence; with --jsonl many, each alone."""
    if jobs is not None and (server or not jsonl):
        raise typer.BadParameter("--jobs goes with --jsonl, and not with --server.")
    if server:
        _check_there(server, source, answer_format, jsonl=jsonl)
        return
    evidence = evidence_or_exit()
    if jsonl:
        _check_lines(source, batch.judge_with(evidence), jobs)
        return
    text = _text(source)
    from app.judging.check import check as judge  # noqa: PLC0415 - keeps `--help` quick

    try:
        report = judge(text, evidence)
    except InputProblem as problem:
        typer.echo(problem.message, err=True)
        raise typer.Exit(EXIT_UNREADABLE) from None
    if answer_format is Format.json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        return
    from app.telling.compose import Composer  # noqa: PLC0415 - as above
    from app.telling.terminal import console, print_answer  # noqa: PLC0415 - as above

    print_answer(Composer(evidence).answer(report), console(color=not no_color))


def _check_there(server: str, source: Path, answer_format: Format, *, jsonl: bool) -> None:
    """Have the text judged by a server; nothing is judged here."""
    try:
        asked = Server(server)
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None
    try:
        if jsonl:
            _check_lines(source, asked.report)
            return
        text = _text(source)
        if answer_format is Format.json:
            typer.echo(json.dumps(asked.report(text), ensure_ascii=False, indent=2))
        else:
            typer.echo(asked.words(text), nl=False)
    except ServerProblem as problem:
        typer.echo(problem.message, err=True)
        raise typer.Exit(EXIT_UNREADABLE) from None


def _check_lines(source: Path, judge: batch.Judge, jobs: int | None = None) -> None:
    """Answer each line, in order; with ``jobs`` by that many processes, 0 by one for each core."""
    lines = batch.numbered(_read(source))
    answers: Generator[str] = (batch.answer(line, judge) for line in lines)
    if jobs is not None:
        from app import jobs as processes  # noqa: PLC0415 - only this option needs it

        answers = processes.answers(lines, jobs or processes.cores(), read_settings().claims)
    with batch.progress(len(lines)) as advance, closing(answers):
        for answer in answers:
            try:
                typer.echo(answer)
            except BrokenPipeError:  # a reader that has gone away (`| head`) is no error
                _write_no_more()
                return
            advance()


@cli.command(epilog=EPILOG)
def evaluate(
    file: Annotated[Path | None, typer.Argument(help="Labelled sentences, one JSON object a line.")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List each sentence that was judged wrongly.")] = False,
    pages: Annotated[
        Path | None, typer.Option("--pages", help="Folder of pages, `x.md` with its key `x.jsonl`, judged whole.")
    ] = None,
) -> None:
    """Score the judge against labelled sentences or pages."""
    if (file is None) == (pages is None):
        raise typer.BadParameter("Name either a file of sentences or --pages with a folder.")
    from app import evaluation  # noqa: PLC0415 - only this command needs it

    evidence = evidence_or_exit()
    score = (
        evaluation.evaluate_pages(labelled_pages(pages), evidence)
        if pages is not None
        else evaluation.evaluate(read_labelled(file or Path()), evidence)
    )
    for line in score.lines(misses=misses):
        typer.echo(line)


@cli.command(epilog=EPILOG)
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[
        int,
        typer.Option(help="Processes that share the port; one a core.", min=1, envvar="CLAIMCHECK_WORKERS"),
    ] = 1,
) -> None:
    """Serve the web site."""
    from app.db import Unavailable  # noqa: PLC0415 - few commands need it
    from app.db import migrate as upgrade  # noqa: PLC0415 - as above
    from app.logs import greeting  # noqa: PLC0415 - as above
    from app.serving import listen  # noqa: PLC0415 - as above
    from app.serving import serve as serve_there  # noqa: PLC0415 - as above

    evidence = evidence_or_exit()
    with (
        database_commands.database() as url,
        suppress(*Unavailable, OSError),
    ):  # the workers serve without it until it is there
        upgrade(url)
    try:
        bound = listen(host, port)
    except OSError as problem:
        reason = problem.strerror or problem
        typer.echo(f"Cannot serve at {host}, port {port}: {reason}. Choose others by --host and --port.", err=True)
        raise typer.Exit(EXIT_UNREADABLE) from None
    settings = read_settings()
    for words in (
        f"Evidence {evidence.revision}, {summary(lint(settings.claims))}",
        f"Open http://{host}:{port} in a browser. Stop with Ctrl-C.",
    ):
        typer.echo(greeting(words, settings.log_format), err=True)
    if not serve_there(bound, workers, evidence):
        raise typer.Exit(EXIT_UNREADABLE)


@cli.command(epilog=EPILOG)
def reload(
    patience: Annotated[int, typer.Option(help="Seconds to wait for the workers' answers.", min=1)] = 60,
) -> None:
    """Have every running worker on this machine serve the evidence as it is now; a broken base changes nothing."""
    from app.workers import ask_to_swap  # noqa: PLC0415 - only this command needs it

    evidence, folder = evidence_or_exit(), read_settings().run_folder
    workers = ask_to_swap(folder, evidence.revision, patience)
    for worker in workers:
        behind = f", not {evidence.revision}. {worker.problem}" if worker.revision != evidence.revision else ""
        typer.echo(f"Worker {worker.pid} serves revision {worker.revision}{behind}", err=bool(behind))
    if not workers:
        typer.echo(f"No running worker is known in {folder}.", err=True)
    if not workers or any(worker.revision != evidence.revision for worker in workers):
        raise typer.Exit(EXIT_NOT_SWAPPED)


@cli.command(epilog=EPILOG)
def readability(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Addresses of pages; else every page of its own kind.")
    ] = None,
) -> None:
    """List the reading grade of each page, the hardest first (Automated Readability Index; 8 is about age 13)."""
    from app.evidence.readability import easy_words  # noqa: PLC0415 - only this command needs it
    from app.main import create_app  # noqa: PLC0415 - as above
    from app.page_grades import NoPage, page_grades  # noqa: PLC0415 - as above
    from app.pages.machines import FIXED  # noqa: PLC0415 - as above

    evidence = evidence_or_exit()
    chosen = paths or [*FIXED, *(f"/claims/{ident}" for ident in evidence.records)]
    easy = easy_words(evidence.vocabulary["glossary"])
    try:
        grades = sorted(page_grades(create_app(evidence=evidence), chosen, easy), key=lambda page: -page.grade)
    except NoPage as missing:
        raise typer.BadParameter(f"there is no page {missing.args[0]}") from None
    for page in grades:
        typer.echo(f"{page.grade:5.1f}  {page.words:6,} words  {page.path}")


@cli.command(epilog=EPILOG)
def train(
    pages: Annotated[Path, typer.Option(help="Folder of labelled pages, `x.md` with its key `x.jsonl`.")] = (
        HOME / "tests" / "batches"
    ),
) -> None:
    """Train the reading model again from example wordings and labelled pages (needs the `train` packages)."""
    try:
        from app.reading import train as training  # noqa: PLC0415 - loads the training packages
    except ModuleNotFoundError as missing:
        typer.echo(f"{missing.name} is not installed; `make setup` installs what training needs.", err=True)
        raise typer.Exit(EXIT_UNREADABLE) from None
    from app.evidence.files import example_texts  # noqa: PLC0415 - only this command needs it
    from app.masking import ORDINARY, ordinary_file  # noqa: PLC0415 - as above
    from app.reading.lexicon import Lexicon  # noqa: PLC0415 - as above
    from app.reading.model import WEIGHTS  # noqa: PLC0415 - as above

    folder = read_settings().claims
    rows = training.read_wordings(folder / "wordings")
    labelled = training.read_pages(pages)
    (folder / ORDINARY).write_text(ordinary_file(example_texts(folder)), encoding="utf-8")
    training.train(rows, Lexicon(evidence_or_exit().vocabulary), labelled).save()
    size = WEIGHTS.stat().st_size
    typer.echo(f"Trained on {len(rows):,} wordings, {len(labelled)} pages; {WEIGHTS.name} holds {size:,} bytes.")


def evidence_or_exit() -> Evidence:
    """The evidence base; where it is broken, every mistake on standard error and exit code 3."""
    try:
        return load(read_settings().claims)
    except EvidenceError as problems:
        typer.echo(str(problems), err=True)
        raise typer.Exit(EXIT_BROKEN_EVIDENCE) from None


def _write_no_more() -> None:
    """Let nothing be written that is still to be written; at the end of the program it would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _text(source: Path) -> str:
    """The text in ``source``, in UTF-8, or in UTF-16 that says so; a letter that is read wrongly can turn a verdict."""
    content = _read(source)
    try:
        return content.decode("utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        name = "The text" if str(source) == "-" else source
        typer.echo(f"{name} is not UTF-8; save it as UTF-8.", err=True)
        raise typer.Exit(EXIT_UNREADABLE) from None


def _read(source: Path) -> bytes:
    if str(source) != "-":
        try:
            return source.read_bytes()
        except OSError as problem:
            typer.echo(f"{source} cannot be read: {problem.strerror}.", err=True)
            raise typer.Exit(EXIT_UNREADABLE) from None
    if sys.stdin.isatty():
        typer.echo("Paste the text, then press Ctrl-D on an empty line.", err=True)
    try:
        return sys.stdin.buffer.read()
    except OSError as problem:
        typer.echo(f"The text cannot be read: {problem.strerror}.", err=True)
        raise typer.Exit(EXIT_UNREADABLE) from None


database_commands.register(cli)
register(cli)


def main() -> None:
    """Run the command line."""
    cli()


if __name__ == "__main__":
    main()
