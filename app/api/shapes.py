"""What the API takes and gives, field by field: these make its description, and tests hold every answer to them."""

from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.evidence.claim import ClaimRecord
from app.evidence.fields import Certainty, Grade, Polarity, Setting, Silence, Strength, VerdictId
from app.evidence.schema import (
    ConditionRecord,
    Finding,
    RegulatoryPosition,
    SafetySignal,
    Source,
    Study,
)
from app.models import LONGEST_NOTE, MOST_LINES
from app.telling.explanation import MOST_STATEMENTS

Span = Annotated[int, Field(ge=0, description="In Unicode code points of the text as submitted.")]
Thing = TypeVar("Thing")


class Text(BaseModel):
    """A text to judge: a sentence or a whole page, plain, Markdown or HTML, at most 200,000 characters."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(description="The text as it stands on the page.")


class Words(BaseModel):
    """Words of the text, and where they stand: ``text[start:end]``."""

    start: Span
    end: Span
    text: str


class Reason(Words):
    """Words that led to the verdict, and the rule that used them."""

    rule: str


class Statement(Words):
    """One judged sentence, or half of one. Sentences that claim nothing stand here too, as ``not_a_claim``."""

    verdict: VerdictId
    kinds: list[str]
    intervention: str | None = Field(description="The main treatment; all of them stand in `interventions`.")
    condition: str | None = Field(description="The main condition; all of them stand in `conditions`.")
    interventions: list[str]
    conditions: list[str]
    strength: Strength | None
    polarity: Polarity | None
    setting: Setting | None
    stance: str
    speaker: str
    jurisdiction: str | None
    record: str | None = Field(description="The claim that answers it: `/api/v1/claims/{record}`.")
    near_record: str | None = Field(description="For `not_covered`: the nearest claim. It is not an answer.")
    silence: Silence | None
    certainty: Certainty
    fair_wording: str | None
    rule: str | None
    because: str | None
    grade: Grade | None
    facts: list[str]
    reasons: list[Reason]


class PageFinding(BaseModel):
    """Something true of the page as a whole, with the words that show it."""

    id: str
    label: str
    quotes: list[Words]


class PageFindings(BaseModel):
    """What the page leaves out, where it contradicts itself, and how it sells."""

    left_out: list[PageFinding]
    contradictions: list[PageFinding]
    techniques: list[PageFinding]


class Report(BaseModel):
    """Everything found in a text, in its order."""

    evidence_revision: str
    method_revision: str
    statements: list[Statement]
    counts: dict[str, int] = Field(description="How many statements got each verdict.")
    page: PageFindings


class Claim(ClaimRecord):
    """One checked claim: its record, and what follows from the evidence behind it."""

    verdict: VerdictId = Field(description="Of the claim as worded, stated as a fact on a seller's page.")
    verdicts_by_strength: dict[str, VerdictId] = Field(
        description="For each way of promising it; empty for no promise."
    )
    grade: Grade
    grade_reason: str
    ladder: str | None = Field(description="The highest rung of testing that was reached.")
    review: str = Field(description="Who has checked the record, in words.")
    address: str = Field(description="The page of this claim on the site.")


class ClaimInFull(Claim):
    """One checked claim with its sources as CSL-JSON."""

    cited: list[dict[str, Any]]


class Topic(BaseModel):
    """One treatment or condition with the wider ones above it, and how many claims are about it or a narrower one."""

    id: str
    label: str
    parents: list[str]
    names: list[str]
    claims: int


class Listed(BaseModel, Generic[Thing]):
    """One page of a list: ``total`` counts all that fit, ``items`` are those from ``offset`` on."""

    total: int
    offset: int
    evidence_revision: str
    items: list[Thing]


class Revision(BaseModel):
    """What a verdict rests on: the evidence, and the method (reader and rules)."""

    evidence_revision: str
    method_revision: str
    version: str


class WholeBase(BaseModel):
    """The whole evidence base, one revision. Show nothing as fact whose ``confirmed`` is "no"."""

    licence: str
    evidence_revision: str
    records: list[ClaimRecord]
    studies: list[Study]
    regulation: list[RegulatoryPosition]
    safety: list[SafetySignal]
    conditions: list[ConditionRecord]
    findings: list[Finding]
    sources: list[Source]
    vocabulary: dict[str, Any]


def _number(given: object) -> object:
    """``given``, which is no truth value; the library would take ``true`` for 1."""
    if isinstance(given, bool):
        raise PydanticCustomError("number", "must be a number")
    return given


Words500 = Annotated[str, StringConstraints(max_length=500)]
ClaimNumber = Annotated[int, Field(ge=1), BeforeValidator(_number)]
Months = Annotated[Literal[1, 3, 6, 12], BeforeValidator(_number)]


class NewExplanation(BaseModel):
    """What an explanation link shall show: claims of a text, or checked claims by id, and a note."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(default="", description="The text whose claims it explains; only these are stored, masked.")
    claims: Annotated[list[ClaimNumber], Field(min_length=1, max_length=MOST_STATEMENTS)] | None = Field(
        default=None,
        description="Which claims of the text, by number in its order, the same claim counted once. Left out: the "
        f"first {MOST_STATEMENTS}.",
    )
    records: list[Annotated[str, StringConstraints(max_length=80)]] = Field(
        default_factory=list,
        max_length=MOST_STATEMENTS,
        description="Checked claims by id, in place of `text`, `claims` and `strike`.",
    )
    strike: list[Words500] = Field(default_factory=list, max_length=50, description="More words to hide.")
    note: str = Field(
        default="", description=f"Plain text, at most {LONGEST_NOTE:,} characters and {MOST_LINES} lines."
    )
    months: Months = 12


class NewTime(BaseModel):
    """How long the link shall work, in months from today."""

    model_config = ConfigDict(extra="forbid")
    months: Months


class Shown(BaseModel):
    """One statement as it was shown on the day the link was made, names and numbers masked."""

    model_config = ConfigDict(extra="allow")
    quote: str
    verdict: VerdictId
    label: str
    short_answer: str
    record: str


class Made(BaseModel):
    """A new explanation link. The two secrets are shown once; we store only their hashes."""

    address: str
    token: str
    manage_secret: str = Field(description="Send it as a bearer token to withdraw the link or change its end.")
    manage_address: str
    expires_at: datetime
    statements: list[Shown]
    left_out: int = Field(description="How many claims of the text found no room in the link.")


class MovedStatement(BaseModel):
    """A statement that we would judge differently today (or, where `was` equals `now`, of which we hold more)."""

    quote: str
    was: str
    now: str
    mover: Literal["evidence", "reading", "both"]
    why: list[str]


class Explanation(BaseModel):
    """An explanation link as it was made, and what moved since."""

    statements: list[Shown]
    note: str
    made_at: datetime
    expires_at: datetime
    evidence_revision: str
    method_revision: str
    moved: list[MovedStatement]
