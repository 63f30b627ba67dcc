"""How we judge: the outcomes and the matrix, shown from the very files that the judge reads."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.pages.requests import EvidenceBase, Templates
from app.telling.quality import quality
from app.telling.words import GRADES, STRENGTHS

router = APIRouter()


@router.api_route("/how-we-judge", methods=["GET", "HEAD"], include_in_schema=False)
def how_we_judge(request: Request, pages: Templates, evidence: EvidenceBase) -> Response:
    """The method, short."""
    verdicts = request.app.state.composer.verdicts
    context = {
        "verdicts": tuple(verdicts.values()),
        "labels": {ident: verdict.label for ident, verdict in verdicts.items()},
        "matrix": evidence.vocabulary["matrix"],
        "grades": GRADES,
        "strengths": STRENGTHS,
        "quality": quality(),
        "rules": evidence.vocabulary.get("rules", ()),
    }
    return pages.render(request, "pages/how_we_judge.html", context)
