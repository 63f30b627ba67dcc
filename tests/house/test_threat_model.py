"""The page of threats is kept: every row names a control and tests, and every test that it names is there."""

import ast
import re
from functools import lru_cache

import pytest

from app.settings import HOME

PAGE = (HOME / "docs" / "security.md").read_text("utf-8")
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| threat"))
]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


@lru_cache
def defined_in(path: str) -> frozenset[str]:
    tree = ast.parse((HOME / path).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("path", "name"), NAMED, ids=str)
def test_a_test_that_holds_a_control_is_there(path: str, name: str) -> None:
    assert name.startswith("test_")
    assert name in defined_in(path)


def test_every_threat_has_a_control_and_a_test() -> None:
    assert len(ROWS) > 25
    for row in ROWS:
        assert len(row) == 3, row
        assert row[0]
        assert row[1]
        assert re.search(r"`tests/[\w/]+\.py::test_\w+`", row[2]), row


@pytest.mark.parametrize("asked", ["worth protecting", "Who might want", "Where trust ends", "left open"])
def test_the_page_answers(asked: str) -> None:
    assert re.search(rf"^## .*{asked}.*\n\n.*\S", PAGE, re.MULTILINE)


def test_the_commands_that_it_names_are_there() -> None:
    makefile = (HOME / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", PAGE, re.MULTILINE):
        assert f"\n{target}:" in makefile
