"""What page functions are given: the evidence base, the templates and the form, read within the limit."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.evidence.base import Evidence
from app.settings import Settings
from app.telling.shelves import Shelf
from app.templating import Pages


@dataclass(frozen=True, slots=True)
class CheckForm:
    """The form of the first page as posted; anything missing is empty."""

    text: str
    country: str = ""


def _evidence(request: Request) -> Evidence:
    evidence: Evidence = request.app.state.evidence
    return evidence


def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.shelf
    return shelf


async def _check_form(request: Request) -> CheckForm:
    settings: Settings = request.app.state.settings
    # No part can be larger than the whole body, so the body limit is the only one a visitor meets.
    form = await request.form(max_files=0, max_fields=10, max_part_size=settings.max_body_bytes)
    return CheckForm(text=_field(form, "text").replace("\r\n", "\n"), country=_field(form, "country"))


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


EvidenceBase = Annotated[Evidence, Depends(_evidence)]
Shelves = Annotated[Shelf, Depends(_shelf)]
Templates = Annotated[Pages, Depends(_pages)]
PostedForm = Annotated[CheckForm, Depends(_check_form)]
