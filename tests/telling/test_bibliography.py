"""All sources, to search and to leaf through."""

from typing import get_args

from app.evidence import Evidence
from app.evidence.fields import SourceKind
from app.telling.bibliography import KINDS, PAGE, Wanted, leaf


def test_leafing_shows_every_source_once(evidence: Evidence) -> None:
    sources = evidence.sources.values()
    first = leaf(sources, Wanted())
    seen = [line.id for page in range(1, first.pages + 1) for line in leaf(sources, Wanted(page=page)).lines]
    assert len(seen) == len(set(seen)) == len(evidence.sources) == first.total
    assert len(first.lines) == PAGE
    assert first.before is None
    assert first.after == "page=2"


def test_a_page_beyond_the_last_is_the_last(evidence: Evidence) -> None:
    last = leaf(evidence.sources.values(), Wanted(page=10_000))
    assert last.wanted.page == last.pages
    assert last.after is None
    assert leaf(evidence.sources.values(), Wanted(page=-3)).wanted.page == 1


def test_search_and_kind_narrow_and_stay_when_leafing(evidence: Evidence) -> None:
    found = leaf(evidence.sources.values(), Wanted("disc", "trial_report"))
    assert 0 < found.total < len(evidence.sources)
    for line in found.lines:
        source = evidence.sources[line.id]
        assert source.kind == "trial_report"
    many = leaf(evidence.sources.values(), Wanted("stem"))
    assert many.after == "q=stem&page=2"


def test_a_number_finds_its_source(evidence: Evidence) -> None:
    source = next(s for s in evidence.sources.values() if s.pmid)
    assert source.id in {line.id for line in leaf(evidence.sources.values(), Wanted(str(source.pmid))).lines}


def test_nothing_found_is_one_empty_page() -> None:
    assert leaf([], Wanted("x", "unheard of")).pages == 1


def test_every_kind_of_source_has_a_name() -> None:
    assert set(KINDS) == set(get_args(SourceKind))
