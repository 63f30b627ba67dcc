"""Other ways to bring words here: a bookmark, a phone's list of places to share to, the search."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.telling.bookmarklet import bookmarklet

Read = Callable[[str], Any]


def test_the_bookmark_posts_to_our_own_address(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/").text)
    link = page.one("a", cls="bookmarklet").attributes["href"]
    assert link == page.one("textarea", id="bookmark-code").text == bookmarklet("http://testserver")
    assert 'f.action="http://testserver/"' in unquote(link)


@pytest.fixture
def public(evidence: Any) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(public_address="https://checker.example/"), evidence)) as client:
        yield client


def test_a_public_site_names_its_public_address(public: TestClient) -> None:
    assert "checker.example" in public.get("/").text.partition('class="bookmarklet"')[2][:900]


def test_no_host_name_can_break_out_of_the_bookmark(client: TestClient, read_page: Read) -> None:
    hostile = 'evil"};alert(1)//'
    assert hostile not in unquote(bookmarklet(hostile))
    text = client.get("/", headers={"host": "x'\"><script>alert(1)</script>"}).text
    assert "<script>alert" not in text
    read_page(text)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {}])
@pytest.mark.parametrize("path", ["/", "/sheet"])
def test_a_check_may_be_posted_from_anywhere(client: TestClient, path: str, headers: dict[str, str]) -> None:
    assert client.post(path, data={"text": "Stem cells rebuild worn discs."}, headers=headers).status_code == 200


def test_a_phone_can_share_words_to_us(client: TestClient, read_page: Read) -> None:
    link = read_page(client.get("/").text).one("link", rel="manifest").attributes["href"]
    response = client.get(link)
    assert response.headers["content-type"].startswith("application/manifest+json")
    manifest = response.json()
    target = manifest["share_target"]
    shared = {target["params"]["title"]: "A page", target["params"]["text"]: "Stem cells rebuild worn discs."}
    answer = client.request(target["method"], target["action"], data=shared)
    assert read_page(answer.text).one("h1").text == "What we found"
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).headers["content-type"].startswith(icon["type"])


def test_one_claim_is_not_called_many(client: TestClient, read_page: Read) -> None:
    found = client.get("/claims", params={"q": "scleroderma"}, headers={"HX-Request": "true", "HX-Target": "picked"})
    page = read_page(found.text)
    number = len(page.all("li"))
    assert page.one("p", **{"data-told": None}).text == f"{number} {'claim' if number == 1 else 'claims'} found"


def test_the_claims_and_conditions_to_pick_are_there(client: TestClient, read_page: Read) -> None:
    lists = read_page(client.get("/").text).all("ul", cls="pick__list")
    assert lists[1].all("a")[-1].text == "All conditions", "the page it leads to is called so"
    claims, illnesses = ([link.attributes["href"] for link in one.all("a")] for one in lists)
    assert len(claims) == 8
    assert all(client.get(link).status_code == 200 for link in (*claims, *illnesses))


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("regrow cartilage", "Stem cells regrow knee cartilage."),
        ("tumour-free", "Our cells cannot cause tumours."),
        ("FDA registered", "We are registered with the FDA."),
        ("no side effects", "Stem cell treatment is safe and has no side effects."),
        ("regenerates discs", "Stem cells regrow worn discs."),
        ("93% success", "Nine out of ten of our patients get better."),
    ],
)
def test_the_search_knows_the_words_that_marketing_uses(
    client: TestClient, read_page: Read, words: str, claim: str
) -> None:
    found = read_page(client.get("/claims", params={"q": words}).text).one("ul", cls="claim-list").all("a")
    assert found[0].text.strip("“”") == claim


def test_the_first_page_shows_the_best_few_while_one_types(client: TestClient, read_page: Read) -> None:
    headers = {"HX-Request": "true", "HX-Target": "picked"}
    few = client.get("/claims", params={"q": "stem cells"}, headers=headers)
    assert "hx-push-url" not in few.headers
    page = read_page(few.text)
    assert len(page.one("ul", cls="claim-list").all("li")) == 6
    assert [link.attributes["href"] for link in page.all("a")][-1] == "/claims?q=stem+cells"
    assert "no such claim" in client.get("/claims", params={"q": "xyzzy"}, headers=headers).text
    assert not client.get("/claims", params={"q": " "}, headers=headers).text.strip()
    one = read_page(client.get("/claims", params={"q": "vampire facial hiv"}, headers=headers).text)
    assert one.one("p", **{"data-told": None}).text == "1 claim found"
