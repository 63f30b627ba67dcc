"""What can only be seen of a page as a whole: what it leaves out, where it contradicts itself, how it sells."""

from collections.abc import Sequence

from app.judging.contradictions import contradictions
from app.judging.left_out import left_out
from app.judging.page_lines import each_once, is_beyond_doubt, promises
from app.judging.report import PageFinding, PageFindings, Statement
from app.judging.techniques import techniques
from app.reading.reading import SELLING
from app.reading.words import word_set

FEWEST_CLAIMS = 3  # a text with fewer promises is no page: nothing can be said to be left out
SELLING_SHARE = 0.4  # of what a page claims; honest pages that quote a seller reach a fifth (set on batches D to J)
MOSTLY_SELLING = 0.6  # the same, before a page is told what it leaves out: nobody asks that of a paper or a report
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
    missing: tuple[PageFinding, ...] = ()
    if len(made) >= MOSTLY_SELLING * (len(made) + told) and _speaks_to_customers(statements):
        stores = sum("bank" in s.reading.cues for s in statements) >= SHARE_OF_A_BANK * len(statements)
        missing = left_out(statements, banking=stores)
    return PageFindings(missing, contradictions(sure, statements), ways)


def _speaks_to_customers(statements: Sequence[Statement]) -> bool:
    """Whether a page speaks as "we" or to "you", and not mostly as one person who tells their own story.

    With the share above it keeps three of four findings on sellers' pages and one of three on all others (582 pages).
    """
    we, you = (sum(cue in s.reading.cues for s in statements) for cue in ("we", "you"))
    alone = sum(not _OF_ONE.isdisjoint(s.reading.forms) for s in statements)
    return we + you >= FEWEST_ADDRESSES and alone <= max(1, we)
