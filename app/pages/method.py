"""How we judge: the outcomes and the matrix, shown from the very files that the judge reads."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.pages.requests import EvidenceBase, Templates

router = APIRouter()

GRADES = {
    "established": ("Established", "Controlled trials agree that it helps, or it is licensed for exactly this use."),
    "mixed": ("Mixed", "Controlled trials disagree, missed their main goal in part, or are too small to settle it."),
    "weak": ("Weak", "Studies in people, but none with a comparison group."),
    "animal_or_lab": ("Animals or laboratory", "Tested in animals or in the laboratory only."),
    "none": ("Nothing found", "We found no study."),
    "opposed": ("Against", "Controlled trials missed their main goal, or an official record says the opposite."),
}
STRENGTHS = {
    "guaranteed": ("Guaranteed", "“will”, “always”, “100%”"),
    "definite": ("Definite", "“regenerates”"),
    "reported": ("Reported", "“studies show”"),
    "hedged": ("Hedged", "“may”, “could”"),
    "animal_or_lab": ("About animals or the laboratory", "“in rats”"),
}


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
        "rules": evidence.vocabulary.get("rules", ()),
    }
    return pages.render(request, "pages/how_we_judge.html", context)
