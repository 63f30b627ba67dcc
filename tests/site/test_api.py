"""The JSON API: what a builder relies on."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.evidence import Evidence

SENTENCE = "Stem cells regenerate worn discs."


def test_a_check_gives_the_report_and_stores_nothing(client: TestClient) -> None:
    response = client.post("/api/v1/check", json={"text": SENTENCE})
    report = response.json()
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    statement = report["statements"][0]
    assert SENTENCE[statement["start"] : statement["end"]] == statement["text"]
    assert set(report) >= {"evidence_revision", "method_revision", "statements", "counts", "page"}
    assert int(response.headers["ratelimit-remaining"]) >= 0


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"text": ""}, 422, "/text"),
        ({"text": "!!!"}, 422, "/text"),
        ({"words": SENTENCE}, 422, "/text"),
        ({"text": 5}, 422, "/text"),
        ({"text": "Cells heal. " * 17_000}, 413, "/text"),
    ],
)
def test_a_mistake_is_told_as_problem_details(client: TestClient, body: Any, status: int, pointer: str) -> None:
    response = client.post("/api/v1/check", json=body)
    told = response.json()
    assert response.status_code == told["status"] == status
    assert response.headers["content-type"] == "application/problem+json"
    assert pointer in {error["pointer"] for error in told["errors"]}
    assert SENTENCE not in response.text


def test_broken_json_and_unknown_addresses_are_problems_too(client: TestClient) -> None:
    broken = client.post("/api/v1/check", content=b"{", headers={"Content-Type": "application/json"})
    assert (broken.status_code, broken.json()["status"]) == (400, 400)
    for path in ("/api/v1/nothing", "/api/v1/claims/nothing", "/api/nothing"):
        response = client.get(path)
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("what", ["claims", "treatments", "conditions", "studies", "safety", "regulation", "sources"])
def test_lists_are_paged_and_complete(client: TestClient, what: str) -> None:
    first = client.get(f"/api/v1/{what}", params={"limit": 3}).json()
    rest = client.get(f"/api/v1/{what}", params={"limit": 200, "offset": 3}).json()
    assert len(first["items"]) == 3
    assert len(rest["items"]) == min(200, first["total"] - 3)
    assert first["items"][0] not in rest["items"]


def test_nothing_unconfirmed_is_given_out_as_fact(client: TestClient, evidence: Evidence) -> None:
    for what, held in (("safety", evidence.safety), ("regulation", evidence.regulation)):
        given = {item["id"] for item in client.get(f"/api/v1/{what}", params={"limit": 200}).json()["items"]}
        assert given == {ident for ident, item in held.items() if item.is_confirmed}


def test_a_reader_who_has_it_gets_nothing_again(client: TestClient) -> None:
    first = client.get("/api/v1/claims/disc-animals")
    again = client.get("/api/v1/claims/disc-animals", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    assert first.headers["access-control-allow-origin"] == "*"


def test_the_whole_base_is_one_file_of_one_revision(client: TestClient, evidence: Evidence) -> None:
    base = client.get("/api/v1/evidence.json").json()
    assert base["evidence_revision"] == evidence.revision
    assert {record["id"] for record in base["records"]} == set(evidence.records)
    assert len(base["sources"]) == len(evidence.sources)


def test_annotations_are_anchored_only_where_the_quotation_is_unique(client: TestClient) -> None:
    text = "Stem cells cure pain. Stem cells cure pain."
    headers = {"Accept": "application/ld+json"}
    page = client.post("/api/v1/check", json={"text": text}, headers=headers).json()
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    for item in page["items"]:
        for selector in item["target"]["selector"]:
            if selector["type"] == "TextQuoteSelector":
                assert text.count(selector["prefix"] + selector["exact"] + selector["suffix"]) == 1
            else:
                assert text[selector["start"] : selector["end"]] == "Stem cells cure pain."


def test_other_sites_may_post_a_check_from_a_browser(client: TestClient) -> None:
    asked = client.options("/api/v1/check", headers={"Origin": "https://elsewhere.example"})
    assert asked.status_code == 204
    assert "Content-Type" in asked.headers["access-control-allow-headers"]
    posted = client.post("/api/v1/check", json={"text": SENTENCE}, headers={"Sec-Fetch-Site": "cross-site"})
    assert posted.status_code == 200


def test_the_description_of_the_api_names_every_address(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {
        "/api/v1/check",
        "/api/v1/claims",
        "/api/v1/claims/{ident}",
        "/api/v1/revision",
        "/api/v1/evidence.json",
        "/api/v1/{what}",
    }
    assert "Problem" in json.dumps(described)
