"""How a list is asked for: parameters that are not known here are refused, and so are values that name nothing.

An answer to what was misspelt would be a wrong one: all claims, or none.
"""

from typing import Annotated

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from app.evidence.base import Evidence

MOST = 200


def _digits(given: object) -> object:
    """A whole number in digits and nothing else; the library would take " 5", "5.0" and "1_0" as well."""
    if isinstance(given, str) and not (given.isascii() and given.isdigit()):
        raise PydanticCustomError("digits", "must be a whole number, written in digits alone")
    return given


class Part(BaseModel):
    """Which part of a list is asked for."""

    model_config = ConfigDict(extra="forbid")
    limit: Annotated[int, Field(ge=1, le=MOST, description="How many at most."), BeforeValidator(_digits)] = 50
    offset: Annotated[int, Field(ge=0, le=100_000, description="How many to leave out."), BeforeValidator(_digits)] = 0


class ClaimsAsked(Part):
    """Which claims are asked for; an empty field asks for nothing."""

    q: str = Field(default="", max_length=500, description="Words to search for, as marketing says them.")
    verdict: str = ""
    kind: str = ""
    treatment: str = ""
    condition: str = ""


def choices(evidence: Evidence) -> dict[str, list[str]]:
    """The ids that each filter of claims takes."""
    return {
        "verdict": [verdict["id"] for verdict in evidence.vocabulary["verdicts"]],
        "kind": [kind["id"] for kind in evidence.vocabulary["kinds"]],
        "treatment": list(evidence.interventions),
        "condition": list(evidence.condition_names),
    }


def refuse_unknown(asked: ClaimsAsked, evidence: Evidence) -> None:
    """Raise ``RequestValidationError`` where a filter names nothing, with all that it takes."""
    wrong = {name: ids for name, ids in choices(evidence).items() if getattr(asked, name) not in {"", *ids}}
    if wrong:
        raise RequestValidationError(
            [
                {"loc": ("query", name), "msg": f"must be one of: {', '.join(ids)}", "type": "enum"}
                for name, ids in wrong.items()
            ]
        )
