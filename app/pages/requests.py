"""What page functions are given: the evidence base, the templates and the form, read within the limit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from pydantic import AfterValidator
from starlette.datastructures import FormData
from starlette.responses import Response

from app.edition import Edition
from app.evidence.base import Evidence
from app.pages.keeping import KeptPages
from app.settings import Settings
from app.sharing import Gone, Links
from app.telling.explanation import Explainer
from app.telling.shelves import Shelf
from app.telling.words import THEMES
from app.templating import Pages


@dataclass(frozen=True, slots=True)
class CheckForm:
    """The form of the first page as posted; anything missing is empty."""

    text: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page that is the same for everybody is made from, and where it is kept."""

    pages: Pages
    shelf: Shelf
    kept: KeptPages


def desk_of(request: Request) -> Desk:
    """The desk of the request: taken by hand, because each dependency would cost more than handing out the page."""
    edition = edition_of(request)
    return Desk(request.app.state.pages, edition.shelf, edition.kept)


def edition_of(request: Request) -> Edition:
    """The edition that the whole request sees."""
    edition: Edition = request.state.edition
    return edition


# Coroutines, though they await nothing: FastAPI sends each plain function to a thread, at many times its own cost.
async def _evidence(request: Request) -> Evidence:
    return edition_of(request).evidence


async def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


async def _kept(request: Request) -> KeptPages:
    return edition_of(request).kept


async def _shelf(request: Request) -> Shelf:
    return edition_of(request).shelf


async def _links(request: Request) -> Links:
    links: Links = request.app.state.links
    return links


async def _explainer(request: Request) -> Explainer:
    return edition_of(request).explainer


async def posted(request: Request) -> FormData:
    """The posted form, read within the body limit; it never holds a file."""
    settings: Settings = request.app.state.settings
    # No part can be larger than the whole body, so the body limit is the only one a visitor meets.
    return await request.form(max_files=0, max_fields=200, max_part_size=settings.max_body_bytes)


async def _check_form(request: Request) -> CheckForm:
    form = await posted(request)
    text = field(form, "text") or field(form, "url")  # a phone that shares a page may send its address alone
    return CheckForm(text=text.replace("\r\n", "\n"), country=field(form, "country"))


def own_address(request: Request) -> str:
    """The site's own address without a path: the public one, or the one that the visitor used."""
    settings: Settings = request.app.state.settings
    address = urlsplit(settings.public_address.rstrip("/") or str(request.base_url))
    return f"{address.scheme}://{address.netloc}"


def field(form: FormData, name: str) -> str:
    """One field of a form; anything missing is empty."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _theme(asked: str) -> str:
    return asked if asked in THEMES else "auto"


EvidenceBase = Annotated[Evidence, Depends(_evidence)]
Explaining = Annotated[Explainer, Depends(_explainer)]
LinkStore = Annotated[Links, Depends(_links)]
Form = Annotated[FormData, Depends(posted)]
Kept = Annotated[KeptPages, Depends(_kept)]
Shelves = Annotated[Shelf, Depends(_shelf)]
Templates = Annotated[Pages, Depends(_pages)]
PostedForm = Annotated[CheckForm, Depends(_check_form)]
Theme = Annotated[str, AfterValidator(_theme)]
"""The colours of an embed, a key of ``THEMES``; a host's typing mistake shows its visitors the usual ones."""


def listed(request: Request, response: Response, path: str, query: str) -> Response:
    """``response`` with the short address of what it lists, in place of the form's own with its empty fields.

    Each choice can be undone with the back button; typing does not fill the history letter by letter.
    """
    header = "HX-Replace-Url" if request.headers.get("hx-trigger-name") == "q" else "HX-Push-Url"
    response.headers[header] = f"{path}?{query}" if query else path
    return response


@contextmanager
def link_at_hand() -> Iterator[None]:
    """Around what is done with an explanation link: HTTPException 410 where it has ended, 404 where there is none."""
    try:
        yield
    except Gone as gone:
        raise HTTPException(410) from gone
    except LookupError as missing:
        raise HTTPException(404) from missing
