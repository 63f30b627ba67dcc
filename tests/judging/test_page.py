"""What only a whole page shows: what it leaves out, what it takes back, and how it sells."""

from dataclasses import replace
from typing import Any

import pytest

from app.evidence import load
from app.evidence.fields import VerdictId
from app.judging.check import check
from app.judging.page import page_findings
from app.judging.report import PageFindings, Statement
from app.reading.document import Sentence
from app.reading.lexicon import Lexicon
from app.reading.reading import Reading
from app.reading.words import words_of

SELLER = """# New discs without surgery

Our stem cells rebuild worn discs and end back pain for good.
There are no risks and no side effects.
Everyone can benefit, whatever their age.
"I threw away my cane after one visit," says Marta, 61.
Nine in ten of our patients are free of pain.
Because the cells calm inflammation, they repair the disc.
We are registered with the FDA, so you are in safe hands.
Only four places are left this month, so call today.

Individual results vary and no outcome is guaranteed.
In rare cases a disc becomes infected.
"""
HONEST = """# Stem cells for worn discs

No stem cell product is approved by the FDA for back pain.
In a trial of 404 people, cells did not do better than salt water.
Infections have been reported after these injections.
A clinic may say that it is registered with the FDA; that is no approval.
"It is a revolutionary cure," one advert says.
Ask your doctor before you decide.
"""


@pytest.fixture(scope="module")
def sold() -> PageFindings:
    return check(SELLER, load()).page


def quotes(findings: PageFindings, technique: str) -> list[str]:
    return [quote.text for found in findings.techniques if found.id == technique for quote in found.quotes]


@pytest.mark.parametrize(
    ("technique", "words"),
    [
        ("testimonial_as_proof", "Marta"),
        ("registration_as_approval", "registered"),
        ("own_figures", "Nine in ten"),
        ("mechanism_as_proof", "Because"),
        ("scarcity", "Only four places"),
        ("too_good", "no risks"),
    ],
)
def test_each_way_of_selling_is_shown_with_its_words(sold: PageFindings, technique: str, words: str) -> None:
    assert any(words in quote for quote in quotes(sold, technique))


def test_a_promise_stands_beside_what_takes_it_back(sold: PageFindings) -> None:
    pairs = [tuple(quote.text for quote in found.quotes) for found in sold.contradictions]
    takers = {taker for _, taker in pairs}
    assert "Individual results vary and no outcome is guaranteed." in takers
    assert ("There are no risks and no side effects.", "In rare cases a disc becomes infected.") in pairs
    assert len({promise for promise, _ in pairs}) == len(pairs)


def test_what_the_page_leaves_out_and_what_it_says(sold: PageFindings) -> None:
    left = {found.id for found in sold.left_out}
    assert {"comparison", "who_is_not_suited"} <= left
    assert "risks" not in left


def test_a_page_that_tells_gets_no_finding() -> None:
    assert check(HONEST, load()).page == PageFindings()


def test_quotes_stand_in_the_text(sold: PageFindings) -> None:
    for found in (*sold.contradictions, *sold.techniques):
        assert all(SELLER[quote.start : quote.end] == quote.text for quote in found.quotes)


def test_a_page_that_claims_nothing_gets_no_finding() -> None:
    assert check("Limited time offer! Our address is 12 High Street.", load()).page == PageFindings()


def test_true_warnings_among_many_promises_are_not_read_as_promises() -> None:
    page = SELLER * 5 + "\nA joint can become infected after the injection.\nPatients have lost their sight.\n"
    told = check(page, load()).statements[-2:]
    assert {s.verdict for s in told}.isdisjoint({"contradicted", "misleading", "unproven", "overstated"})


# From here on the statements are made by hand, so that each rule is asked by itself.


def said(text: str, verdict: VerdictId = "contradicted", at: int = 0, **read: Any) -> Statement:
    """A statement that promises pain relief beyond doubt, but for what ``read`` says otherwise."""
    sentence = Sentence(at, at + len(text), text, "sentence", (), 0, tuple(range(at, at + len(text))))
    reading = Reading(
        sentence=sentence,
        forms=words_of(text).forms,
        is_claim=True,
        outside=False,
        kinds=("pain_relief",),
        interventions=("bmac",),
        conditions=("disc_degeneration",),
        named_here=True,
        strength="definite",
        polarity="asserts",
        setting="unstated",
        stance="promise",
        speaker="seller",
        jurisdictions=(),
        places=(),
        doubtful=False,
        cues=frozenset(),
        matters=frozenset(),
        sureness=1.0,
        stance_sureness=1.0,
        tone=0.5,
        reasons=(),
        alarming=0.0,
    )
    return Statement(at, at + len(text), text, verdict, replace(reading, **read))


