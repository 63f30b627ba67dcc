"""A sentence with what the vocabulary and the reading model see in it."""

import re
from typing import NamedTuple

from app.reading.document import Sentence
from app.reading.lexicon import Found
from app.reading.model import Shares
from app.reading.reading import SELLING
from app.reading.words import word_set

CLAIM_SHARE = 0.5
CAUTION = 2.0  # a sentence is a claim where that is so many times likelier than not; see docs/decisions/0009 and 0010
EVEN = 0.5  # a sentence sells where this is more likely than not
OUTSIDE_SHARE = 0.4  # by cross-validation: of 20,661 sentences of the field it takes out 287, of 2,834 others 2,470
QUESTION_WORDS = word_set("how what who why when where which")
TOPIC_WORDS = word_set(  # a heading that begins so names a topic and asserts nothing
    "benefit risk effectiveness efficacy safety science role type cause symptom overview introduction conclusion "
    "understanding comparing future history process procedure potential frequently summary key about preparing"
)
FEWEST_TOLD = 4  # words after a colon that tell something
REFERENCES = frozenset({"references", "reference list", "bibliography", "literature", "citations", "works cited"})
LONGEST_TITLE = 40  # characters of a heading over references; a longer one is not even compared
CITATION = re.compile(
    r"\bdoi\b|\bPM(?:C?ID|C\d{4})|[;,] ?\d+ ?\(\d+(?:[-\u2013]\d+)?\) ?[:,]|;\d+:\w?\d+", re.IGNORECASE
)

_MARKS = re.compile(r"(?:[\[(]\d{1,3}(?:[,\u2013-] ?\d{1,3}){0,9}[\])][ .]?){1,9}")  # "[1]", "[2,3] (4)"
# Words in brackets, which may hold others: "... (Lee 2018;12(3):45)", "... [PMID 31]" backs a claim.
_ASIDE = re.compile(r"[(\[](?=[^()\[\]]{0,200}[^\W\d_]{3})(?:[^()\[\]]|\([^()]{0,40}\)){1,200}[)\]]")


class Seen(NamedTuple):
    """One sentence, the names and cues found in it, and the model's probabilities.

    ``sells`` is how likely it sells rather than tells (0 to 1), before the tone of its page is weighed; ``outside``
    says whether it speaks of health matters that are not regenerative medicine, ``asks`` whether it is a question or a
    heading that announces an answer, ``cites`` whether it is, or stands in, a list of references.
    """

    sentence: Sentence
    found: Found
    shares: Shares
    sells: float
    outside: bool
    asks: bool
    cites: bool

    def asserts(self, claim: float) -> bool:
        """Whether it is a claim, where it asserts anything as likely as ``claim`` (0 to 1, after ``CAUTION``)."""
        return claim >= CLAIM_SHARE and bool(self.found.forms) and not (self.asks or self.cites)


def cautious(share: float) -> float:
    """The probability that something is a claim (0 to 1), with its odds divided by ``CAUTION``."""
    return share / (share + CAUTION * (1 - share))


def see(sentence: Sentence, found: Found, shares: Shares) -> Seen:
    """What is seen in one sentence."""
    outside = shares.yes("field") >= OUTSIDE_SHARE
    return Seen(sentence, found, shares, _sells(shares), outside, _asks(sentence, found), _cites(sentence))


def _sells(shares: Shares) -> float:
    """The mean of two answers, which errs less than either: the stances that sell, and the question itself."""
    stances = [one for one in shares.of("stance") if one[0] != "none"]
    told = sum(share for _, share in stances)
    selling = sum(share for stance, share in stances if stance in SELLING) / told if told else EVEN
    return (selling + shares.yes("sells")) / 2


def _asks(sentence: Sentence, found: Found) -> bool:
    """Also headings such as "How it works" or "Benefits and risks" ask in their way; "How it works: ..." tells."""
    if sentence.text.endswith("?"):
        return True
    if len(sentence.text.partition(": ")[2].split()) >= FEWEST_TOLD:
        return False
    first = [form for form in found.forms[:2] if form != "the"][:1]
    role = sentence.role
    return (role in {"heading", "item"} and not QUESTION_WORDS.isdisjoint(first)) or (
        role == "heading" and not TOPIC_WORDS.isdisjoint(first) and "is" not in found.forms
    )


def _cites(sentence: Sentence) -> bool:
    headings = sentence.headings
    listed = bool(headings) and len(headings[-1]) < LONGEST_TITLE and headings[-1].strip(" :").lower() in REFERENCES
    return (
        listed
        or _MARKS.fullmatch(sentence.text) is not None
        or CITATION.search(_ASIDE.sub(" ", sentence.text)) is not None
    )
