"""How we judge: shown from the very files that the judge reads, with an example that the judge works out."""

from itertools import groupby
from operator import itemgetter

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.pages.requests import Shelves, Templates, edition_of
from app.telling.method import GROUPS, STANCES, rule_lines, worked_example
from app.telling.quality import headline, quality
from app.telling.words import GRADES, STRENGTHS

router = APIRouter()


@router.api_route("/how-we-judge", methods=["GET", "HEAD"], include_in_schema=False)
def how_we_judge(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """The method."""
    composer = edition_of(request).composer
    evidence = shelves.evidence
    kinds = sorted(evidence.vocabulary["kinds"], key=lambda kind: list(GROUPS).index(kind["group"]))
    measured_under, measured = headline()
    context = {
        "verdicts": tuple(composer.verdicts.values()),
        "labels": {ident: verdict.label for ident, verdict in composer.verdicts.items()},
        "worked": worked_example(evidence, composer),
        "matrix": evidence.vocabulary["matrix"],
        "grades": GRADES,
        "strengths": STRENGTHS,
        "stances": STANCES,
        "kinds": [(GROUPS[group], list(held)) for group, held in groupby(kinds, key=itemgetter("group"))],
        "treatments": len(shelves.library.topics("treatment")),
        "conditions": len(shelves.library.topics("condition")),
        "rules": rule_lines(evidence, composer.verdicts),
        "measured_under": measured_under,
        "measured": measured,
        "quality": quality(),
        "records": len(evidence.records),
        "reviewed": shelves.reviewed,
        "revision": evidence.revision,
    }
    return pages.render(request, "pages/how_we_judge.html", context)
