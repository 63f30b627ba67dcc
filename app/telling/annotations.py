"""A report as a W3C Web Annotation page: one annotation for each claim, anchored by quotation and by position."""

from typing import Any

from app.judging.report import Report

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters before and after a quotation, as the model recommends


def annotation_page(text: str, report: Report) -> dict[str, Any]:
    """The claims of ``report`` on ``text``. Positions count code points.

    A quotation that stands several times and whose surroundings do not tell which is anchored by position alone.
    """
    items = []
    for number, statement in enumerate(s for s in report.statements if s.verdict != "not_a_claim"):
        selectors: list[dict[str, Any]] = [
            {"type": "TextPositionSelector", "start": statement.start, "end": statement.end}
        ]
        before = text[max(0, statement.start - AROUND) : statement.start]
        after = text[statement.end : statement.end + AROUND]
        if text.count(before + statement.text + after) == 1:
            quote = {"type": "TextQuoteSelector", "exact": statement.text, "prefix": before, "suffix": after}
            selectors.insert(0, quote)
        items.append(
            {
                "id": f"urn:clinic-claim-checker:{report.evidence_revision}:{number}",
                "type": "Annotation",
                "motivation": "assessing",
                "body": [
                    _body("classifying", statement.verdict),
                    {**_body("commenting", statement.because or ""), "language": "en"},
                ],
                "target": {"source": "urn:text:submitted", "selector": selectors},
            }
        )
    return {
        "@context": CONTEXT,
        "id": f"urn:clinic-claim-checker:{report.evidence_revision}:{report.method_revision}",
        "type": "AnnotationPage",
        "items": items,
    }


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}
