"""A long text counts against the limit for as many requests as it costs; nobody can keep a worker busy with a few."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.limits import FEWEST, RULES, Limits
from app.main import create_app
from app.settings import Settings

LONG = {"text": "12 34 " * 33_000}  # a little less than the longest that is read, and refused at once for want of words
SHORT = {"text": "Stem cells cure."}


@pytest.fixture
def fresh(evidence: Any) -> Iterator[TestClient]:
    """The site with its own numbers, by the hour, so that a slow machine changes nothing."""
    app = create_app(Settings(database_url="sqlite:////proc/nowhere/x.sqlite3"), evidence)
    app.state.limits = Limits(dict.fromkeys(RULES, "60/hour"))
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/embed/check", "/api/v1/check"])
def test_few_long_texts_may_be_sent(fresh: TestClient, path: str) -> None:
    def send(text: dict[str, str]) -> int:
        body: dict[str, Any] = {"json" if path.startswith("/api/") else "data": text}
        return fresh.post(path, **body).status_code

    long = [send(LONG) for _ in range(2 * FEWEST + 2)]
    allowed = long.index(429)
    assert FEWEST <= allowed <= 2 * FEWEST
    assert set(long[:allowed]) <= {422}


def test_a_text_of_untold_length_counts_as_a_long_one(fresh: TestClient) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    codes = [fresh.post("/", content=iter([b"text=Stem+cells+cure."]), headers=kind).status_code for _ in range(13)]
    assert codes[:FEWEST] == [200] * FEWEST
    assert codes[-1] == 429


def test_short_texts_count_as_one_each(fresh: TestClient) -> None:
    codes = [fresh.post("/", data=SHORT).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]
