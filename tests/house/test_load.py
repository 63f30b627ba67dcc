"""What `make load` counts and draws."""

import sys
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from app.settings import HOME


@pytest.fixture(autouse=True)
def _bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(HOME / "bench"))
    known = set(sys.modules)
    yield
    for name in set(sys.modules) - known:
        if name in {"chart", "load", "check_page"}:
            del sys.modules[name]


def test_percentiles_are_those_of_all_answers() -> None:
    from load import Run  # noqa: PLC0415 - found only here

    run = Run(10.0, {"check": {20.0: 98, 90.0: 1, 400.0: 1}, "page": {1.0: 100}})
    assert (run.count(), run.count("check"), run.rate) == (200, 100, 20.0)
    assert [run.percentile("check", share) for share in (0.5, 0.99, 1.0)] == [20.0, 90.0, 400.0]


def test_growth_is_from_the_first_to_the_last() -> None:
    from load import growth  # noqa: PLC0415 - as above

    assert growth([(0.0, 200.0), (50.0, 230.0), (100.0, 210.0)]) == pytest.approx(5.0)


def test_the_picture_is_svg_that_starts_at_nought() -> None:
    from chart import Panel, drawn  # noqa: PLC0415 - as above

    picture = ET.fromstring(drawn(Panel("Memory <MB>", "thousand requests", [(0, 190), (100, 200)])))  # noqa: S314 - our own
    names = [element.tag.partition("}")[2] for element in picture.iter()]
    assert names.count("polyline") == 1
    words = [element.text for element in picture.iter() if element.tag.endswith("text")]
    assert words == ["Memory <MB>", "200", "0", "100 thousand requests"]
    curve = next(element for element in picture.iter() if element.tag.endswith("polyline"))
    assert curve.attrib["points"].split()[1] == "624.0,34.0", "the highest value stands at the top"