PROMISES = tuple(said(f"It relieves pain {n}.", at=1000 + 100 * n) for n in range(3))
SMALL_PRINT = said(
    "We promise no result.", "not_a_claim", at=1, is_claim=False, stance="none", matters=frozenset({"disclaimers"})
)
VARIES = said("Results vary.", "not_a_claim", at=1, is_claim=False, stance="none", matters=frozenset({"variation"}))
FOR_SURE = said("It always relieves pain.", at=3, strength="guaranteed")
HARM = said("Infections occur.", "supported", at=2, stance="risk", kinds=("safety_general",), polarity="denies")
NO_RISK = said("No risk.", at=3, kinds=("safety_general",), cues=frozenset({"absence"}))
APPROVED = said("Approved in Mexico.", at=4, kinds=("regulatory_approval",), jurisdictions=("mx",))
NOT_APPROVED = said(
    "The FDA has not approved it.",
    "supported",
    at=5,
    stance="limit",
    kinds=("regulatory_approval",),
    cues=frozenset({"negation", "agency"}),
    jurisdictions=("mx",),
)
NO_EFFECT = said("No relief was shown.", "supported", at=6, stance="limit", cues=frozenset({"not_shown"}))
FOR_ALL = said("Everyone can have it.", "overstated", at=7, kinds=("candidate_for_everyone",))
TURNED_AWAY = said("Not for people with cancer.", "supported", at=8, stance="limit", matters=frozenset({"unsuited"}))


def takes_back(promise: Statement, limit: Statement) -> bool:
    """Whether the page of these two and other promises shows them side by side."""
    others = tuple(replace(p, reading=replace(p.reading, stance="label")) for p in PROMISES if p.text != promise.text)
    pairs = [tuple(q.text for q in found.quotes) for found in page_findings((promise, *others, limit)).contradictions]
    return (promise.text, limit.text) in pairs


def but(statement: Statement, verdict: VerdictId | None = None, **read: Any) -> Statement:
    return replace(statement, verdict=verdict or statement.verdict, reading=replace(statement.reading, **read))


@pytest.mark.parametrize(
    ("promise", "limit"),
    [
        (PROMISES[0], SMALL_PRINT),
        (FOR_SURE, VARIES),
        (NO_RISK, HARM),
        (APPROVED, NOT_APPROVED),
        (PROMISES[0], NO_EFFECT),
        (FOR_ALL, TURNED_AWAY),
        (APPROVED, but(NOT_APPROVED, matters=frozenset({"disclaimers"}))),
    ],
)
def test_what_takes_a_promise_back(promise: Statement, limit: Statement) -> None:
    assert takes_back(promise, limit)


@pytest.mark.parametrize(
    ("promise", "limit"),
    [
        (NO_RISK, SMALL_PRINT),  # small print on results says nothing of safety
        (PROMISES[0], VARIES),
        (but(PROMISES[0], strength="hedged"), SMALL_PRINT),
        (but(PROMISES[0], sureness=0.8), SMALL_PRINT),  # perhaps no claim at all
        (but(PROMISES[0], stance_sureness=0.8), SMALL_PRINT),  # perhaps no promise
        (NO_RISK, but(HARM, interventions=("prp",))),  # another treatment
        (NO_RISK, but(HARM, stance="limit", cues=frozenset({"harm", "unsuited"}))),  # who cannot have it
        (NO_RISK, but(HARM, stance="rule", cues=frozenset({"harm"}))),
        (NO_RISK, but(HARM, "contradicted", stance="promise", cues=frozenset({"harm"}))),  # promises itself
        (NO_RISK, but(HARM, stance="neutral", matters=frozenset({"harms"}))),  # may be a symptom: "a sore joint"
        (but(NO_RISK, kinds=("tumour_free",)), HARM),  # another harm
        (APPROVED, but(NOT_APPROVED, jurisdictions=("us",))),
        (but(APPROVED, kinds=("own_cells_not_a_drug",)), NOT_APPROVED),
        (PROMISES[0], but(NO_EFFECT, kinds=("regeneration",))),
        (PROMISES[0], but(NO_EFFECT, conditions=("knee_oa",))),
        (PROMISES[0], but(NO_EFFECT, "not_covered")),
        (FOR_ALL, but(TURNED_AWAY, matters=frozenset())),
    ],
)
def test_what_does_not_take_a_promise_back(promise: Statement, limit: Statement) -> None:
    assert not takes_back(promise, limit)


def test_the_plainest_promise_is_quoted_first() -> None:
    talk = said("It calls in growth factors.", at=1, kinds=("mechanism",))
    pairs = page_findings((talk, *PROMISES, but(SMALL_PRINT))).contradictions
    assert pairs[0].quotes[0].text == PROMISES[0].text


