"""The one address of each page: for search engines in its head, for people at the foot of its paper."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.evidence import Evidence
from app.main import create_app
from app.pages.machines import FIXED
from app.settings import Settings
from app.telling.qr import qr_code

Read = Callable[[str], Any]
PUBLIC = "https://claims.example"
LONG = "/claims/" + "x" * 3000


@pytest.fixture(scope="module")
def public(evidence: Evidence, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    database = f"sqlite:///{tmp_path_factory.mktemp('public') / 'db.sqlite3'}"
    return TestClient(create_app(Settings(public_address=f"{PUBLIC}/", database_url=database), evidence))


def canonical(page: Any) -> list[str]:
    return [link.attributes["href"] for link in page.one("head").all("link", rel="canonical")]


@pytest.mark.parametrize("path", [*FIXED, "/claims/disc-pain-marrow-cells", "/conditions/autism", "/treatments/prp"])
def test_a_public_site_names_one_address_for_each_page(public: TestClient, read_page: Read, path: str) -> None:
    assert canonical(read_page(public.get(path).text)) == [PUBLIC + path]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/?example=back-pain", "/"),
        ("/claims?verdict=unproven&q=disc", "/claims"),
        ("/claims/fda-registered?country=jp", "/claims/fda-registered"),
        ("/already-treated?country=uk", "/already-treated"),
        ("/better-options?nct=NCT02412735", "/better-options"),
    ],
)
def test_a_choice_does_not_make_another_page(public: TestClient, read_page: Read, asked: str, meant: str) -> None:
    assert canonical(read_page(public.get(asked).text)) == [PUBLIC + meant]


def test_a_site_that_is_not_public_names_none(client: TestClient, read_page: Read) -> None:
    assert canonical(read_page(client.get("/claims").text)) == []


def test_the_address_named_is_the_one_of_the_site_map(public: TestClient, read_page: Read) -> None:
    listed = public.get("/sitemap.xml").text
    for path in ("/claims/disc-pain-marrow-cells", "/evidence/studies/dream-2025"):
        assert f"<loc>{canonical(read_page(public.get(path).text))[0]}</loc>" in listed


@pytest.mark.parametrize(
    ("path", "printed"),
    [
        ("/claims/fda-registered?country=jp", "/claims/fda-registered"),
        ("/?example=back-pain", "/"),
        ("/nowhere", "/"),
        (LONG, "/"),
    ],
)
def test_paper_says_where_to_read_the_page_again(public: TestClient, read_page: Read, path: str, printed: str) -> None:
    foot = read_page(public.get(path).text).one("div", cls="paper-foot")
    assert foot.one("p").text.endswith(PUBLIC + printed)
    assert foot.one("svg", cls="qr")


def test_an_answer_to_a_pasted_text_prints_the_address_of_the_question(public: TestClient, read_page: Read) -> None:
    for path in ("/", "/sheet"):
        page = read_page(public.post(path, data={"text": "Stem cells rebuild worn discs."}).text)
        foot = page.one("div", cls="paper-foot").one("p").text
        assert foot.endswith(f"{PUBLIC}/")
        assert "again" not in foot, "nobody can read it again: we keep no answer"


def test_the_address_of_an_explanation_is_not_printed_a_second_time(public: TestClient, read_page: Read) -> None:
    page = read_page(public.get("/e/unknown/manage/secret").text)
    assert not page.all("div", cls="paper-foot")
    assert "secret" not in page.text


def test_the_picture_is_that_of_the_address() -> None:
    assert qr_code(f"{PUBLIC}/a") != qr_code(f"{PUBLIC}/b")
    assert qr_code(f"{PUBLIC}/a") == qr_code(f"{PUBLIC}/a")
    assert "style=" not in qr_code(PUBLIC)
