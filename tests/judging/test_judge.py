"""A page is judged all at once, and each sentence as if it stood alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.evidence import load
from app.judging.check import Engine, check, engine
from app.judging.report import NEGATIVE
from app.reading.document import read_document

PAGES = sorted((Path(__file__).parent.parent / "batches").glob("pages-[kn]/*.md"))


@pytest.fixture(scope="module")
def made() -> Engine:
    return engine(load())


def test_all_at_once_is_one_by_one(made: Engine) -> None:
    pages = [read_document(page.read_text(encoding="utf-8")).sentences for page in PAGES]
    readings = [reading for page in pages for reading in made.reader.read(page)]
    assert {len(reading.parts) for reading in readings} >= {0, 1, 2}
    assert made.judge.judge(readings) == [made.judge.judge([reading])[0] for reading in readings]


def test_nothing_to_judge_gives_nothing(made: Engine) -> None:
    assert made.judge.judge([]) == []


def test_a_disease_that_is_named_leaves_no_room_for_its_cousins(made: Engine) -> None:
    for text in (
        "Weekly intranasal vesicles are nourishing motor neurons back to life in our ALS programme.",
        "Exosomes repair the nerves and help people with ALS.",
    ):
        statement = made.check(text).statements[0]
        assert statement.record is not None
        about = made.evidence.records[statement.record].conditions
        assert {"als", "any"} & {*about, *(up for name in about for up in made.evidence.descendants(name))}, about


@pytest.mark.parametrize(
    "text",
    [
        "Our stem cells rebuild the lungs of lifelong smokers.",  # a whole body system, and no disease of it
        "Muse cells recognize inflammation and repair damaged tissue.",  # a product without an id of its own
    ],
)
def test_a_sentence_without_a_disease_is_answered_by_no_record_on_one(made: Engine, text: str) -> None:
    (statement,) = made.check(text).statements
    assert statement.record is not None
    assert "any" in made.evidence.records[statement.record].conditions


@pytest.mark.parametrize(
    ("before", "country"),
    [("", "us"), ("Clinics in Canada must follow the rules of Health Canada. ", "ca")],
)
def test_the_law_shown_is_that_of_the_pages_country_or_else_of_the_united_states(
    made: Engine, before: str, country: str
) -> None:
    statement = made.check(f"{before}The treatment with PRP is not approved.").statements[-1]
    assert statement.record is not None
    assert country in made.evidence.records[statement.record].jurisdictions


def test_a_warning_is_answered_by_a_record_of_harm_and_not_by_one_of_few_harms(made: Engine) -> None:
    for text in (
        "Bleeding at the disc is a small risk of injected stem cells.",
        "Stem cell injections into worn discs carry a risk of bleeding.",
    ):
        statement = made.check(text).statements[0]
        assert statement.verdict == "supported"
        assert statement.record is not None
        assert made.evidence.records[statement.record].says == "risk"


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("The FDA has approved no stem cell product for arthritis or back pain.", "stem-cells-not-approved-us"),
        (
            "In the placebo-controlled study of cord blood, 180 autistic children did not improve.",
            "autism-cells-clinic",
        ),
    ],
)
def test_a_backed_sentence_is_answered_by_a_record_that_rests_on_its_fact(made: Engine, text: str, record: str) -> None:
    statement = made.check(text).statements[0]
    assert statement.fact is not None
    assert statement.record == record


def test_the_law_of_a_place_that_is_not_named_backs_nothing(made: Engine) -> None:
    for text in (
        "Nobody has shown that such treatments work, and no regulator has approved them.",
        "Adverts to the public for stem cell treatments are banned.",
    ):
        fact = made.check(text).statements[0].fact
        assert fact is None or not fact.places or "us" in fact.places
    told = made.check("In Australia adverts to the public for stem cell treatments are banned.").statements[0].fact
    assert told is not None
    assert told.places == {"au"}


def test_a_rule_without_a_place_is_one_of_the_place_last_named(made: Engine) -> None:
    law = "Advertising stem cell products to the public is an offence."
    for country, verdict in (("Australia", "supported"), ("Ukraine", "not_covered"), ("Brazil", "not_covered")):
        statement = made.check(f"In {country} clinics meet strict rules. {law}").statements[1]
        assert statement.verdict == verdict, country
        assert (statement.fact is not None and statement.fact.named_places == {"au"}) == (country == "Australia")


def test_a_country_of_which_nothing_is_held_is_not_judged_by_facts_from_elsewhere(made: Engine) -> None:
    for text in (
        "Clinics in Ukraine may not use stem cells outside approved trials.",
        "In Brazil clinics may not use stem cells outside approved trials.",
        "Our stem cell methods have been approved by the health ministry of Ukraine.",
    ):
        (statement,) = made.check(text).statements
        assert (statement.verdict, statement.fact) == ("not_covered", None)


@pytest.mark.parametrize(
    ("text", "sure", "doubtful"),
    [
        ("Stem cells relieve the pain of worn discs.", "unproven|overstated", "not_a_claim"),
        ("Stem cells shorten the stay in hospital after a burn.", "unproven|overstated|not_covered", "not_a_claim"),
        ("No controlled trial has shown that stem cells regrow a worn disc.", "supported", "supported"),
    ],
)
def test_what_may_well_claim_nothing_is_marked_only_where_it_is_backed(
    made: Engine, text: str, sure: str, doubtful: str
) -> None:
    (reading,) = made.reader.read(read_document(text).sentences)
    as_read, as_doubted = made.judge.judge([reading, replace(reading, doubtful=True)])
    assert as_read.verdict in sure.split("|")
    assert as_doubted.verdict == doubtful
    if doubtful == "not_a_claim":
        assert not as_doubted.reading.is_claim
        assert as_doubted.as_json() | {"kinds": [], "stance": "none", "strength": None} == as_doubted.as_json()


def test_only_a_sentence_of_a_page_is_doubted(made: Engine) -> None:
    page = (Path(__file__).parent.parent / "batches" / "pages-rq" / "rq01.md").read_text(encoding="utf-8")
    sentences = read_document(page).sentences
    assert any(reading.doubtful for reading in made.reader.read(sentences))
    assert not any(made.reader.read([one])[0].doubtful for one in sentences)


def test_a_sentence_of_two_words_says_too_little_to_agree_with_a_fact(made: Engine) -> None:
    page = "# Stem cells for back pain\n\nHas the FDA approved it? No, not yet. Nothing does."
    assert not any(statement.fact for statement in made.check(page).statements)


@pytest.mark.parametrize(
    "text", ["PRP cures nobody of arthritis.", "Cartilage never grows back after an injection of stem cells."]
)
def test_a_denied_benefit_is_not_marked_even_where_it_is_read_as_a_promise(made: Engine, text: str) -> None:
    assert made.check(text).statements[0].verdict not in NEGATIVE


def test_a_true_limit_of_what_is_established_is_not_spoken_against(made: Engine) -> None:
    text = "Having said that, nobody can promise you that it will undo harm which MS has already done."
    page = f"# Blood stem cell transplants for MS\n\nThe transplant slows active relapsing MS. {text}"
    assert made.check(page).statements[-1].verdict in {"not_covered", "supported"}


@pytest.mark.parametrize(
    "text",
    [
        "Exosomes do not require FDA approval.",
        "FDA approval isn't required for your own cells.",
        "At present the FDA neither approves stem cells nor forbids them.",
        "Having said that, approving stem cell treatments is not what the FDA does.",
    ],
)
def test_that_no_approval_is_needed_is_not_backed_as_if_none_were_given(made: Engine, text: str) -> None:
    assert made.check(text).statements[0].verdict != "supported"


@pytest.mark.parametrize(
    "text",
    [
        "Exosomes, often sold beside stem cells, have no FDA approval for any use.",
        "Marrow concentrate has no FDA approval for discs.",
    ],
)
def test_that_an_approval_is_missing_is_not_taken_for_one_that_is_not_needed(made: Engine, text: str) -> None:
    assert made.check(text).statements[0].verdict == "supported"


def test_on_a_sellers_page_too_it_is_true_that_a_licence_is_missing(made: Engine) -> None:
    page = (
        "Exosomes secreted by MSCs can promote tissue repair and calm inflammation. They speed the healing of wounds, "
        "improve cartilage in arthritis and restart hair follicles. Exosome therapy is not currently FDA approved."
    )
    assert made.check(page).statements[-1].verdict == "supported"
    charity = (
        "You may wonder if stem cells could ease your arthritis. Promising research is being conducted, but currently "
        "there are no stem cell treatments approved by the FDA for arthritis. Your voice matters."
    )
    assert "supported" in {statement.verdict for statement in made.check(charity).statements}


@pytest.mark.parametrize(
    "text",
    [
        "CAR-T is not approved by the FDA.",
        "Cord blood is not approved by the FDA.",
        "Ryoncil was turned down by the FDA.",
    ],
)
def test_a_denial_of_what_is_licensed_is_not_backed(made: Engine, text: str) -> None:
    assert made.check(text).statements[0].verdict != "supported"


def test_a_small_risk_goes_too_far_and_is_not_called_against_the_evidence(made: Engine) -> None:
    text = "And because your PRP comes out of your own body, there is little risk that the shot causes complications."
    assert made.check(text).statements[0].verdict == "overstated"


def test_own_cells_that_are_still_a_drug_are_not_spoken_against(made: Engine) -> None:
    statement = made.check("Your own cells are still a drug once a lab grows them.").statements[0]
    assert statement.verdict in {"supported", "not_covered"}


@pytest.mark.parametrize(
    "text",
    [
        "The stem cells did nothing for my MS except empty our savings.",
        "Dad flew to Panama twice and his Parkinson's only got worse.",
        "Be wary of anyone who offers one cell product for every illness.",
        "Walk away if they promise a cure.",
        "There's no telling if stored cord blood will ever be of use.",
        "Marrow concentrate may dull knee pain for a while, but so does salt water.",
        "Agency inspectors sent the firm a warning letter last spring.",
        "We planned this study to find out whether treating a uterine niche with MSCs is safe and whether it works.",
        "In rats, marrow cells placed at the repair site have produced tendon tissue with better organized fibers.",
        "Numerous hurdles need to be overcome before stem cells can be considered a realistic option for ALS.",
        "If you are approved for stem cell treatment, you can talk with patients who had it.",
        "Thanks to new technology, researchers are exploring the use of stem cells to treat a range of conditions.",
        "Scientists still need to find better ways to grow the stem cells and make sure they are safe.",
        "For stem cells there is a long process that shows that something is safe and works.",
        "The stem cell doctor purported to treat Alzheimer's, blindness and MS alike.",
        "They also tested ways to change the stem cells with genes to make them work better.",
        "Dr. Murray has worked on regenerating heart muscle with stem cells for 20 years.",
        "You may wonder if stem cell therapy could heal, ease, or cure your arthritis or joint pain.",
        "Marrow cells are studied because a patient can be his own donor and there is no rejection.",
        "Cord blood is used to rebuild the blood of children with leukaemia.",
        "To date there is an absence of robust clinical data supporting the efficacy of stem cells for impotence.",
        "The alarming aspect of this proposal is the promise of significant improvements in children with autism.",
        "Such institutes are not proposing a trial but the use of stem cells as an option already validated.",
    ],
)
def test_a_short_honest_sentence_is_not_spoken_against(made: Engine, text: str) -> None:
    assert made.check(text).statements[0].verdict in {"supported", "not_covered", "not_a_claim"}


def test_a_sellers_story_of_an_old_disappointment_is_still_a_story(made: Engine) -> None:
    page = (
        "# Our clinic\n\n" + "We rebuild worn knees with stem cells. You will walk without pain. Book your visit. " * 4
    )
    told = made.check(page + "\n\nSurgery did nothing for Ann, and our stem cells healed her knee.").statements[-1]
    assert told.verdict not in {"supported", "not_covered"}


def test_a_study_told_for_what_it_saw_of_harm_is_no_report_of_a_benefit(made: Engine) -> None:
    text = "Five years after injection of cultured marrow cells, MRI of five patients showed no abnormal growths."
    statement = made.check(text).statements[0]
    assert statement.reading.stance == "report"
    assert statement.verdict not in NEGATIVE


@pytest.mark.parametrize(
    "sentence",
    [
        "Exosome products have been approved by the FDA.",
        "There are FDA-approved exosome products.",
        "Exosome products are approved by the FDA.",
        "Stem cell products are approved for autism, arthritis and COPD.",
        "In controlled trials stem cells improved autism symptoms more than placebo.",
    ],
)
def test_a_fact_of_like_words_that_says_the_opposite_backs_nothing(sentence: str) -> None:
    (statement,) = check(sentence, load()).statements
    assert statement.verdict != "supported"


@pytest.mark.parametrize(
    "sentence",
    [
        "A stem cell drip can kill you.",
        "Stem cells from fat have blinded people.",
        "Every exosome product on the American market is unapproved.",
        "Our embryonic stem cells form teratomas.",
        "Tumor formation is recorded as one of the serious side effects of these cells.",
    ],
)
def test_a_true_word_of_harm_is_not_punished(sentence: str) -> None:
    (statement,) = check(sentence, load()).statements
    assert statement.verdict in {"supported", "not_covered", "not_a_claim"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Infection after cell injections is very rare, and clots are no concern.",
        "The infection rate is very low and there are no concerns about clots in the lungs.",
    ],
)
def test_harm_that_is_waved_away_is_not_backed_as_a_warning(sentence: str) -> None:
    (statement,) = check(sentence, load()).statements
    assert statement.verdict != "supported"


def test_what_compares_with_nothing_is_not_answered_by_a_comparison() -> None:
    text = "Cultured marrow cells were effective in arthritis of the knee, with excellent outcomes."
    (statement,) = check(text, load()).statements
    assert statement.verdict in {"overstated", "not_covered"}
