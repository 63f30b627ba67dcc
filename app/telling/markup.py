"""A checked claim for search engines: one ClaimReview and one MedicalWebPage (schema.org), neutral, no clinic.

There is no rating in numbers: verdicts are kinds of answers, not points on a scale.
"""

from typing import Any

from app.evidence.claim import ClaimRecord
from app.evidence.fields import UNSPECIFIC
from app.telling.record import RecordTeller

SITE = "Clinic Claim Checker"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_WHO = {"@type": "MedicalAudience", "audienceType": "Patient"}


def claim_markup(record: ClaimRecord, teller: RecordTeller, base: str, operator: str = "") -> dict[str, Any]:
    """The markup of one claim page; ``base`` is the site's own address, ``operator`` who runs it (may be empty)."""
    address = f"{base}/claims/{record.id}"
    changed = record.changed_on.isoformat()
    publisher = {"@type": "Organization", "name": operator or SITE, "url": base}
    review = {
        "@type": "ClaimReview",
        "@id": f"{address}#review",
        "url": address,
        "claimReviewed": record.claim,
        "reviewBody": record.short_answer,
        "reviewRating": {
            "@type": "Rating",
            "alternateName": teller.verdict(record).label,
            "ratingExplanation": record.short_answer,
        },
        "itemReviewed": {"@type": "Claim", "text": record.claim},
        "author": publisher,
        "datePublished": record.drafted_on.isoformat(),
        "dateModified": changed,
        "inLanguage": "en",
        "license": LICENCE,
    }
    page = {
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": teller.headline(record),
        "description": record.short_answer,
        "mainEntity": {"@id": review["@id"]},
        "about": [
            *_topics("MedicalTherapy", "treatment", record.interventions, teller),
            *_topics("MedicalCondition", "condition", record.conditions, teller),
        ],
        "audience": _WHO,
        "publisher": publisher,
        "dateModified": changed,
        "inLanguage": "en",
        "license": LICENCE,
    }
    if record.reviewed_on and record.reviewed_by:  # only what somebody has signed counts as reviewed
        page["lastReviewed"] = record.reviewed_on.isoformat()
        page["reviewedBy"] = {"@type": "Person", "name": record.reviewed_by}
    return {"@context": "https://schema.org", "@graph": [review, page]}


def _topics(kind: str, what: str, idents: tuple[str, ...], teller: RecordTeller) -> list[dict[str, str]]:
    return [{"@type": kind, "name": teller.label(what, ident)} for ident in idents if ident not in UNSPECIFIC]
