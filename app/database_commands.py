"""Commands for operators: the database of links and feedback made, copied and put back, and what is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from app.exits import EPILOG, EXIT_UNREADABLE
from app.settings import read_settings

File = Annotated[Path, typer.Argument(dir_okay=False, help="The copy, one file.")]
LARGEST = 2**31 - 1
"""The largest number that a link can have in PostgreSQL."""
Most = Annotated[int, typer.Option(help="How many, the newest first.", min=1, max=LARGEST)]
Number = Annotated[int, typer.Argument(help="The number that `list` and a report show.", max=LARGEST)]


def register(app: typer.Typer) -> None:
    """Add ``migrate``, ``backup``, ``restore``, ``feedback`` and ``explanations`` to ``app``."""
    for command in (migrate, backup, restore, feedback):
        app.command(epilog=EPILOG)(command)
    links = typer.Typer(help="Explanation links: list them, look into one, withdraw one.", no_args_is_help=True)
    links.command("list")(list_links)
    links.command("show")(show_link)
    links.command("withdraw")(withdraw_link)
    app.add_typer(links, name="explanations")


@contextmanager
def database() -> Iterator[str]:
    """The address of the database, for what a command does with it; what is wrong with it ends the command."""
    from app.db import DatabaseProblem, named, problems_told  # noqa: PLC0415 - few commands need it

    url = read_settings().database_url
    try:
        with problems_told(f"{named(url)} cannot be used"):
            yield url
    except DatabaseProblem as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(EXIT_UNREADABLE) from None


def migrate() -> None:
    """Bring the database of links and feedback to its newest shape."""
    from app.db import migrate as upgrade  # noqa: PLC0415 - only this command needs it

    with database() as url:
        upgrade(url)
    typer.echo("The database has its newest shape.", err=True)


def backup(file: File) -> None:
    """Copy the SQLite database of links and feedback into one file, also while the site serves."""
    from app.backup import save  # noqa: PLC0415 - only this command needs it

    with database() as url:
        rows = save(url, file)
    typer.echo(f"{rows} links and messages are in {file}.", err=True)


def restore(file: File) -> None:
    """Put a copy back in place of the SQLite database, and bring it to its newest shape."""
    from app.backup import put_back  # noqa: PLC0415 - only this command needs it

    with database() as url:
        rows = put_back(url, file)
    typer.echo(f"{rows} links and messages are back.", err=True)


def feedback(most: Most = 50) -> None:
    """Show what visitors said of pages, for the curators."""
    from app.db import opened  # noqa: PLC0415 - only this command needs it
    from app.feedback import newest  # noqa: PLC0415 - as above

    with database() as url, opened(url) as engine:
        rows = newest(engine, most)
    for row in rows:
        typer.echo(f"{row.sent_at:%Y-%m-%d}  {row.kind:<10}  {row.page}  {' '.join(row.text.split())}")
    if not rows:
        typer.echo("No feedback yet.", err=True)


def list_links(most: Most = 50) -> None:
    """Show the newest links: number, dates and notes, without any secret."""
    from app.db import opened  # noqa: PLC0415 - only this command needs it
    from app.sharing import Links  # noqa: PLC0415 - as above

    with database() as url, opened(url) as engine:
        rows = Links(engine).recent(most)
    for row in rows:
        state = "withdrawn" if row.withdrawn_at else f"until {row.expires_at:%Y-%m-%d}"
        typer.echo(f"{row.id:>6}  {row.made_at:%Y-%m-%d}  {state:<16}  {' '.join(row.note.split())[:80]}")


def show_link(number: Number) -> None:
    """Show what one link shows, so that a report can be looked into."""
    from app.db import opened  # noqa: PLC0415 - only this command needs it
    from app.notes import plain  # noqa: PLC0415 - as above
    from app.sharing import Links  # noqa: PLC0415 - as above
    from app.telling.explanation import LONGEST_QUOTE  # noqa: PLC0415 - as above

    with database() as url, opened(url) as engine:
        row = Links(engine).numbered(number)
    if row is None:
        typer.echo(f"There is no link {number}.", err=True)
        raise typer.Exit(EXIT_UNREADABLE)
    for statement in row.shown:  # pasted words could hold what moves a terminal; a note was cleaned when it was stored
        typer.echo(f"{statement['label']}: {plain(str(statement['quote']), LONGEST_QUOTE)}")
    typer.echo(f"Note: {row.note}" if row.note else "No note.")


def withdraw_link(number: Number) -> None:
    """End one link at once."""
    from app.db import opened  # noqa: PLC0415 - only this command needs it
    from app.sharing import Links  # noqa: PLC0415 - as above

    with database() as url, opened(url) as engine:
        withdrawn = Links(engine).withdraw_number(number)
    if not withdrawn:
        typer.echo(f"There is no link {number}.", err=True)
        raise typer.Exit(EXIT_UNREADABLE)
