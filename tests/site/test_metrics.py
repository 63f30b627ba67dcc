"""What the operator can count: by fixed names, behind a token, never a text."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from app.judging.check import check, method_revision
from app.limits import RULES, Limits
from app.main import create_app
from app.pages import check as check_page
from app.settings import HOME, Settings

TOKEN = "a-token-for-tests"  # noqa: S105 - of this test alone
Numbers = Callable[..., float]


@pytest.fixture
def open_site(evidence: Any, tmp_path: Any) -> Iterator[TestClient]:
    settings = Settings(metrics_token=TOKEN, database_url=f"sqlite:///{tmp_path}/x.sqlite3")
    app = create_app(settings, evidence)
    app.state.limits = Limits({**RULES, "feedback": "1/hour"})
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def number(open_site: TestClient) -> Numbers:
    """The value of one series, 0 where it is not there yet."""

    def value(name: str, **labels: str) -> float:
        answer = open_site.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        samples = [s for family in text_string_to_metric_families(answer.text) for s in family.samples]
        return sum(s.value for s in samples if s.name == name and labels.items() <= s.labels.items())

    return value


def test_without_a_token_in_the_settings_there_is_no_such_page(client: TestClient) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", [None, "Bearer wrong", f"Basic {TOKEN}", "Bearer", "Bearer ümlaut"])
def test_a_wrong_token_opens_nothing(open_site: TestClient, given: str | None) -> None:
    headers = {b"Authorization": given.encode()} if given else {}
    answer = open_site.get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "claimcheck_" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/about", "/about", "200"),
        ("GET", "/claims/tumour-free-cells", "/claims/{ident}", "200"),
        ("GET", "/claims/zanzibar", "/claims/{ident}", "404"),
        ("GET", "/zanzibar", "none", "404"),
        ("GET", "/static/tokens.css", "/static/{file}", "200"),
        ("GET", "/static/zanzibar", "/static/{file}", "404"),
        ("GET", "/assets/htmx.min.js", "/assets/{file}", "200"),
        ("DELETE", "/", "/", "405"),
    ],
)
def test_a_request_is_timed_under_its_route(  # noqa: PLR0917 - one case a line
    open_site: TestClient, number: Numbers, method: str, path: str, route: str, status: str
) -> None:
    labels = {"method": method, "route": route, "status": status}
    before = number("claimcheck_request_seconds_count", **labels)
    open_site.request(method, path)
    assert number("claimcheck_request_seconds_count", **labels) == before + 1
    assert "zanzibar" not in open_site.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text


def test_a_made_up_method_names_no_series(open_site: TestClient, number: Numbers) -> None:
    before = number("claimcheck_request_seconds_count", method="other")
    open_site.request("ZANZIBAR", "/")
    assert number("claimcheck_request_seconds_count", method="other") == before + 1


TEXT = "Stem cells rebuild worn discs. Our cells are tumour-free. Acupuncture heals backs."


@pytest.mark.parametrize("path", ["/", "/sheet", "/embed/check", "/api/v1/check"])
def test_verdicts_and_silences_are_counted(open_site: TestClient, number: Numbers, evidence: Any, path: str) -> None:
    statements = check(TEXT, evidence).statements
    verdict, silence = statements[0].verdict, next(s.silence for s in statements if s.silence)
    before = number("claimcheck_verdicts_total"), number("claimcheck_abstentions_total", reason=silence)
    sent: dict[str, Any] = {"json" if path.startswith("/api/") else "data": {"text": TEXT}}
    assert open_site.post(path, **sent).status_code == 200
    assert number("claimcheck_verdicts_total") == before[0] + len(statements)
    assert number("claimcheck_verdicts_total", verdict=verdict) > 0
    silent = sum(s.silence == silence for s in statements)
    assert number("claimcheck_abstentions_total", reason=silence) == before[1] + silent


@pytest.mark.parametrize("path", ["/", "/embed/check", "/api/v1/check"])
def test_texts_that_cannot_be_read_are_counted(open_site: TestClient, number: Numbers, path: str) -> None:
    before = number("claimcheck_texts_refused_total", problem="no_words")
    sent: dict[str, Any] = {"json" if path.startswith("/api/") else "data": {"text": "1 2 3"}}
    open_site.post(path, **sent)
    assert number("claimcheck_texts_refused_total", problem="no_words") == before + 1


@pytest.mark.parametrize("path", ["/", "/embed/check"])
def test_an_address_without_words_is_counted_as_refused(open_site: TestClient, number: Numbers, path: str) -> None:
    before = number("claimcheck_texts_refused_total", problem="only_address")
    assert open_site.post(path, data={"text": "https://clinic.example/stem-cells"}).status_code == 422
    assert number("claimcheck_texts_refused_total", problem="only_address") == before + 1


def test_limits_hit_are_counted(open_site: TestClient, number: Numbers) -> None:
    before = number("claimcheck_limits_hit_total", rule="feedback")
    for _ in range(3):
        open_site.post("/feedback", data={"page": "/", "kind": "clear"})
    assert number("claimcheck_limits_hit_total", rule="feedback") == before + 2


def test_faults_are_counted(open_site: TestClient, number: Numbers, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    before = number("claimcheck_faults_total", kind="ZeroDivisionError")
    monkeypatch.setattr(check_page, "check", broken)
    open_site.post("/", data={"text": TEXT})
    assert number("claimcheck_faults_total", kind="ZeroDivisionError") == before + 1


def test_a_database_that_is_away_is_a_fault(evidence: Any) -> None:
    settings = Settings(metrics_token=TOKEN, database_url="sqlite:////proc/nowhere/x.sqlite3")
    with TestClient(create_app(settings, evidence), raise_server_exceptions=False) as client:

        def faults() -> float:
            text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
            samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
            return sum(s.value for s in samples if s.name == "claimcheck_faults_total")

        before = faults()
        assert client.post("/feedback", data={"page": "/", "kind": "clear"}).status_code == 503
        assert client.get("/e/nothing").status_code == 503
        assert faults() == before + 2


def test_every_number_is_explained(open_site: TestClient) -> None:
    text = open_site.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    page = (HOME / "docs" / "watching.md").read_text("utf-8")
    kept = {f.name for f in text_string_to_metric_families(text) if not f.name.endswith("_created")}
    told = {name.removesuffix("_total") for name in re.findall(r"^\| `(claimcheck_\w+)`", page, re.MULTILINE)}
    assert kept == told


def test_the_revisions_served_are_told(number: Numbers, evidence: Any) -> None:
    served = {"evidence": evidence.revision, "method": method_revision()}
    assert number("claimcheck_workers_serving", **served) == 1


def test_ready_tells_what_is_served(open_site: TestClient, evidence: Any) -> None:
    answer = open_site.get("/readyz")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["ready"], told["database"]) == (True, "up")
    assert (told["evidence_revision"], told["method_revision"]) == (evidence.revision, method_revision())


def test_without_a_database_it_is_ready_all_the_same(evidence: Any) -> None:
    down = create_app(Settings(database_url="sqlite:////proc/nowhere/x.sqlite3"), evidence)
    with TestClient(down) as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["database"]) == (200, "down")
        assert client.get("/healthz").status_code == 200


def test_every_answer_carries_a_number_of_its_own(open_site: TestClient) -> None:
    sent = {"X-Request-ID": "zanzibar"}
    numbers = [open_site.get(path, headers=sent).headers["x-request-id"] for path in ("/", "/nowhere", "/healthz")]
    assert len(set(numbers)) == 3
    assert "zanzibar" not in numbers
