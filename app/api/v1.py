"""Version 1: check a text; read claims, treatments, conditions, studies, harms, law and sources.

Stable: fields may be added, none is removed or changed in meaning under ``/api/v1``.
"""

from collections.abc import Callable, Sequence
from io import StringIO
from typing import Annotated, Any, TypeVar, cast

from fastapi import APIRouter, HTTPException, Path, Query, Request
from starlette.responses import Response

from app import metrics
from app.api.accepting import liked_best
from app.api.answers import Answering, Answers, as_json, may_ask, readable
from app.api.asking import ClaimsAsked, Part, refuse_unknown
from app.api.problems import documented, problem
from app.api.shapes import Claim, ClaimInFull, Listed, Report, Text, Topic
from app.evidence.claim import ClaimRecord
from app.evidence.schema import RegulatoryPosition, SafetySignal, Source, Study
from app.judging.check import check
from app.pages.requests import Shelves, edition_of, own_address
from app.reading.document import InputProblem
from app.telling.annotations import annotation_page
from app.telling.citing import csl
from app.telling.library import Filters
from app.telling.shelves import Shelf
from app.telling.terminal import console, print_answer
from app.turns import in_turn

ANNOTATION_PAGE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
JSON, ANNOTATIONS, PLAIN = "application/json", "application/ld+json", "text/plain"


Item = TypeVar("Item")
Ident = Annotated[str, Path(max_length=80)]
router = APIRouter(prefix="/api/v1", responses=documented(400, 422, 429), tags=["v1"])


@router.post(
    "/check",
    response_model=Report,
    responses={
        200: {
            "description": "What was found",
            "content": {ANNOTATIONS: {"schema": {"type": "object"}}, PLAIN: {"schema": {"type": "string"}}},
        },
        **documented(413, 415),
    },
)
@in_turn
def post_check(request: Request, shelves: Shelves, body: Text, answers: Answering) -> Response:
    """Judge one text. Nothing is stored.

    With `Accept: application/ld+json` the answer is a W3C annotation page, with `text/plain` it is text for people.
    """
    try:
        report = metrics.judged(check(body.text, shelves.evidence))
    except InputProblem as bad:
        metrics.refused(bad.code)
        status = 413 if bad.code == "too_long" else 422
        return problem(status, bad.message, [{"pointer": "/text", "detail": bad.message}], answers.headers)
    liked = liked_best(",".join(request.headers.getlist("accept")), (JSON, ANNOTATIONS, PLAIN))
    if liked == ANNOTATIONS:
        page = annotation_page(body.text, report, own_address(request), edition_of(request).composer)
        return answers.once(page, media=ANNOTATION_PAGE, Vary="Accept")
    if liked == PLAIN:
        out = StringIO()
        print_answer(edition_of(request).composer.answer(report), console(out, color=False))
        return answers.text(out.getvalue())
    return answers.once(report.as_json(), Vary="Accept")


router.options("/check", include_in_schema=False)(may_ask("POST", "Content-Type, Accept"))


def told(record: ClaimRecord, shelves: Shelf) -> dict[str, Any]:
    """A claim as the API gives it: its record, and what follows from the evidence behind it."""
    evidence, teller = shelves.evidence, shelves.teller
    grade = evidence.grades[record.id]
    return {
        **record.model_dump(mode="json"),
        "verdict": teller.verdict(record).id,
        "verdicts_by_strength": {said.strength: said.verdict.id for said in teller.said(record)},
        "grade": grade.grade,
        "grade_reason": grade.reason,
        "ladder": evidence.ladders[record.id].reached,
        "review": record.review_note,
        "address": f"/claims/{record.id}",
    }


def _page(
    answers: Answers,
    shelves: Shelf,
    items: Sequence[Item],
    part: Part,
    show: Callable[[Item], object] = lambda item: item,
) -> Response:
    """The ``part`` of ``items`` that is asked for, each as it is shown."""
    content = {
        "total": len(items),
        "offset": part.offset,
        "evidence_revision": shelves.evidence.revision,
        "items": [show(item) for item in items[part.offset : part.offset + part.limit]],
    }
    return answers.held(as_json(content))


@readable(router, "/claims", response_model=Listed[Claim])
def get_claims(shelves: Shelves, answers: Answering, asked: Annotated[ClaimsAsked, Query()]) -> Response:
    """Claims, filtered and searched like the page of all claims."""
    refuse_unknown(asked, shelves.evidence)
    lines = shelves.library.find(Filters(**asked.model_dump(exclude={"limit", "offset"})))
    return _page(answers, shelves, lines, asked, lambda line: told(shelves.evidence.records[line.id], shelves))


@readable(router, "/claims/{ident}", response_model=ClaimInFull, responses=documented(404))
def get_claim(shelves: Shelves, answers: Answering, ident: Ident) -> Response:
    """One claim in full, with its sources as CSL-JSON under `cited`."""
    record = shelves.evidence.records.get(ident)
    if record is None:
        raise HTTPException(404)
    cited = [shelves.evidence.sources[use.id] for use in record.sources]
    return answers.held(as_json({**told(record, shelves), "cited": csl(cited)}))


def _topics(what: str) -> Callable[[Shelf], list[dict[str, Any]]]:
    def found(shelf: Shelf) -> list[dict[str, Any]]:
        evidence = shelf.evidence
        terms = evidence.interventions if what == "treatment" else evidence.condition_names
        counted = {choice.id: choice.number for choice in shelf.library.choices(what)}
        return [
            {"id": t.id, "label": t.label, "parents": t.parents, "names": t.names, "claims": counted.get(t.id, 0)}
            for t in terms.values()
        ]

    return found


def _listing(name: str, shape: type[Any], items: Callable[[Shelf], Sequence[Any]], says: str) -> None:
    """Give one list of the evidence two addresses: the list by pages, and each thing by its id."""

    def get_list(shelves: Shelves, answers: Answering, part: Annotated[Part, Query()]) -> Response:
        return _page(answers, shelves, items(shelves), part)

    def get_one(shelves: Shelves, answers: Answering, ident: Ident) -> Response:
        for item in items(shelves):
            if (item["id"] if isinstance(item, dict) else item.id) == ident:
                return answers.held(as_json(item))
        raise HTTPException(404)

    path = f"/{name}"
    readable(router, path, response_model=cast("Any", Listed)[shape], name=f"get_{name}", description=says)(get_list)
    one = readable(
        router, f"{path}/{{ident}}", response_model=shape, name=f"get_one_of_{name}", responses=documented(404)
    )
    one(get_one)


_UNCONFIRMED = "What could not be confirmed is left out."
_listing("treatments", Topic, _topics("treatment"), "Treatments, from wide to narrow by `parents`.")
_listing("conditions", Topic, _topics("condition"), "Conditions, from wide to narrow by `parents`.")
_listing("studies", Study, lambda s: list(s.evidence.studies.values()), "Studies in people and animals.")
_listing(
    "safety", SafetySignal, lambda s: [x for x in s.evidence.safety.values() if x.is_confirmed],
    f"Known harms, and harms looked for and not found. {_UNCONFIRMED}",
)  # fmt: skip
_listing(
    "regulation", RegulatoryPosition, lambda s: [x for x in s.evidence.regulation.values() if x.is_confirmed],
    f"What law and regulators say, by place. Never show `status` without `statement`. {_UNCONFIRMED}",
)  # fmt: skip
_listing("sources", Source, lambda s: list(s.evidence.sources.values()), "Pages, papers and official records read.")
