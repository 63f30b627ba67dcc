"""The picture of trials: every trial has one place in it, the newest at the top."""

from hypothesis import given
from hypothesis import strategies as st

from app.evidence import Evidence
from app.telling.timeline import EDGE, FEWEST, LARGEST, LEFT, WIDTH, timeline
from app.telling.trial_list import SAID, TrialLine, trials_in_people

LINES = st.builds(
    TrialLine,
    id=st.text("abc", min_size=1, max_size=5),
    title=st.text("abc", max_size=5),
    year=st.none() | st.integers(1990, 2027),
    people=st.none() | st.integers(0, 5000),
    controlled=st.booleans(),
    mark=st.sampled_from(sorted(SAID)),
    address=st.just(""),
)


def line(year: int | None, people: int | None = 20, *, controlled: bool = True, mark: str = "met") -> TrialLine:
    return TrialLine("t", "A trial", year, people, controlled, mark, "")  # type: ignore[arg-type]


@given(st.lists(LINES, max_size=60))
def test_every_dated_trial_has_a_place_inside_the_picture(lines: list[TrialLine]) -> None:
    dated = [trial for trial in lines if trial.year]
    picture = timeline(lines)
    if picture is None:
        assert len(dated) < FEWEST
        return
    dots = [dot for row in picture.rows for dot in row.dots]
    assert len(dots) == len(dated)
    for dot in dots:
        assert dot.x - dot.radius + 0.2 >= LEFT
        assert dot.x + dot.radius <= WIDTH - EDGE + 0.2
        assert dot.y - dot.radius >= 0
        assert dot.y + dot.radius <= picture.height
    for one in range(len(dots)):
        for other in dots[one + 1 :]:
            assert (dots[one].x - other.x) ** 2 + (dots[one].y - other.y) ** 2 >= (dots[one].radius + other.radius) ** 2


def test_years_without_trials_are_named_as_one_gap() -> None:
    picture = timeline([line(2020), line(2016), line(2015), line(2013)])
    assert picture is not None
    assert [row.years for row in picture.rows] == ["2020", "2017-19", "2016", "2015", "2014", "2013"]


def test_more_people_make_a_larger_dot_up_to_a_limit() -> None:
    picture = timeline([line(2020, 20), line(2019, 400), line(2018, 90_000), line(2017, None)])
    assert picture is not None
    small, middle, large, unknown = (row.dots[0].radius for row in picture.rows)
    assert unknown == small < middle < large == LARGEST


def test_the_sentence_counts_what_is_drawn() -> None:
    picture = timeline(
        [line(2020), line(2019, mark="missed"), line(2018, mark="no_result"), line(2017, controlled=False)]
    )
    assert picture is not None
    assert picture.text == (
        "4 studies in people from 2017 to 2020. 3 had a comparison group: 1 met the main goal, 1 missed it, 1 has no "
        "result yet, and for 0 we could not tell."
    )


def test_the_trials_of_the_base_stand_once_and_newest_first(evidence: Evidence) -> None:
    lines = trials_in_people(evidence.studies.values(), evidence.conditions.values(), evidence.sources)
    assert len({trial.id for trial in lines}) == len(lines)
    years = [trial.year or 0 for trial in lines]
    assert years == sorted(years, reverse=True)
    unconfirmed = {study.id for study in evidence.studies.values() if not study.is_confirmed}
    animals = {study.id for study in evidence.studies.values() if not study.in_people}
    assert not {trial.id for trial in lines} & (unconfirmed | animals)


def test_trials_of_one_year_are_told_as_of_that_year() -> None:
    picture = timeline([line(2020)] * FEWEST)
    assert picture is not None
    assert picture.text.startswith(f"{FEWEST} studies in people in 2020. ")
