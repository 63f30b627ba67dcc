"""What one sentence of a page says, where more than one finding of the page rests on it."""

from collections.abc import Callable, Iterable

from app.judging.report import NEGATIVE, Quote, Statement
from app.reading.reading import SELLING, Reading
from app.reading.words import word_set

MOST_QUOTES = 3
BEYOND_DOUBT = 0.85  # share, both that it claims and that it sells, for a sentence to be quoted (314 judged findings)
SAFE_KINDS = {"safety_general", "tumour_free", "infection_free"}
_NO_RESULT = word_set("cell_quality_or_count banking cost_or_insurance ethics_or_trial_listing research_status")

LookedFor = tuple[str, str, Callable[[Statement], bool]]  # the id and label of a finding, and what to ask of a sentence


def promises(statement: Statement) -> bool:
    """Whether it sells what the evidence does not carry."""
    return statement.verdict in NEGATIVE and statement.reading.stance in SELLING


def is_beyond_doubt(promise: Statement) -> bool:
    """Whether it may be quoted as an example of one."""
    return min(promise.reading.sureness, promise.reading.stance_sureness) >= BEYOND_DOUBT


def each_once(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Each sentence where it stands first: pages say the same again and again, and shown again it shows no more."""
    first: dict[str, Statement] = {}
    for statement in statements:
        first.setdefault(words(statement), statement)
    return tuple(first.values())


def words(statement: Statement) -> str:
    """Its words as they were read."""
    return statement.reading.sentence.text


def quoted(statement: Statement) -> Quote:
    """The words of ``statement`` with their place, to show a finding by."""
    return Quote(statement.start, statement.end, statement.text)


def names_harm(said: Statement) -> bool:
    """Whether it tells of a harm in so many words, and does not deny it or sell with it."""
    read = said.reading
    if read.stance == "risk":
        return True
    tells = read.sentence.role == "heading" or not promises(said)
    named = not read.cues.isdisjoint({"harm", "risk_words"})
    return tells and named and read.cues.isdisjoint({"absence", "negation"})


def turns_away(read: Reading) -> bool:
    """Whether it says who should not have the treatment."""
    return "unsuited" in read.cues or "unsuited" in read.matters


def has_small_print(said: Statement) -> bool:
    """Whether it promises no result, or says that results vary."""
    return not said.reading.matters.isdisjoint({"disclaimers", "variation"})


def is_too_good(said: Statement) -> bool:
    """Whether it leaves no room for failure or harm; boasts of cells, storage or a trial's design promise no result."""
    read = said.reading
    if read.stance != "promise" or has_small_print(said) or "control" in read.cues:
        return False
    safe = not SAFE_KINDS.isdisjoint(read.kinds) and not read.cues.isdisjoint({"absence", "certain"})
    return safe or (read.strength == "guaranteed" and read.kinds[0] not in _NO_RESULT)
