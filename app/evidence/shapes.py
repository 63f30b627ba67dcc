"""From plain data to checked objects; what has the wrong shape becomes problems in words for a curator."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

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
_SAID = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this kind of file (misspelt?)",
    "string_pattern_mismatch": "is not written as it must be (see claims/README.md)",
    "string_too_short": "is empty",
    "too_short": "is empty",
    "model_type": "must be fields with their values",
    "dict_type": "must be fields with their values",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
}


def build(file: str, data: object, aliases: Mapping[str, str], problems: list[Problem]) -> Any:  # noqa: ANN401 - a model
    """The object of one file, or None after adding what is wrong with it to ``problems``."""
    section = file.partition("/")[0]
    if isinstance(data, dict):
        follow_aliases(section, data, aliases)
    thing = shaped(file, data, MODELS[section].model_validate, problems)
    if thing is None:
        return None
    if thing.id != Path(file).stem:
        problems.append(Problem(file, "id", f"is {thing.id!r}, but the file is named {Path(file).stem!r}"))
        return None
    return thing


def shaped(file: str, data: object, validate: Callable[[Any], Any], problems: list[Problem]) -> Any:  # noqa: ANN401 - as above
    """What ``validate`` makes of the content of one file, or None after adding what is wrong to ``problems``."""
    if data is None:
        problems.append(Problem(file, "", "is empty"))
        return None
    try:
        return validate(data)
    except ValidationError as error:
        problems += shape_problems(file, error)
        return None


def shape_problems(file: str, error: ValidationError) -> list[Problem]:
    """What pydantic found, each with its field, the words for a curator where we have better ones."""
    return [Problem(file, _field(e["loc"]), _reason(e["type"], e["msg"])) for e in error.errors(include_url=False)]


def _field(loc: tuple[str | int, ...]) -> str:
    """``outcomes.2.direction``; the names of pydantic's own branches (of an "either, or" field) are left out."""
    return ".".join(str(p) for p in loc if isinstance(p, int) or ("[" not in p and p not in {"int", "str"}))


def _reason(kind: str, message: str) -> str:
    return _SAID.get(kind, message.removeprefix("Value error, ").replace("Input should", "it should"))
