"""Turns a template and what it needs into a response: the whole page, or one block of it for htmx."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from http import HTTPStatus
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_environment
from jinja2_fragments.fastapi import Jinja2Blocks
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.assets import STYLES, htmx_address, static_address
from app.evidence.fields import country_of
from app.models import LONGEST_FEEDBACK
from app.settings import HOME
from app.telling.explanation import MOST_STATEMENTS
from app.telling.glossary import FirstUse
from app.telling.qr import qr_code
from app.telling.quoting import unquoted
from app.telling.record import UNSIGNED
from app.telling.sources import numbered, placed
from app.telling.words import SAYS_OF

TEMPLATES = HOME / "templates"
LONGEST_PATH = 120  # a longer one is none of ours, and would make a picture too dense for a phone

REMEMBERED = frozenset({"verdict_icon", "ladder", "reach", "references", "placed_references", "source_entry"})
"""Components that a long answer shows again and again, made of the evidence alone and never of what was pasted."""
MOST_REMEMBERED = 4096  # of one component, of about a kilobyte each

_LEADS_OFF = re.compile(r'<a((?: [\w-]+="[^"]*")*? href="(?!#))')

# htmx neither adds styles nor runs scripts out of a response, and keeps no page in the browser's storage, because a
# page can hold what a patient pasted; going back therefore asks the server again. Mistakes in a text come back with
# the text; every other failure names a place above the page for itself (app/pages/errors.py).
HTMX_CONFIG = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "allowScriptTags": False,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,  # so "back" loads the whole page again, not the block that stood in it
    "selfRequestsOnly": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "[45]..", "swap": True, "error": True},
    ],
}


def environment(public_address: str = "") -> Environment:
    """The template environment; every component macro is a global, so that blocks rendered alone find it too."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {
        "static": static_address,
        "styles": STYLES,
        "htmx": htmx_address(),
        "htmx_config": HTMX_CONFIG,
        "version": __version__,
        "most_statements": MOST_STATEMENTS,
        "longest_feedback": LONGEST_FEEDBACK,
        "says_of": SAYS_OF,
        "unsigned": UNSIGNED,
        "qr_code": qr_code,
        "public_address": public_address.rstrip("/"),
    }
    env.filters["country_of"] = country_of
    env.filters["explained"] = explained
    env.filters["in_new_tab"] = in_new_tab
    env.filters["numbered"] = numbered
    env.filters["placed"] = placed
    env.filters["unquoted"] = unquoted
    for path in sorted((TEMPLATES / "components").glob("*.html")):
        env.globals[path.stem] = _component(env, path.stem)
    return env


def in_new_tab(rendered: Markup) -> Markup:
    """``rendered`` with every link that leads off its page opening in a tab of its own.

    An answer has no address and is kept nowhere: whoever followed a link in it could not come back to it.
    """
    # Text of visitors is escaped by now, so what looks like a link is one of ours.
    return Markup(_LEADS_OFF.sub(r'<a target="_blank"\1', str(rendered)))  # noqa: S704 - rendered by our own templates


@pass_environment
def explained(env: Environment, text: str, first_use: FirstUse | None) -> str:
    """``text``, one of ours, with a link to the meaning of each hard word that its page uses for the first time."""
    pieces = tuple(first_use.pieces(text)) if first_use else ()
    if not any(word for _, word in pieces):
        return text
    term: Callable[..., Markup] = env.globals["term"]  # type: ignore[assignment] # a component, as all are
    return Markup("").join(term(piece, word) if word else piece for piece, word in pieces)


def _component(env: Environment, name: str) -> Callable[..., Any]:
    """The macro of ``components/{name}.html``; looked up when first called, because components use one another."""

    @cache
    def macro() -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(env.get_template(f"components/{name}.html").module, name)
        return found

    def component(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the macro takes
        return macro()(*arguments, **named)

    return lru_cache(MOST_REMEMBERED)(component) if name in REMEMBERED else component


class Pages:
    """Renders templates."""

    def __init__(self, public_address: str = "") -> None:
        """``public_address`` is the site's own address without a path, or empty where it is not public."""
        self._public_address = public_address.rstrip("/")
        self.env = environment(public_address)
        self._blocks = Jinja2Blocks(env=self.env)

    def render(
        self,
        request: Request,
        name: str,
        context: Mapping[str, Any],
        *,
        block: str | None = None,
        status: int = 200,
    ) -> Response:
        """The page ``name``; only its ``block`` where htmx asks for it."""
        # The site's own address, for what programs elsewhere read: links, feeds and pictures.
        own = self._public_address or str(request.base_url).rstrip("/")
        fragment = block if block is not None and request.headers.get("hx-request") == "true" else None
        given = {"base": own, "path": request.url.path, "paper": _on_paper(request, own, status), **context}
        response: Response = self._blocks.TemplateResponse(
            request, name, given, status_code=status, block_name=fragment
        )
        if block is not None:
            response.headers["Vary"] = "HX-Request"
        return response


def _on_paper(request: Request, own: str, status: int) -> str:
    """The address that stands at the foot of a printed page: its own, or the first page's where it has none to open.

    Empty for explanation links: those print an address of their own, and must never print the secret one.
    """
    path = request.url.path
    if path.startswith("/e/"):
        return ""
    lasting = status == HTTPStatus.OK and request.method in {"GET", "HEAD"} and len(path) <= LONGEST_PATH
    return own + path if lasting else f"{own}/"
