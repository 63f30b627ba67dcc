"""Static files: our own style sheets, and htmx from its package. The only module that knows where htmx comes from."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from app.settings import HOME

STATIC = HOME / "static"
HTMX_PACKAGE = ("js_lib_htmx", "static/htmx")
HTMX_FILE = "htmx.min.js"
HTMX_SHA256 = "491955cd1810747d7d7b9ccb936400afb760e06d25d53e4572b64b6563b2784e"
DARK = "dark.css"
STYLES = ("tokens.css", DARK, "base.css", "components.css", "browse.css", "print.css")


def htmx_file() -> Path | None:
    """The htmx file, if the package is there and holds exactly the release that was tried; pages work without it."""
    package, folder = HTMX_PACKAGE
    try:
        path = Path(str(files(package))) / folder / HTMX_FILE
        content = path.read_bytes()
    except (ModuleNotFoundError, OSError):
        return None
    return path if hashlib.sha256(content).hexdigest() == HTMX_SHA256 else None


@cache
def fingerprint(path: Path) -> str:
    """A few letters that change when the file does, so that browsers may keep it for long."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def static_address(name: str) -> str:
    """Address of one of our static files, with its fingerprint."""
    return f"/static/{name}?v={fingerprint(STATIC / name)}"


def htmx_address() -> str | None:
    """Address of htmx, or None where it is missing and the script is left out."""
    path = htmx_file()
    return None if path is None else f"/assets/{HTMX_FILE}?v={fingerprint(path)}"
