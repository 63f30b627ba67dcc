"""For whoever runs the site: does it live, can it serve, and how does it do?"""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.db import answers
from app.judging.check import method_revision
from app.metrics import exposed
from app.pages.requests import EvidenceBase
from app.settings import Settings

router = APIRouter()
Token = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


@router.api_route("/healthz", methods=["GET", "HEAD"], include_in_schema=False)
def healthz() -> Response:
    """Say that the process answers; whoever starts containers asks this."""
    return PlainTextResponse("ok\n")


@router.api_route("/readyz", methods=["GET", "HEAD"], include_in_schema=False)
def readyz(request: Request, evidence: EvidenceBase) -> Response:
    """Say what this worker serves. It is ready also without a database: checking goes on, only links cannot be made."""
    database = answers(request.app.state.database)
    return JSONResponse(
        {
            "ready": True,
            "evidence_revision": evidence.revision,
            "method_revision": method_revision(),
            "claims": len(evidence.records),
            "database": "up" if database else "down",
        }
    )


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, token: Token) -> Response:
    """The numbers for Prometheus, behind a token; without one in the settings there is no such page."""
    settings: Settings = request.app.state.settings
    if not settings.metrics_token:
        raise HTTPException(404)
    if token is None or not secrets.compare_digest(token.credentials.encode(), settings.metrics_token.encode()):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    return Response(exposed(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
