"""The page to compare with: FastAPI alone, sending as many bytes as a claim page takes on the wire."""

import os
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response

app = FastAPI(telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False})
PACKED = Path(os.environ["LOAD_BARE"]).read_bytes()


@app.get("/page")
def page() -> Response:
    """The same bytes to everybody."""
    return Response(PACKED, media_type="text/html", headers={"Content-Encoding": "gzip"})
