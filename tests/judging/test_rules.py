"""The published rules, case by case, from the files that the method page shows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from app.evidence.claim import VerdictCell
from app.evidence.fields import Stance
from app.judging.rules import Case, Rules

VOCABULARY = Path(__file__).parents[2] / "claims" / "vocabulary"


def _read(name: str) -> Any:
    return yaml.safe_load((VOCABULARY / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules(_read("rules.yaml"), _read("matrix.yaml"))


PROMISE = Case(
    kind="pain_relief",
    group="efficacy",
    stance="promise",
    polarity="asserts",
    strength="definite",
    setting="unstated",
    speaker="seller",
    cues=frozenset(),
    sure=True,
    surely=False,
    named=True,
    grade="mixed",
    fact=False,
    record=True,
)

WARNING = replace(PROMISE, kind="safety_general", group="safety", stance="risk", polarity="denies")
LISTED = replace(PROMISE, kind="ethics_or_trial_listing", group="regulation", stance="explain", fact=True, alike=True)
APPROVED = replace(PROMISE, kind="regulatory_approval", group="regulation", cues=frozenset({"approval"}))


@pytest.mark.parametrize(
    ("grade", "strength", "verdict"),
    [
        ("established", "guaranteed", "overstated"),
        ("mixed", "guaranteed", "contradicted"),
        ("mixed", "hedged", "overstated"),
        ("weak", "definite", "unproven"),
        ("weak", "reported", "overstated"),
        ("animal_or_lab", "hedged", "unproven"),
        ("none", "definite", "unproven"),
        ("opposed", "hedged", "contradicted"),
    ],
)
def test_a_promise_is_judged_by_the_matrix(rules: Rules, grade: str, strength: Any, verdict: str) -> None:
    assert rules.rule(replace(PROMISE, grade=grade, strength=strength)).verdict == verdict


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        (PROMISE, "unproven"),
        (replace(PROMISE, speaker="research"), "not_covered"),  # papers and news promise nothing for sale
        (replace(PROMISE, sure=False), "not_covered"),
        (replace(PROMISE, stance="story"), "misleading"),
    ],
)
def test_the_verdict_of_a_record_is_for_what_sellers_promise(rules: Rules, case: Case, verdict: str) -> None:
    own = VerdictCell(verdict="unproven", reason="The trials tested other cells.")
    ruling = rules.rule(replace(case, own=own))
    assert ruling.verdict == verdict
    assert (ruling.because == own.reason) is (case == PROMISE)


def test_trials_that_failed_in_one_disease_do_not_speak_against_a_whole_group(rules: Rules) -> None:
    opposed = replace(PROMISE, grade="opposed")
    assert rules.rule(replace(opposed, system=True)).verdict == "unproven"
    assert rules.rule(replace(opposed, system=False)).verdict == "contradicted"


@pytest.mark.parametrize(
    ("words", "verdict"), [({"not_shown"}, "supported"), ({"failed"}, "supported"), (set(), "not_covered")]
)
def test_a_limit_read_as_an_assertion_stands_by_words_that_say_what_is_not_shown(
    rules: Rules, words: set[str], verdict: str
) -> None:
    assert rules.rule(replace(PROMISE, stance="limit", cues=frozenset(words))).verdict == verdict
    assert rules.rule(replace(PROMISE, stance="explain", cues=frozenset(words))).verdict == "not_covered"


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        (replace(PROMISE, kind="success_rate", group="framing", stance="own_figure"), "misleading"),
        (replace(PROMISE, kind="testimonial", group="framing", stance="story"), "misleading"),
        (replace(PROMISE, kind="tumour_free", group="safety", cues=frozenset({"absence"})), "contradicted"),
        (replace(PROMISE, kind="tumour_free", group="safety"), "not_covered"),
        (replace(PROMISE, kind="safety_general", group="safety", cues=frozenset({"safe"})), "overstated"),
        (replace(PROMISE, kind="safety_general", group="safety", cues=frozenset({"safe", "absence"})), "contradicted"),
        (replace(PROMISE, kind="tumour_free", group="safety", stance="seen_none", strength="reported"), "misleading"),
        (replace(PROMISE, kind="rejection_free", group="safety", cues=frozenset({"own_tissue"})), "supported"),
        (
            replace(PROMISE, kind="rejection_free", group="safety", cues=frozenset({"own_tissue", "safe"})),
            "contradicted",
        ),
        (replace(PROMISE, kind="cell_quality_or_count", group="product"), "misleading"),  # more cells: what for?
        (replace(PROMISE, strength="reported", says=frozenset({"told_us"})), "misleading"),  # "guests tell us"
        (replace(PROMISE, says=frozenset({"told_us"})), "overstated"),
        (replace(PROMISE, says=frozenset({"hurdles"})), "not_covered"),  # "hurdles to be overcome before ..."
        (replace(PROMISE, established=True), "not_covered"),  # "cord blood is used to rebuild the blood"
        (replace(PROMISE, established=True, cues=frozenset({"we"})), "overstated"),
        (
            replace(PROMISE, stance="seen_none", cues=frozenset({"harm"})),
            "not_covered",
        ),  # "tumours are recorded as one"
        (replace(PROMISE, stance="seen_none", cues=frozenset({"harm", "negation"})), "misleading"),
        (replace(PROMISE, says=frozenset({"few_trials"})), "not_covered"),  # "an absence of robust data on its benefit"
        (replace(PROMISE, kind="success_rate", says=frozenset({"variation"})), "not_covered"),  # "results can vary"
        (replace(PROMISE, says=frozenset({"deplores"})), "not_covered"),  # "the alarming promise of improvement"
        (replace(PROMISE, says=frozenset({"deplores"}), cues=frozenset({"we"})), "overstated"),
        (replace(LISTED, cues=frozenset({"registration"})), "not_covered"),  # "a listing means that it was checked"
        (replace(LISTED, cues=frozenset({"registration", "negation"})), "supported"),
        (replace(APPROVED, says=frozenset({"allows_trial"})), "not_covered"),  # "the agency approved the trial"
        (replace(APPROVED, says=frozenset({"unlawful"})), "not_covered"),  # "this could not happen legally here"
        (replace(APPROVED, says=frozenset({"unlawful"}), cues=frozenset({"we", "approval"})), "contradicted"),
        (replace(PROMISE, says=frozenset({"wanting"})), "not_covered"),  # "there remains a need for cells that repair"
        (replace(PROMISE, says=frozenset({"wanting"}), cues=frozenset({"we"})), "overstated"),
        (
            replace(PROMISE, stance="limit", polarity="denies", cues=frozenset({"negation", "failed"})),
            "supported",
        ),
        (
            replace(
                PROMISE,
                stance="limit",
                polarity="denies",
                cues=frozenset({"negation", "failed"}),
                says=frozenset({"worthless"}),
            ),
            "not_covered",
        ),  # "this does not make these grafts ineffective"
        (replace(PROMISE, speaker="seller", says=frozenset({"unknown"})), "not_covered"),  # "impossible to predict"
        (replace(PROMISE, surely=True, speaker="research", strength="hedged"), "not_covered"),  # "this might replace"
        (replace(PROMISE, surely=True, speaker="research"), "overstated"),
        (replace(PROMISE, says=frozenset({"asks_whether"})), "not_covered"),  # "planned to find out whether it works"
        (replace(PROMISE, says=frozenset({"studied"})), "not_covered"),  # "studies have investigated its efficacy"
        (replace(PROMISE, says=frozenset({"studied"}), cues=frozenset({"prove"})), "overstated"),
        (replace(PROMISE, kind="banking", group="product", says=frozenset({"gives"})), "not_covered"),  # a public bank
        (
            replace(PROMISE, kind="banking", group="product", says=frozenset({"gives"}), cues=frozenset({"we"})),
            "overstated",
        ),  # "a public bank gives them away, ours keeps them for you"
        (
            replace(PROMISE, kind="safety_general", group="safety", strength="hedged", cues=frozenset({"hedge"})),
            "not_covered",
        ),  # "plasma can bring an infection"
        (
            replace(
                PROMISE, kind="safety_general", group="safety", strength="hedged", cues=frozenset({"hedge", "safe"})
            ),
            "overstated",
        ),
        (
            replace(PROMISE, kind="rejection_free", group="safety", cues=frozenset({"own_tissue", "absence"})),
            "supported",
        ),  # "no rejection, because the cells are yours"
        (replace(APPROVED, stance="alarm", polarity="denies", licence="other_use", diseases=True), "not_covered"),
        (replace(APPROVED, licence="none"), "contradicted"),
        (replace(PROMISE, speaker="unknown", says=frozenset({"disappointed"})), "not_covered"),
        (replace(APPROVED, licence="granted", sure=True, surely=True), "not_covered"),
        (replace(APPROVED, cues=frozenset()), "not_covered"),
        (replace(APPROVED, licence="wider"), "contradicted"),
        (replace(APPROVED, licence="granted"), "not_covered"),  # it says more than that there is one
        (replace(APPROVED, licence="granted", cues=APPROVED.cues | {"hedge"}), "supported"),  # "for some blood cancers"
        (replace(APPROVED, licence="granted", cues=APPROVED.cues | {"hedge", "we"}), "not_covered"),
        (replace(APPROVED, licence="narrow"), "contradicted"),
        (replace(APPROVED, licence="not_read"), "not_covered"),
        (replace(APPROVED, licence="withdrawn"), "contradicted"),
        (replace(APPROVED, licence="withdrawn", stance="rule"), "not_covered"),  # may tell of it
        (replace(APPROVED, licence="withdrawn", cues=APPROVED.cues | {"negation"}), "not_covered"),
        (replace(PROMISE, grade="established"), "not_covered"),  # good evidence for some backs no promise to all
        (replace(PROMISE, grade="established", stance="neutral"), "supported"),
        (replace(APPROVED, licence="elsewhere"), "contradicted"),
        (replace(PROMISE, kind="regulatory_registration", group="regulation", stance="label"), "misleading"),
        (replace(PROMISE, kind="candidate_for_everyone", group="framing"), "overstated"),
        (replace(PROMISE, setting="animal_or_lab", grade="animal_or_lab", stance="report"), "supported"),
        (replace(PROMISE, stance="limit", polarity="denies", cues=frozenset({"not_shown"})), "supported"),
        (replace(PROMISE, stance="limit", polarity="denies"), "not_covered"),
        (replace(PROMISE, stance="limit", polarity="denies", cues=frozenset({"negation"})), "not_covered"),
        (replace(PROMISE, stance="limit", polarity="denies", surely=True, cues=frozenset({"negation"})), "supported"),
        (
            replace(PROMISE, stance="limit", polarity="denies", grade="established", cues=frozenset({"negation"})),
            "not_covered",
        ),
        (
            replace(PROMISE, stance="report", polarity="denies", grade="opposed", treated=False),
            "not_covered",
        ),  # a drug?
        (replace(PROMISE, stance="report", polarity="denies", treated=False), "not_covered"),
        (replace(PROMISE, stance="alarm", polarity="denies", cues=frozenset({"certain"})), "contradicted"),
        (replace(PROMISE, stance="alarm", polarity="denies"), "contradicted"),
        (replace(PROMISE, stance="alarm"), "not_covered"),
        (replace(PROMISE, stance="alarm", polarity="denies", record=False), "not_covered"),
        (replace(PROMISE, stance="limit", polarity="denies", cues=frozenset({"extreme"})), "not_covered"),
        (
            replace(PROMISE, stance="limit", polarity="denies", fact=True, close=True, cues=frozenset({"extreme"})),
            "supported",
        ),
        (
            replace(
                PROMISE,
                kind="regulatory_approval",
                stance="limit",
                polarity="denies",
                licence="granted",
                cues=frozenset({"not_shown"}),
            ),
            "contradicted",
        ),
        (replace(PROMISE, sure=False), "not_covered"),
        # a fact that says the same beyond doubt settles what the reader was not sure of; one that may does not
        (replace(PROMISE, stance="rule", sure=False, fact=True, close=True), "supported"),
        (replace(PROMISE, stance="rule", sure=False, fact=True), "not_covered"),
        # "do not require FDA approval" is no "has no FDA approval", however alike the words are
        (
            replace(APPROVED, stance="rule", polarity="denies", fact=True, close=True, says=frozenset({"waives"})),
            "not_covered",
        ),
        (replace(PROMISE, stance="report"), "not_covered"),  # a benefit reported is a study that we do not hold
        # "may help some, but trials disagree"; without the limit, or said of us and you, it is a promise
        (
            replace(PROMISE, stance="limit", strength="hedged", cues=frozenset({"hedge", "weak_evidence"})),
            "supported",
        ),
        (
            replace(PROMISE, stance="limit", strength="hedged", cues=frozenset({"hedge", "weak_evidence", "you"})),
            "not_covered",
        ),
        (replace(PROMISE, stance="limit", strength="hedged", cues=frozenset({"hedge"})), "not_covered"),
        # an alarm that denies a licence is false only where one is on record
        (replace(APPROVED, stance="alarm", polarity="denies", licence="none"), "not_covered"),
        (replace(APPROVED, stance="alarm", polarity="denies", cues=frozenset({"banned"})), "contradicted"),
        (replace(PROMISE, named=False, grade="established"), "not_covered"),
        (replace(PROMISE, polarity="denies"), "not_covered"),
        (replace(PROMISE, stance="limit", polarity="denies", cues=frozenset({"certain"})), "not_covered"),
        (replace(PROMISE, stance="report", cues=frozenset({"control"})), "not_covered"),
        (replace(PROMISE, stance="report", polarity="denies", fact=True), "supported"),
        (replace(PROMISE, stance="report", polarity="denies", grade="opposed"), "supported"),
        (replace(PROMISE, stance="report", polarity="denies", surely=True), "supported"),
        (replace(PROMISE, stance="report", polarity="denies", surely=False), "not_covered"),  # it may well promise
        (replace(PROMISE, stance="report", polarity="denies", kind="safety_general", group="safety"), "not_covered"),
        (replace(PROMISE, stance="report", polarity="denies", figured=True), "not_covered"),
        (
            replace(
                WARNING,
                surely=True,
                cues=frozenset({"harm"}),
            ),
            "supported",
        ),
        (
            replace(
                WARNING,
                surely=False,
                listed=True,  # "What can go wrong: infection"
                cues=frozenset({"harm"}),
            ),
            "supported",
        ),
        (
            replace(
                WARNING,
                surely=False,  # "a shot settles a flare": a promise that speaks of harm
                cues=frozenset({"harm"}),
            ),
            "not_covered",
        ),
        (WARNING, "not_covered"),
        (replace(WARNING, record=False), "not_covered"),
    ],
)
def test_each_rule_gives_its_verdict(rules: Rules, case: Case, verdict: str) -> None:
    assert rules.rule(case).verdict == verdict


def test_softer_wording_never_earns_a_more_serious_verdict() -> None:
    order = [v["id"] for v in _read("verdicts.yaml")]
    for grade, row in _read("matrix.yaml").items():
        seriousness = [order.index(row[s]) for s in ("guaranteed", "definite", "reported", "hedged")]
        assert seriousness == sorted(seriousness), grade


def test_every_rule_has_its_own_id_and_says_why() -> None:
    listed = _read("rules.yaml")
    assert len({r["id"] for r in listed}) == len(listed)
    assert all(r["because"] for r in listed)
    assert listed[-1]["when"] == {}


SUBJECT = ("kinds", "groups", "stances")


def _left_by_earlier_rules(listed: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], list[tuple[str, ...]]]]:
    """Each rule with the (kind, group, stance) of the sentences that come to it, whatever else they are."""
    subjects = [(kind["id"], kind["group"], stance) for kind in _read("kinds.yaml") for stance in get_args(Stance)]
    for place, rule in enumerate(listed):
        wider = [earlier["when"] for earlier in listed[:place] if _is_wider(earlier["when"], rule["when"])]
        yield (
            rule,
            [
                subject
                for subject in subjects
                if _is_about(rule["when"], subject) and not any(_is_about(when, subject) for when in wider)
            ],
        )


def _is_wider(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """Whether all that fits the conditions of ``later`` fits those of ``earlier``, the subject left aside."""
    for name in earlier.keys() - set(SUBJECT):
        wanted, held = earlier[name], later.get(name)
        if held is None or (isinstance(wanted, str) and held != wanted):
            return False
        narrow, wide = (wanted, held) if name == "without" else (held, wanted)
        if not set(narrow) <= set(wide):
            return False
    return True


def _is_about(when: Mapping[str, Any], subject: tuple[str, ...]) -> bool:
    return all(value in when.get(name, (value,)) for name, value in zip(SUBJECT, subject, strict=True))


def test_every_rule_and_all_that_it_lists_can_decide() -> None:
    """What earlier rules take in any case decides nothing, and would stand on the method page as if it did."""
    never = []
    for rule, left in _left_by_earlier_rules(_read("rules.yaml")):
        if not left:
            never.append(rule["id"])
        for name, values in zip(SUBJECT, zip(*left, strict=True), strict=False):
            never += [f"{rule['id']}: {name}: {value}" for value in set(rule["when"].get(name, ())) - set(values)]
    assert not never


REPORT = replace(
    PROMISE, stance="report", kind="trial_result", fact=True, alike=True, cues=frozenset({"study", "relief"})
)


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        (replace(REPORT, grade="opposed"), "half-of-a-comparison"),
        (replace(REPORT, grade="opposed", cues=REPORT.cues | {"control"}), "half-of-a-comparison"),
        (replace(REPORT, grade="opposed", cues=REPORT.cues | {"failed"}), "honest-report"),
        (replace(REPORT, says=frozenset({"success"}), denying=True), "success-that-is-denied"),
        (replace(REPORT, says=frozenset({"success"})), "honest-report"),
        (replace(REPORT, cues=frozenset({"twice_denied"})), "denies-a-denial"),
        (replace(REPORT, stance="limit", sells_too=True), "tells-and-sells"),
        (replace(PROMISE, tells_too=True), "sells-and-tells"),
        (replace(PROMISE, cues=frozenset({"denied_benefit"})), "promise-that-takes-back"),
        (replace(PROMISE, stance="label", kind="ethics_or_trial_listing", cues=frozenset({"caution"})),
         "label-that-says-what-it-is-not"),
        (replace(APPROVED, licence="granted", sure=True), "licence-in-a-promise"),
    ],
)  # fmt: skip
def test_what_says_two_things_is_left_unjudged(rules: Rules, case: Case, rule: str) -> None:
    ruling = rules.rule(case)
    assert ruling.rule == rule
    assert rule == "honest-report" or ruling.verdict == "not_covered"


def test_what_a_near_fact_backs_is_told_from_what_a_fact_says(rules: Rules) -> None:
    told = replace(REPORT, stance="rule")
    near = rules.rule(replace(told, alike=False))
    assert near.verdict == rules.rule(told).verdict == "supported"
    assert near.because != rules.rule(told).because


def test_a_ruling_says_whether_it_rests_on_a_checked_fact(rules: Rules) -> None:
    assert rules.rule(REPORT).on_fact
    assert not rules.rule(replace(APPROVED, licence="granted", stance="rule", cues=frozenset({"hedge"}))).on_fact


@pytest.mark.parametrize("cue", ["weak_evidence", "caution", "failed"])
def test_a_single_word_of_doubt_counts_only_where_the_reading_is_not_beyond_doubt(rules: Rules, cue: str) -> None:
    doubtful = replace(PROMISE, cues=frozenset({cue}))
    assert rules.rule(doubtful).verdict == "not_covered"
    assert rules.rule(replace(doubtful, surely=True)).verdict == rules.rule(PROMISE).verdict


def test_a_promise_beyond_doubt_is_judged_on_a_page_of_research_or_news_too(rules: Rules) -> None:
    doubtful = replace(PROMISE, speaker="news")
    assert rules.rule(doubtful).verdict == "not_covered"
    assert rules.rule(replace(doubtful, surely=True)).verdict == rules.rule(PROMISE).verdict


def test_what_cured_animals_is_judged_as_a_promise_where_it_is_promised_to_people(rules: Rules) -> None:
    animals = replace(PROMISE, setting="animal_or_lab", grade="animal_or_lab", cues=frozenset({"animal"}))
    assert rules.rule(animals).verdict == "supported"
    assert rules.rule(replace(animals, grade="none")).verdict == "not_covered"  # no such study on record
    assert rules.rule(replace(animals, cues=animals.cues | {"we"})).verdict == "unproven"


def test_a_ban_is_never_backed_as_an_approval(rules: Rules) -> None:
    assert rules.rule(replace(APPROVED, licence="granted", cues=APPROVED.cues | {"banned"})).verdict != "supported"