OFFERS = tuple(but(promise, cues=frozenset({"we"})) for promise in PROMISES)


def left_out(*more: Statement) -> set[str]:
    return {found.id for found in page_findings((*OFFERS, *more)).left_out}


def plain(text: str, **read: Any) -> Statement:
    return said(text, "not_covered", stance="neutral", **read)


@pytest.mark.parametrize(
    ("missing", "line"),
    [
        ("risks", plain("You may be sore.", matters=frozenset({"harms"}))),
        ("risks", plain("A harm.", cues=frozenset({"harm"}))),
        ("regulatory_status", said("Fully approved.", kinds=("regulatory_approval",))),
        ("comparison", plain("Unlike cortisone.", matters=frozenset({"compared"}))),
        ("number_treated", plain("Of 640 hips, most held.")),
        ("number_treated", plain("Sixty people took part.")),
        ("number_treated", plain("Fourteen years, 5,000 guests", is_claim=False)),
        ("number_treated", plain("2,300 joints since 2012", is_claim=False)),
        (
            "risks",
            plain(
                "A headache comes up; we then slow the drip.",
                is_claim=False,
                cues=frozenset({"we"}),
                matters=frozenset({"harms"}),
            ),
        ),
        ("who_is_not_suited", TURNED_AWAY),
    ],
)
def test_a_word_on_the_matter_even_a_poor_one_is_no_silence(missing: str, line: Statement) -> None:
    assert missing in left_out()
    assert missing not in left_out(line)


@pytest.mark.parametrize(
    ("missing", "line"),
    [
        ("risks", plain("Do you have a sore joint?", is_claim=False, matters=frozenset({"harms"}))),
        ("comparison", plain("Less than an hour.", cues=frozenset({"compare"}))),
        ("number_treated", plain("One patient threw away his cane.")),
        ("number_treated", plain("9 out of 10 patients walk again.")),
        ("number_treated", plain("2019 patients")),
        ("number_treated", plain("We charge 24,900 US dollars.", cues=frozenset({"we"}))),
    ],
)
def test_what_only_sounds_like_it_leaves_the_silence(missing: str, line: Statement) -> None:
    assert missing in left_out(line)


def tells(text: str, **read: Any) -> Statement:
    return said(text, "supported", stance="report", **read)


@pytest.mark.parametrize(
    "page",
    [
        PROMISES,  # a paper, say: it speaks to nobody
        (*OFFERS, *[tells(f"Trial {n} saw no difference.") for n in range(4)]),  # most of it tells
        (*OFFERS, *[plain(f"I hurt {n}.", is_claim=False) for n in range(4)]),  # one person's own story
    ],
)
def test_only_a_page_that_sells_to_somebody_leaves_something_out(page: tuple[Statement, ...]) -> None:
    assert page_findings(OFFERS).left_out
    assert not page_findings(page).left_out


@pytest.mark.parametrize(
    ("missing", "line"),
    [
        ("who_is_not_suited", "Smokers must quit before we book."),
        ("who_is_not_suited", "A crooked leg is beyond us."),
        ("regulatory_status", "These drips have not been assessed as a treatment."),
        ("comparison", "Why not PRP?"),
        ("follow_up", "Of this group 85% went a whole year without one."),
    ],
)
def test_everyday_words_on_the_matter_are_known(missing: str, line: str) -> None:
    found = Lexicon(load().vocabulary).find(line)
    assert missing not in left_out(plain(line, matters=found.matters, cues=found.cue_classes))


def techniques(*statements: Statement) -> set[str]:
    return {found.id for found in page_findings((*PROMISES, *statements)).techniques}


def test_only_a_promise_beyond_doubt_is_quoted_and_small_print_is_none() -> None:
    good = said("It always works.", strength="guaranteed")
    assert "too_good" in techniques(good)
    assert "too_good" not in techniques(but(good, matters=frozenset({"disclaimers"})))
    assert "too_good" not in techniques(but(good, sureness=0.8))
    assert "too_good" not in techniques(but(good, stance_sureness=0.8))


def test_what_a_page_says_again_and_again_is_quoted_once() -> None:
    lines = [FOR_SURE, SMALL_PRINT, *PROMISES, plain("Call today!", matters=frozenset({"hurry"}))]
    page = [replace(line, start=10_000 * turn + line.start) for turn in range(4) for line in lines]
    findings = page_findings(page)
    quoted = [tuple(quote.text for quote in found.quotes) for found in (*findings.techniques, *findings.contradictions)]
    assert quoted == [(FOR_SURE.text,), ("Call today!",), (FOR_SURE.text, SMALL_PRINT.text)]
