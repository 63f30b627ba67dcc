"""The layers of docs/architecture.md hold: each uses those that its row names, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import HOME

APP = HOME / "app"
ROWS = re.findall(r"^\| `(\w+)` \| .* \| (.*)\|$", (HOME / "docs/architecture.md").read_text("utf-8"), re.MULTILINE)
LAYERS = {name: set(re.findall(r"`(\w+)`", uses)) for name, uses in ROWS if not uses.startswith("everything")}
PURE = ("evidence", "reading", "judging")
SQL = {"sqlalchemy", "sqlmodel", "alembic"}
EDGES = {"fastapi", "starlette", "uvicorn", "jinja2", "httpx2", "requests", "typer", "rich", *SQL}
MAY_USE_SQL = {"db", "models", "sharing", "feedback"}


def imported(path: Path) -> Iterator[str]:
    """Dotted names of everything that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def files(layer: str) -> list[Path]:
    found = sorted((APP / layer).rglob("*.py"))
    assert found, layer
    return found


def test_the_table_names_the_layers() -> None:
    assert set(LAYERS) == {*PURE, "telling"}
    assert {name for name, _ in ROWS} == {path.name for path in APP.iterdir() if (path / "__init__.py").is_file()}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_uses_only_what_its_row_names(layer: str) -> None:
    for path in files(layer):
        ours = {name.split(".")[1] for name in imported(path) if name.startswith("app.")}
        assert ours <= {layer, *LAYERS[layer]}, path


@pytest.mark.parametrize("layer", PURE)
def test_the_pure_layers_know_no_web_no_terminal_and_no_database(layer: str) -> None:
    for path in files(layer):
        assert not {name.split(".")[0] for name in imported(path)} & EDGES, path


def test_queries_stand_in_four_modules() -> None:
    for path in APP.rglob("*.py"):
        names = {name for name in imported(path) if name.split(".")[0] in SQL}
        assert not names or path.stem in MAY_USE_SQL, path


def test_every_file_named_is_there() -> None:
    text = (HOME / "docs/architecture.md").read_text("utf-8")
    for name in re.findall(r"`((?:claims|tests|templates)/[\w./-]*)`", text):
        assert (HOME / name).exists(), name
    for name in re.findall(r"`((?:judging|pages)/\w+\.py|\w+\.py)`", text):
        assert (APP / name).is_file(), name
