"""From plain data to checked objects; what has the wrong shape becomes problems in words for a curator."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from app.evidence.claim import ClaimRecord
from app.evidence.problem import Problem
from app.evidence.references import follow_aliases
from app.evidence.schema import (
    ConditionRecord,
    Finding,
    HelpPlace,
    RegulatoryPosition,
    SafetySignal,
    Source,
    Study,
    Term,
)

MODELS: dict[str, type[BaseModel]] = {
    "sources": Source,
    "studies": Study,
    "regulation": RegulatoryPosition,
    "safety": SafetySignal,
    "conditions": ConditionRecord,
    "findings": Finding,
    "records": ClaimRecord,
    "help": HelpPlace,
}
_TERMS = TypeAdapter(list[Term])
_SAID = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this kind of file (misspelt?)",
    "string_pattern_mismatch": "is not written as it must be (see claims/README.md)",
    "string_too_short": "is empty",
    "too_short": "is empty",
}


def build(file: str, data: object, aliases: Mapping[str, str], problems: list[Problem]) -> Any:  # noqa: ANN401 - a model
    """The object of one file, or None after adding what is wrong with it to ``problems``."""
    section = file.partition("/")[0]
    if not isinstance(data, dict):
        problems.append(Problem(file, "", "is not a record: it must be a list of fields with their values"))
        return None
    follow_aliases(section, data, aliases)
    try:
        thing: Any = MODELS[section].model_validate(data)
    except ValidationError as error:
        problems += shape_problems(file, error)
        return None
    if thing.id != Path(file).stem:
        problems.append(Problem(file, "id", f"is {thing.id!r}, but the file is named {Path(file).stem!r}"))
        return None
    return thing


def shape_problems(file: str, error: ValidationError) -> list[Problem]:
    """What pydantic found, each with its field, the words for a curator where we have better ones."""
    return [Problem(file, _field(e["loc"]), _reason(e["type"], e["msg"])) for e in error.errors(include_url=False)]


def _field(loc: tuple[str | int, ...]) -> str:
    """``outcomes.2.direction``; the names of pydantic's own branches (of an "either, or" field) are left out."""
    return ".".join(str(p) for p in loc if isinstance(p, int) or ("[" not in p and p not in {"int", "str"}))


def _reason(kind: str, message: str) -> str:
    return _SAID.get(kind, message.removeprefix("Value error, ").replace("Input should", "it should"))


def build_terms(file: str, data: object, problems: list[Problem]) -> dict[str, Term]:
    """The treatments or conditions of one vocabulary file by id; parents must stand in the same file."""
    try:
        terms = _TERMS.validate_python(data or [])
    except ValidationError as error:
        problems += shape_problems(file, error)
        return {}
    found = {t.id: t for t in terms}
    if len(found) < len(terms):
        problems.append(Problem(file, "id", "an id stands twice"))
    problems += [
        Problem(file, f"{t.id}.parents", f"there is no {p!r}") for t in terms for p in t.parents if p not in found
    ]
    return found
