"""What can only be seen of a page as a whole: what it leaves out, where it contradicts itself, how it sells."""

from collections.abc import Sequence

from app.judging.contradictions import contradictions
from app.judging.left_out import left_out
from app.judging.page_lines import each_once, is_beyond_doubt, promises
from app.judging.report import PageFindings, Statement
from app.judging.techniques import techniques
from app.reading.reading import SELLING
from app.reading.words import word_set

FEWEST_CLAIMS = 3  # a text with fewer promises is no page: nothing can be said to be left out
SELLING_SHARE = 0.45  # of what a page claims; honest pages that quote a seller reach a fifth (set on batches D to RP)
FEWEST_ADDRESSES = 2  # sentences that say "we" or "you": who sells speaks to somebody
SHARE_OF_A_BANK = 0.1  # of the sentences of a page that sells storage, this many or more speak of it

_OF_ONE = word_set("i my me")


def page_findings(statements: Sequence[Statement]) -> PageFindings:
    """The page-level findings of the judged sentences of a page, in order, each with its ``text`` as submitted."""
    made = [s for s in statements if promises(s)]
    told = sum(s.reading.is_claim and s.reading.stance not in SELLING for s in statements)
    if not made or len(made) < SELLING_SHARE * (len(made) + told):
        return PageFindings()
    sure = each_once(promise for promise in made if is_beyond_doubt(promise))
    ways = techniques(sure, statements)
    if len(made) < FEWEST_CLAIMS:
        return PageFindings(techniques=ways)
    stores = sum("bank" in s.reading.cues for s in statements) >= SHARE_OF_A_BANK * len(statements)
    missing = left_out(statements, banking=stores) if _speaks_to_customers(statements) else ()
    return PageFindings(missing, contradictions(sure, statements), ways)


def _speaks_to_customers(statements: Sequence[Statement]) -> bool:
    """Whether a page speaks as "we" or to "you", more often than as one person who tells their own story.

    Nobody asks of a paper, a report or a diary what it leaves out. Of 624 pages that seem to sell it is so of 87 in 100
    sellers' and of 56 in 100 others.
    """
    addressed = sum(not s.reading.cues.isdisjoint({"we", "you"}) for s in statements)
    alone = sum(not _OF_ONE.isdisjoint(s.reading.forms) for s in statements)
    return addressed >= max(FEWEST_ADDRESSES, alone)
