"""The pages to compare with: FastAPI alone, sending the bytes that our pages take on the wire."""

import os
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response

app = FastAPI(telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False})
PACKED = {path.name: path.read_bytes() for path in Path(os.environ["LOAD_BARE"]).iterdir()}


@app.get("/{name}")
def page(name: str) -> Response:
    """The same bytes to everybody."""
    return Response(PACKED[name], media_type="text/html", headers={"Content-Encoding": "gzip"})
