"""What can only be seen of a page as a whole: what it leaves out, where it contradicts itself, how it sells."""

from collections.abc import Sequence

from app.judging.contradictions import contradictions
from app.judging.left_out import left_out
from app.judging.page_lines import each_once, is_beyond_doubt, promises
from app.judging.report import PageFindings, Statement
from app.judging.techniques import techniques
from app.reading.reading import SELLING

FEWEST_CLAIMS = 3  # a text with fewer promises is no page: nothing can be said to be left out
SELLING_SHARE = 0.4  # of what a page claims; honest pages that quote a seller reach a fifth (set on batches D to J)
SHARE_OF_A_BANK = 0.1  # of the sentences of a page that sells storage, this many or more speak of it


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
    return PageFindings(left_out(statements, banking=stores), contradictions(sure, statements), ways)
