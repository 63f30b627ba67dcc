"""Is the server alive?"""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

router = APIRouter()


@router.get("/healthz", include_in_schema=False)
def healthz() -> PlainTextResponse:
    """Say that the process answers; whoever starts containers asks this."""
    return PlainTextResponse("ok\n")
