"""The JSON API: what a builder relies on."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from app.api.problems import WORDS
from app.evidence import Evidence
from app.main import create_app
from app.settings import Settings

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


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=5%0B", "limit"),
        ("limit=5.0", "limit"),
        ("offset=1_0", "offset"),
        ("limit=%2B5", "limit"),
        ("limit=5&limit=6", "limit"),
        ("q=disc&q=knee", "q"),
    ],
)
def test_a_parameter_is_read_in_one_way_only(client: TestClient, query: str, pointer: str) -> None:
    refused = client.get(f"/api/v1/claims?{query}")
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("query", "pointer", "says"),
    [
        ("claims?treatmant=prp", "treatmant", "not known"),
        ("studies?q=foo", "q", "not known"),
        ("claims?treatment=nonexistent", "treatment", "msc_bone_marrow"),
        ("claims?condition=nonexistent", "condition", "knee_oa"),
        ("claims?verdict=bogus", "verdict", "misleading"),
        ("claims?kind=zzz", "kind", "tumour_free"),
        ("claims?kind=%20", "kind", "tumour_free"),
    ],
)
def test_a_list_is_never_given_for_what_was_misspelt(client: TestClient, query: str, pointer: str, says: str) -> None:
    """All claims, or none, would look like an answer."""
    refused = client.get(f"/api/v1/{query}")
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert error["pointer"] == pointer
    assert says in error["detail"]


def test_a_filter_that_is_known_or_empty_is_answered(client: TestClient, evidence: Evidence) -> None:
    everything = client.get("/api/v1/claims?verdict=&kind=&treatment=&condition=&q=").json()["total"]
    assert everything == len(evidence.records)
    assert client.get("/api/v1/claims?verdict=not_a_claim").json()["total"] == 0
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/claims"]["get"]["parameters"]
    treatment = next(parameter for parameter in described if parameter["name"] == "treatment")
    for ident in treatment["schema"]["enum"]:
        assert client.get("/api/v1/claims", params={"treatment": ident}).status_code == 200


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("path", ["check", "explanations"])
def test_a_body_that_does_not_say_that_it_is_json(client: TestClient, kind: str | None, path: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    response = client.post(f"/api/v1/{path}", content=b'{"text": "Stem cells cure."}', headers=headers)
    assert response.status_code == 415
    assert "Content-Type: application/json" in response.json()["detail"]
    for good in ("application/json; charset=utf-8", "application/vnd.something+json"):
        asked = client.post("/api/v1/check", content=b'{"text": "Cells cure."}', headers={"Content-Type": good})
        assert asked.status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b'{"text": "x"', 400, "at character 13"),
        (b"", 422, "is missing"),
        (b"[1]", 422, "must be a JSON object"),
        (b'{"text": "\xff"}', 400, "UTF-8"),
    ],
)
def test_a_broken_body_is_told_how_to_mend_it(client: TestClient, body: bytes, status: int, says: str) -> None:
    response = client.post("/api/v1/check", content=body, headers={"Content-Type": "application/json"})
    told = response.json()
    assert response.status_code == status
    assert told["detail"]
    assert says in str([told["detail"], *(error["detail"] for error in told["errors"])])
    assert {error["pointer"] for error in told["errors"]} <= {""}, "the whole body, as RFC 6901 names it"


def test_a_pointer_is_escaped(client: TestClient) -> None:
    told = client.post("/api/v1/check", json={"text": SENTENCE, "a/b~c": 1}).json()
    assert [error["pointer"] for error in told["errors"]] == ["/a~1b~0c"]


def test_every_error_says_how_to_mend_it(client: TestClient, evidence: Evidence) -> None:
    with TestClient(create_app(Settings(max_body_bytes=1000), evidence)) as small:
        large = small.post("/api/v1/check", json={"text": "a" * 2000})
    assert "1,000 bytes" in large.json()["detail"]
    assert all(title and detail for title, detail in WORDS.values())
    for refused in (
        client.get("/api/v1/nothing"),
        client.put("/api/v1/check"),
        client.get("/api/v1/claims?limit=-1"),
        client.delete("/api/v1/explanations/x"),
    ):
        assert refused.json()["detail"] == WORDS[refused.status_code][1]
    assert "Value error" not in client.get("/api/v1/claims?limit=-1").text


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


LINKED, PLAIN, JSON = "application/ld+json", "text/plain", "application/json"


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("image/png", JSON),
        ("application/json, application/ld+json;q=0", JSON),
        ("application/json, application/ld+json;q=0.9", JSON),
        ("application/ld+json, application/json", LINKED),
        ('application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', LINKED),
        ("application/ld+json;q=0.5, application/json;q=0.4", LINKED),
        ("text/plain;q=0, application/json", JSON),
        ("text/plain;q=0.1, application/json", JSON),
        ("text/plain;q=0.1, application/json;q=0", PLAIN),
        ("text/plain;q=nonsense", JSON),
        ("text/plainfoo", JSON),
        ("TEXT/PLAIN", PLAIN),
        ("text/plain, */*", PLAIN),
        ("application/json, text/plain, */*", JSON),
        ("text/*;q=0.5, application/*;q=0.1", PLAIN),
    ],
)
def test_the_kind_of_answer_is_the_one_that_is_liked_best(client: TestClient, accept: str, given: str) -> None:
    """RFC 9110, 12.5.1; where nothing that we have is liked, JSON."""
    response = client.post("/api/v1/check", json={"text": SENTENCE}, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == given
    assert response.headers["vary"].split(", ")[0] == "Accept"


def test_an_annotation_says_who_how_sure_and_where_the_sources_are(client: TestClient, evidence: Evidence) -> None:
    """Names in it are true names: the same text gives the same ones, another text others."""
    headers = {"Accept": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'}

    def annotated(text: str) -> dict[str, Any]:
        response = client.post("/api/v1/check", json={"text": text}, headers=headers)
        assert response.headers["content-type"] == headers["Accept"]
        page: dict[str, Any] = response.json()
        return page

    first, again, other = (annotated(text) for text in (SENTENCE, SENTENCE, f"{SENTENCE} {SENTENCE}"))
    assert first == again
    assert first["type"] == "AnnotationPage"
    assert first["id"] != other["id"]
    assert first["items"][0]["id"] != other["items"][0]["id"]
    assert first["items"][0]["target"]["source"] != other["items"][0]["target"]["source"]
    bodies = {body["purpose"]: body for body in first["items"][0]["body"]}
    assert set(bodies) == {"classifying", "commenting", "linking"}
    assert evidence.records["disc-regrowth-unnamed"].verdicts["definite"].reason in bodies["commenting"]["value"]
    assert "sure" in bodies["commenting"]["value"]
    assert bodies["linking"]["id"].startswith("http://testserver/claims/")
    assert client.get(bodies["linking"]["id"]).status_code == 200


def test_other_sites_may_read_with_a_tag_and_see_what_is_left(client: TestClient) -> None:
    """What a browser asks for a page of another site, and the headers that such a page may see."""
    ask = {"Origin": "https://elsewhere.example", "Access-Control-Request-Headers": "if-none-match"}
    asked = client.options("/api/v1/claims", headers=ask)
    assert asked.status_code == 204
    assert "If-None-Match" in asked.headers["access-control-allow-headers"]
    seen = client.get("/api/v1/claims").headers["access-control-expose-headers"]
    assert {"ETag", "RateLimit-Remaining", "Retry-After"} <= {name.strip() for name in seen.split(",")}


def test_other_sites_may_post_a_check_from_a_browser(client: TestClient) -> None:
    asked = client.options("/api/v1/check", headers={"Origin": "https://elsewhere.example"})
    assert asked.status_code == 204
    assert "Content-Type" in asked.headers["access-control-allow-headers"]
    posted = client.post("/api/v1/check", json={"text": SENTENCE}, headers={"Sec-Fetch-Site": "cross-site"})
    assert posted.status_code == 200


LISTS = ("treatments", "conditions", "studies", "safety", "regulation", "sources")


def test_the_description_of_the_api_names_every_address(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    single = {"check", "claims", "claims/{ident}", "revision", "evidence.json", "evidence.schema.json"}
    single |= {"explanations", "explanations/{token}"}
    assert set(described["paths"]) == {
        f"/api/v1/{path}" for path in (*single, *LISTS, *(f"{name}/{{ident}}" for name in LISTS))
    }
    for path in described["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"]


def test_the_description_shows_a_true_example_of_each_verdict(client: TestClient, verdicts: dict[str, Any]) -> None:
    asked = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/check"]["post"]
    texts = asked["requestBody"]["content"]["application/json"]["examples"]
    answers = asked["responses"]["200"]["content"]["application/json"]["examples"]
    assert set(texts) == set(answers) == set(verdicts)
    for verdict, example in texts.items():
        report = client.post("/api/v1/check", json=example["value"]).json()
        assert report == answers[verdict]["value"]
        assert [s["verdict"] for s in report["statements"]] == [verdict]


@pytest.mark.parametrize("what", LISTS)
def test_each_thing_of_a_list_has_an_address(client: TestClient, what: str) -> None:
    item = client.get(f"/api/v1/{what}", params={"limit": 1}).json()["items"][0]
    assert client.get(f"/api/v1/{what}/{item['id']}").json() == item
    assert client.get(f"/api/v1/{what}/nothing").status_code == 404


def test_the_whole_base_keeps_to_its_schema(client: TestClient) -> None:
    schema = client.get("/api/v1/evidence.schema.json").json()
    Draft202012Validator.check_schema(schema)
    base = client.get("/api/v1/evidence.json").json()
    assert not list(Draft202012Validator(schema).iter_errors(base))
    broken = base | {"records": [{**base["records"][0], "kinds": []}]}
    assert list(Draft202012Validator(schema).iter_errors(broken))


@pytest.mark.parametrize("tag", ["{}", 'W/"x", {}', "*", "strong"])
def test_every_form_of_the_tag_is_understood(client: TestClient, tag: str) -> None:
    held = client.get("/api/v1/revision").headers["etag"]
    asked = held.removeprefix("W/") if tag == "strong" else tag.format(held)
    assert client.get("/api/v1/revision", headers={"If-None-Match": asked}).status_code == 304
    assert client.get("/api/v1/revision", headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["claims", "claims/disc-animals", "revision", "evidence.json", "evidence.schema.json", "openapi.json", "sources"],
)
def test_what_can_be_read_can_be_asked_for_its_head(client: TestClient, path: str) -> None:
    head, read = client.head(f"/api/v1/{path}"), client.get(f"/api/v1/{path}")
    assert (head.status_code, head.headers["etag"]) == (200, read.headers["etag"])


def test_half_a_character_is_no_reason_to_fail(client: TestClient) -> None:
    body = b'{"text": "Stem cells cure \\ud800 knees."}'
    for accept in ("application/json", "application/ld+json"):
        headers = {"Content-Type": "application/json", "Accept": accept}
        assert client.post("/api/v1/check", content=body, headers=headers).status_code == 200


def test_limits_are_told_with_every_answer(client: TestClient) -> None:
    for path in ("/api/v1/claims", "/api/v1/revision", "/api/v1/evidence.json"):
        headers = client.get(path).headers
        assert 0 < int(headers["ratelimit-remaining"]) < int(headers["ratelimit-limit"])
        assert int(headers["ratelimit-reset"]) > 0
