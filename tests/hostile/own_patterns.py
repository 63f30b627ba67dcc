"""Writes every regular expression that this project compiles, as JSON: run in a process of its own, before any import.

The module ``re`` is watched while the application is imported and made, so that patterns built from claims/vocabulary
are among them; those of libraries are not.
"""

import importlib
import json
import pkgutil
import re
import sys
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME))
found: dict[tuple[str, int], str] = {}
plain = _compiler.compile


def watched(pattern: object, flags: int = 0) -> "re.Pattern[str]":
    """Compile, and note the pattern if the line that asked for it is ours."""
    made: re.Pattern[str] = plain(pattern, flags)
    frame = sys._getframe(1)  # noqa: SLF001 - the only way to the caller
    while frame.f_back and (Path(frame.f_code.co_filename).parent.name == "re" or frame.f_code.co_name == "watched"):
        frame = frame.f_back
    asker = Path(frame.f_code.co_filename)
    if isinstance(pattern, str) and asker.is_relative_to(HOME / "app"):
        found.setdefault((pattern, made.flags), f"{asker.relative_to(HOME)}:{frame.f_lineno}")
    return made


_compiler.compile = watched

import app  # noqa: E402 - watched from its first import on

for module in pkgutil.walk_packages(app.__path__, "app."):
    importlib.import_module(module.name)

from app.judging.check import check  # noqa: E402 - as above
from app.main import create_app  # noqa: E402 - as above
from app.pages.examples import EXAMPLES  # noqa: E402 - as above

edition = create_app().state.edition
for example in EXAMPLES:  # patterns that are made when they are first needed
    edition.composer.answer(check(example.text, edition.evidence))
    edition.explainer.of_cards(edition.explainer.cards(example.text), strike=["a name"])
json.dump([(pattern, flags, where) for (pattern, flags), where in found.items()], sys.stdout)
