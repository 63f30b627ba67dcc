"""The description of the API (OpenAPI 3.1), with a real example for each verdict."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app import __version__
from app.api.asking import choices
from app.api.problems import Problem
from app.evidence.base import Evidence
from app.judging.check import check
from app.pages.examples import EXAMPLES

WORDS = """\
Judges sentences of clinic marketing against a curated evidence base, and gives that base away.

**Stable.** Under `/api/v1` fields may be added; none is removed or changes its meaning. What would need that comes as
`/api/v2`, and `/api/v1` then stays for at least a year.

**Private.** A check stores nothing and logs nothing of the text. Only `POST /explanations` stores, and only the claims
chosen, masked.

**Errors** are problem details (RFC 9457) and never repeat what was sent. **Limits** stand in the `RateLimit-*` headers.
**Reading** is open to pages of other sites (CORS), and every answer of reading has an `ETag`.

The evidence may be reused under CC BY 4.0. A verdict is never shown without its date, certainty and sources.
"""
OUTSIDE = ("Vitamin C cures the common cold.", "Acupuncture cures migraine.")
"""Sentences from outside the field, for the example of a text that we do not cover."""


def describe(app: FastAPI, evidence: Evidence) -> dict[str, Any]:
    """The whole description; its examples are judged now, so that they are true of this revision."""
    described = get_openapi(
        title="Clinic Claim Checker",
        version=__version__,
        openapi_version="3.1.0",
        description=WORDS,
        routes=app.routes,
        license_info={"name": "Code MIT, evidence CC BY 4.0"},
    )
    schemas = described["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    examples = dict(_examples(evidence))
    asked = described["paths"]["/api/v1/check"]["post"]
    asked["requestBody"]["content"]["application/json"]["examples"] = {
        verdict: {"summary": label, "value": {"text": text}} for verdict, (label, text, _) in examples.items()
    }
    asked["responses"]["200"]["content"]["application/json"]["examples"] = {
        verdict: {"summary": label, "value": report} for verdict, (label, _, report) in examples.items()
    }
    _name_real_things(described["paths"], evidence)
    return described


def _name_real_things(paths: dict[str, Any], evidence: Evidence) -> None:
    """Give each address with an id one that exists and each filter its choices; say where a link's token comes from."""
    held = {
        "claims": evidence.records,
        "treatments": evidence.interventions,
        "conditions": evidence.condition_names,
        "studies": evidence.studies,
        "safety": {i: s for i, s in evidence.safety.items() if s.is_confirmed},
        "regulation": {i: p for i, p in evidence.regulation.items() if p.is_confirmed},
        "sources": evidence.sources,
    }
    for name, things in held.items():
        for parameter in paths[f"/api/v1/{name}/{{ident}}"]["get"]["parameters"]:
            if parameter["name"] == "ident":
                parameter["example"] = next(iter(things), "none")
    taken = choices(evidence)
    for parameter in paths["/api/v1/claims"]["get"]["parameters"]:
        if parameter["name"] in taken:
            parameter["schema"]["enum"] = ["", *taken[parameter["name"]]]
    one = paths["/api/v1/explanations/{token}"]
    paths["/api/v1/explanations"]["post"]["responses"]["201"]["links"] = {
        what: {"operationId": one[method]["operationId"], "parameters": {"token": "$response.body#/token"}}
        for what, method in (("read", "get"), ("prolong", "patch"), ("withdraw", "delete"))
    }


def _examples(evidence: Evidence) -> Iterator[tuple[str, tuple[str, str, dict[str, Any]]]]:
    """For each verdict a sentence of our own example texts that gets it, alone on its page."""
    own = [s.text for example in EXAMPLES for s in check(example.text, evidence).statements]
    judged = [(text, check(text, evidence)) for text in (*own, *OUTSIDE)]
    for verdict in evidence.vocabulary["verdicts"]:
        for text, report in judged:
            if [s.verdict for s in report.statements] == [verdict["id"]]:
                yield verdict["id"], (verdict["label"], text, report.as_json())
                break
