"""The evidence base as a whole: its revision, all of it in one file, and the JSON Schema of that file."""

from functools import lru_cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.api.answers import Answering, as_json, readable
from app.api.problems import documented
from app.api.shapes import Revision, WholeBase
from app.evidence.base import Evidence
from app.judging.check import method_revision
from app.pages.requests import EvidenceBase, own_address
from app.telling.markup import LICENCE

OURS = frozenset({"cues", "concepts"})
"""Parts of the vocabulary that only our reader can use."""
SCHEMA = "application/schema+json"
router = APIRouter(prefix="/api/v1", responses=documented(400, 429), tags=["v1"])


@readable(router, "/revision", response_model=Revision)
def get_revision(evidence: EvidenceBase, answers: Answering) -> Response:
    """The revisions of the evidence and of the method (reader and rules)."""
    content = {"evidence_revision": evidence.revision, "method_revision": method_revision(), "version": __version__}
    return answers.held(as_json(content))


@readable(router, "/evidence.json", response_model=WholeBase)
def get_evidence(evidence: EvidenceBase, answers: Answering) -> Response:
    """The whole evidence base in one file, one revision (CC BY 4.0)."""
    return answers.held(_whole(evidence))


@readable(
    router,
    "/evidence.schema.json",
    response_class=Response,
    responses={200: {"description": "A JSON Schema", "content": {SCHEMA: {"schema": {"type": "object"}}}}},
)
def get_schema(request: Request, answers: Answering) -> Response:
    """The JSON Schema (2020-12) that `evidence.json` keeps to."""
    schema = WholeBase.model_json_schema(mode="serialization")
    dialect = "https://json-schema.org/draft/2020-12/schema"
    named = {"$schema": dialect, "$id": f"{own_address(request)}{request.url.path}", **schema}
    return answers.held(as_json(named), SCHEMA)


@readable(router, "/openapi.json", include_in_schema=False)
def get_description(request: Request, answers: Answering) -> Response:
    """The description of the API."""
    return answers.held(as_json(request.app.openapi()))


@lru_cache(maxsize=2)
def _whole(evidence: Evidence) -> bytes:
    """More than a megabyte, so it is put together once for each revision."""
    parts = ("records", "studies", "regulation", "safety", "conditions", "findings", "sources")
    return as_json(
        {
            "licence": LICENCE,
            "evidence_revision": evidence.revision,
            **{name: list(getattr(evidence, name).values()) for name in parts},
            "vocabulary": {name: held for name, held in evidence.vocabulary.items() if name not in OURS},
        }
    )
