"""Explanation links by program: the same links as by hand, and the secret never in an address."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.telling.explanation import MOST_STATEMENTS

LINKS = "/api/v1/explanations"
TEXT = "Stem cells rebuild worn discs at Dr. John Miller's clinic, call +1 305 555 0199. Our cells are tumour-free."


def make(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post(LINKS, json={"text": TEXT} | body)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    assert response.headers["location"] == f"{LINKS}/{made['token']}"
    assert response.headers["cache-control"] == "no-store"
    return made


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_link_made_by_program_is_the_same_as_one_made_by_hand(client: TestClient) -> None:
    made = make(client, note="Talk to me.")
    assert all(word not in str(made["statements"]) for word in ("Miller", "555"))
    read = client.get(f"{LINKS}/{made['token']}").json()
    assert read["statements"] == made["statements"]
    assert read["note"] == "Talk to me."
    assert read["moved"] == []
    page = client.get(f"/e/{made['token']}")
    assert page.status_code == 200
    assert "Talk to me." in page.text
    assert client.get(made["manage_address"]).status_code == 200


def test_claims_are_chosen_by_number_or_by_id(client: TestClient) -> None:
    assert "tumour" in str([s["quote"] for s in make(client, claims=[2])["statements"]])
    shown = make(client, text="", records=["tumour-free-cells", "tumour-free-cells"])["statements"]
    assert [s["record"] for s in shown] == ["tumour-free-cells"]
    assert "[name]" in str(make(client, strike=["worn"])["statements"])


def test_how_many_claims_did_not_fit_is_told(client: TestClient) -> None:
    things = ("knees", "hips", "discs", "hearts", "lungs", "eyes", "nerves", "livers", "kidneys", "shoulders")
    text = "\n".join(f"Stem cells cure {thing}." for thing in things)
    made = make(client, text=text)
    assert (len(made["statements"]), made["left_out"]) == (MOST_STATEMENTS, 2)
    assert make(client, text=text, claims=[9, 10])["left_out"] == 0
    assert make(client)["left_out"] == 0


def test_only_the_makers_secret_withdraws(client: TestClient) -> None:
    made, other = make(client), make(client)
    link = f"{LINKS}/{made['token']}"
    for headers in ({}, bearer("wrong"), bearer(other["manage_secret"]), bearer(made["token"])):
        for method in ("DELETE", "PATCH"):
            refused = client.request(method, link, headers=headers, json={"months": 1} if method == "PATCH" else None)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"] == "Bearer"
    mine = bearer(made["manage_secret"])
    assert client.patch(link, headers=mine, json={"months": 1}).status_code == 204
    assert client.get(link).json()["expires_at"] < made["expires_at"]
    assert client.delete(link, headers=mine).status_code == 204
    assert client.delete(link, headers=mine).status_code == 204
    assert client.get(link).status_code == 410
    assert client.patch(link, headers=mine, json={"months": 1}).status_code == 410
    assert client.get(f"{LINKS}/nothing").status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"note": "x" * 1001}, "/note"),
        ({"claims": [99]}, "/claims/0"),
        ({"claims": [1, 99]}, "/claims/1"),
        ({"claims": [True]}, "/claims/0"),
        ({"claims": [0]}, "/claims/0"),
        ({"claims": []}, "/claims"),
        ({"claims": [1] * 9}, "/claims"),
        ({"text": "Call us."}, "/text"),
        ({"text": ""}, "/text"),
        ({"text": "", "records": ["no-such-claim"]}, "/records/0"),
        ({"text": "", "records": ["tumour-free-cells", "no-such-claim"]}, "/records/1"),
        ({"records": ["tumour-free-cells"]}, "/text"),
        ({"text": "", "records": ["tumour-free-cells"], "claims": [1]}, "/claims"),
        ({"text": "", "records": ["tumour-free-cells"], "strike": ["worn"]}, "/strike"),
        ({"months": 2}, "/months"),
        ({"months": True}, "/months"),
        ({"verdict": "supported"}, "/verdict"),
    ],
)
def test_what_cannot_be_made_is_told(client: TestClient, body: dict[str, Any], pointer: str) -> None:
    response = client.post(LINKS, json={"text": TEXT} | body)
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_a_wrong_method_is_told_all_right_ones(client: TestClient) -> None:
    allowed = client.put(f"{LINKS}/x").headers["allow"].split(", ")
    assert set(allowed) == {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH"}


def test_pages_of_other_sites_cannot_make_or_withdraw(client: TestClient) -> None:
    made = make(client)
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    assert client.post(LINKS, json={"text": TEXT}, headers=elsewhere).status_code == 403
    headers = elsewhere | bearer(made["manage_secret"])
    assert client.delete(f"{LINKS}/{made['token']}", headers=headers).status_code == 403
    assert client.options(LINKS, headers=elsewhere).status_code == 405, "no preflight is answered"
    assert client.get(f"{LINKS}/{made['token']}").status_code == 200
