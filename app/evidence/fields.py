"""The small types that the evidence files are made of: texts, ids, dates and the fixed words of each field."""

from datetime import date
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints


class Frozen(BaseModel):
    """An object that cannot change and knows no fields but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _as_text(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """A bare number where a text belongs ("as_of: 2025") is that text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_tuple(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """One word where a list belongs is a list of one."""
    return (value,) if isinstance(value, str) else value


def _unique(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < len(values):
        twice = sorted({v for v in values if values.count(v) > 1})
        raise ValueError(f"stands twice: {', '.join(twice)}")
    return values


def _real_date(value: str) -> str:
    """The parts of the date that are given must exist in the calendar."""
    parts = [int(p) for p in value.split("-")] if value[:1].isdigit() else [2000]
    date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)  # noqa: PLR2004 - the day
    return value


LONGEST_ID = 80  # characters
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$", max_length=LONGEST_ID)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), BeforeValidator(_as_text)]
Ids = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), AfterValidator(_unique)]
"""Ids of other records; whether they exist is checked when all files are read."""
Texts = tuple[Text, ...]
PartialDate = Annotated[
    str,
    StringConstraints(pattern=r"^(\d{4}(-\d{2}){0,2}|undated page( \([^()]+\))?)$"),
    AfterValidator(_real_date),
    BeforeValidator(_as_text),
]
"""A date as exactly as it is known: "2025", "2025-05-31", "undated page" or "undated page (after June 2024)"."""

UNSPECIFIC: Final = frozenset({"any", "none", "other"})
"""Ids that name no one treatment or disease."""


def country_of(place: str) -> str:
    """The country of a jurisdiction's id: "us" for the state "us-fl", and a country's own id for itself."""
    return place.partition("-")[0]


Certainty = Literal["high", "moderate", "low", "very_low", "not_rated"]
Grade = Literal["established", "mixed", "weak", "animal_or_lab", "none", "opposed"]
Severity = Literal["mild", "moderate", "serious", "fatal"]
Group = Literal["efficacy", "safety", "regulation", "framing", "product", "context"]
"""Which evidence answers a kind of claim; see the top of claims/vocabulary/kinds.yaml."""
Outcome = Literal[
    "pain", "function", "structure", "survival", "disease_course", "safety", "regulation", "framing", "product"
]
VerdictId = Literal["contradicted", "misleading", "unproven", "overstated", "not_covered", "supported", "not_a_claim"]
VERDICTS: tuple[VerdictId, ...] = get_args(VerdictId)
"""What a sentence can come to, the most serious first (rule 6 of the published method)."""
Silence = Literal["outside_field", "no_record", "too_vague"]
"""Why a sentence is left unjudged."""
LicenceStanding = Literal[
    "granted", "conditional", "wider", "narrow", "not_read", "withdrawn", "elsewhere", "other_use", "none"
]
"""What the records say of a licence, that which backs a sentence most first; see ``Licences.standing``."""
Strength = Literal["guaranteed", "definite", "reported", "hedged"]
"""How firmly a sentence states a thing, the firmest first."""
Polarity = Literal["asserts", "denies"]
Setting = Literal["human", "animal_or_lab", "unstated"]
Speaker = Literal["seller", "official", "news", "research", "unknown"]
Stance = Literal[
    "promise", "story", "own_figure", "seen_none", "label", "report", "limit", "risk", "alarm", "rule", "explain",
    "neutral", "none",
]  # fmt: skip
"""What a sentence does."""
VerdictKey = Literal[Strength, "any"]
"""The wording a verdict is set for."""
SourceKind = Literal[
    "animal_study", "case_report", "case_series", "clinic_page", "cochrane_review", "court_ruling", "guideline",
    "insurer_policy", "journal_article", "narrative_review", "news_report", "outbreak_report", "preclinical",
    "press_release", "professional_commentary", "registry_record", "regulator_page", "statute", "survey",
    "systematic_review", "trial_report", "warning_letter",
]  # fmt: skip
Design = Literal[
    "rct",
    "nonrandomised_controlled",
    "single_arm",
    "pilot",
    "dose_escalation",
    "case_series",
    "registry",
    "preclinical",
]
Direction = Literal["better_than_control", "no_difference", "worse", "inconsistent", "better_than_baseline_only"]
LegalStatus = Literal[
    "approved", "conditionally_approved", "withdrawn", "in_trials", "not_approved", "licence_required",
    "restricted_to_trials", "illegal_to_market", "permitted_under_exemption", "state_permission",
    "disclosure_required", "unregulated_or_unclear", "no_law_found", "seller_sanctioned", "advertising_restricted",
    "rule_explained",
]  # fmt: skip
ProductLicence = Literal["approved", "conditionally_approved", "withdrawn", "not_read"]
"""The licence of one product, in the words of ``LegalStatus``; ``not_read`` (no page read tells) backs nothing."""
FindingLevel = Literal[
    "systematic_review", "rct", "uncontrolled_human", "animal_lab", "case_series", "case_report", "outbreak_report",
    "survey", "registry", "guideline", "regulator", "official_record", "statute", "court_ruling", "warning_letter",
    "insurer_policy", "expert", "expert_statement", "news",
]  # fmt: skip
HelpPurpose = Literal["harm", "advert", "doctor", "money"]
"""Why somebody turns to a place: to report harm, a misleading advert or a doctor, or to get money back."""
