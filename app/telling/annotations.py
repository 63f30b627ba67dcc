"""A report as a W3C Web Annotation page: one annotation for each claim, anchored by quotation and by position."""

import hashlib
from base64 import urlsafe_b64encode
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from app.judging.report import Report, Statement
from app.telling.compose import Composer
from app.telling.markup import LICENCE
from app.telling.record import SURENESS

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters before and after a quotation, as the model recommends


def annotation_page(text: str, report: Report, base: str, composer: Composer) -> dict[str, Any]:
    """The claims of ``report`` on ``text``, whose positions count code points.

    ``base`` is the site's own address, ``composer`` tells verdicts in words. A quotation that stands several times and
    whose surroundings do not tell which is anchored by position alone. The text has no address, so its own digest
    names it (RFC 6920).
    """
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).digest()
    source = f"ni:///sha-256;{urlsafe_b64encode(digest).decode().rstrip('=')}"
    revisions = f"{report.evidence_revision}:{report.method_revision}"
    claims = [s for s in report.statements if s.verdict != "not_a_claim"]
    return {
        "@context": CONTEXT,
        "id": _name(source, revisions),
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [
            {
                "id": _name(source, revisions, str(number)),
                "type": "Annotation",
                "motivation": "assessing",
                "generator": {"id": base, "type": "Software", "name": "Clinic Claim Checker"},
                "rights": LICENCE,
                "body": _bodies(statement, base, composer),
                "target": {"source": source, "selector": _selectors(text, statement)},
            }
            for number, statement in enumerate(claims)
        ],
    }


def _selectors(text: str, statement: Statement) -> list[dict[str, Any]]:
    position = {"type": "TextPositionSelector", "start": statement.start, "end": statement.end}
    before = text[max(0, statement.start - AROUND) : statement.start]
    after = text[statement.end : statement.end + AROUND]
    if text.count(before + statement.text + after) != 1:
        return [position]
    return [{"type": "TextQuoteSelector", "exact": statement.text, "prefix": before, "suffix": after}, position]


def _bodies(statement: Statement, base: str, composer: Composer) -> list[dict[str, str]]:
    """The verdict, why and how sure, and the page with its date and sources."""
    said = " ".join(part for part in (composer.because(statement), SURENESS[statement.certainty]) if part)
    bodies = [_text("classifying", statement.verdict), {**_text("commenting", said), "language": "en"}]
    if statement.record:
        page = {"id": f"{base}/claims/{statement.record}", "type": "Text", "purpose": "linking", "format": "text/html"}
        bodies.append(page)
    return bodies


def _text(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _name(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, "|".join(parts)).urn
