"""The clinician's two minutes: choose, look, make, hand over, withdraw."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text as sql
from starlette.testclient import TestClient

from app.main import Site, create_app
from app.settings import Settings

Read = Callable[[str], Any]
TEXT = (
    "Stem cells rebuild worn discs at Dr. John Miller's Sunrise Clinic, call +1 305 555 0199. "
    "Our cells are tumour-free."
)


def draft(client: TestClient, **more: Any) -> dict[str, Any]:
    form = {"text": TEXT, "card": ["1", "2"]} | more
    page = client.post("/e/preview", data=form).text
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found
    return form | {"form_key": found[1], "months": "12"}


def make(client: TestClient, **more: Any) -> tuple[str, str]:
    page = client.post("/e/make", data=draft(client) | more).text
    address = re.search(r'id="link" readonly value="http://testserver([^"]+)"', page)
    manage = re.search(r'id="manage" readonly value="http://testserver([^"]+)"', page)
    assert address
    assert manage
    return address[1], manage[1]


def test_the_preview_stores_nothing_and_hides_names(client: TestClient, site: Site, read_page: Read) -> None:
    def rows() -> int:
        with site.state.database.connect() as connection:
            return int(connection.execute(sql("SELECT COUNT(*) FROM explanation")).scalar_one())

    before = rows()
    page = read_page(client.post("/e/preview", data={"text": TEXT, "card": ["1", "2"]}).text)
    assert rows() == before
    for secret in ("Miller", "Sunrise", "555"):
        assert not [q for q in page.all("q") if secret in q.text]


def test_a_link_shows_what_the_result_showed(client: TestClient, read_page: Read) -> None:
    result = read_page(client.post("/", data={"text": TEXT}).text)
    address, _ = make(client, note="Dear patient,\n\ntalk to me <first>.")
    response = client.get(address)
    page = read_page(response.text)
    assert response.headers["x-robots-tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["cache-control"]
    assert [h.text for h in page.all("h2", cls="card__verdict")] == [
        h.text for h in result.all("h3", cls="card__verdict")
    ]
    assert "talk to me <first>." in page.one("section", cls="note-to-you").text


def test_pressing_twice_makes_one_link(client: TestClient) -> None:
    form = draft(client)
    pages = [client.post("/e/make", data=form).text for _ in range(2)]
    found = [re.search(r'id="link" readonly value="([^"]+)"', page) for page in pages]
    assert found[0]
    assert found[1]
    assert found[0][1] == found[1][1]


def test_a_withdrawn_link_ends_kindly(client: TestClient, read_page: Read) -> None:
    address, manage = make(client)
    assert client.get(manage).status_code == 200
    client.post(manage, data={"do": "withdraw"})
    response = client.get(address)
    assert response.status_code == 410
    assert "ended" in read_page(response.text).one("h1").text
    assert "withdrawn" in client.get(manage).text


@pytest.mark.parametrize("path", ["/e/nothing", "/e/nothing/manage/nothing"])
def test_a_guess_opens_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_note_too_long_comes_back_whole(client: TestClient, read_page: Read) -> None:
    note = "word " * 250
    response = client.post("/e/make", data=draft(client) | {"note": note})
    assert response.status_code == 422
    assert read_page(response.text).one("textarea", id="note").text == note.strip()


def test_what_a_form_says_of_a_verdict_is_not_believed(client: TestClient) -> None:
    address, _ = make(client, verdict="supported", statements="[]")
    assert "Backed by evidence" not in client.get(address).text


def test_if_we_would_judge_differently_today_the_link_says_so(client: TestClient, site: Site, read_page: Read) -> None:
    address, _ = make(client)
    with site.state.database.begin() as connection:
        connection.execute(
            sql(
                "UPDATE explanation SET evidence_revision='older', shown=REPLACE(shown, 'contradicted', 'supported')"
                " WHERE id=(SELECT MAX(id) FROM explanation)"
            )
        )
    page = read_page(client.get(address).text)
    said = page.one("section", cls="problem").text
    assert "Evidence says otherwise" in said
    assert "The evidence has changed" in said
    assert "tumour-free" in said


@pytest.mark.parametrize("path", ["/e/preview", "/e/make", "/feedback"])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_other_sites_cannot_make_us_store(client: TestClient, path: str, headers: dict[str, str]) -> None:
    assert client.post(path, data={"text": TEXT}, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
def test_a_check_may_come_from_anywhere(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/", data={"text": TEXT}, headers=headers).status_code == 200


def test_without_a_database_checking_goes_on_and_nothing_typed_is_lost(
    evidence: Any, tmp_path: Any, read_page: Read
) -> None:
    (tmp_path / "file").write_text("in the way")
    down = create_app(Settings(database_url="sqlite:////proc/nowhere/x.sqlite3"), evidence=evidence)
    with TestClient(down, raise_server_exceptions=False) as client:
        assert client.post("/", data={"text": TEXT}).status_code == 200
        response = client.post("/e/make", data=draft(client) | {"note": "Keep this note."})
        assert response.status_code == 503
        assert read_page(response.text).one("textarea", id="note").text == "Keep this note."
        assert client.post("/feedback", data={"page": "/", "kind": "clear"}).status_code == 503


def test_too_many_requests_are_told_when_to_come_back(evidence: Any, tmp_path: Any) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite3"), evidence=evidence)
    with TestClient(app, raise_server_exceptions=False) as client:
        codes = [client.post("/feedback", data={"page": "/", "kind": "clear"}).status_code for _ in range(21)]
        refused = client.post("/feedback", data={"page": "/", "kind": "clear"})
    assert codes[:20] == [200] * 20
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 3601
