"""What search engines and social sites are told of a claim: one review, neutral, and a picture of our own."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from starlette.testclient import TestClient

from app.evidence import Evidence
from app.telling.answer import Verdict
from app.telling.card_picture import QUOTE_SIZES, SIZE, colours, picture, wrapped

Read = Callable[[str], Any]
CLAIM = "/claims/tumour-free-cells"


def markup(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.one("script", type="application/ld+json").text)
    return found


def test_a_claim_page_holds_one_review_and_one_medical_page(
    client: TestClient, read_page: Read, evidence: Evidence
) -> None:
    record = evidence.records["tumour-free-cells"]
    review, page = markup(read_page(client.get(CLAIM).text))["@graph"]
    assert (review["@type"], page["@type"]) == ("ClaimReview", "MedicalWebPage")
    assert review["claimReviewed"] == record.claim
    assert review["reviewRating"]["alternateName"] == "Evidence says otherwise"
    assert "ratingValue" not in review["reviewRating"], "verdicts are no scale"
    assert "author" not in review["itemReviewed"], "no clinic is named"
    assert review["url"] == page["url"] == f"http://testserver{CLAIM}"
    assert page["audience"]["audienceType"] == "Patient"


def test_nobody_is_named_as_a_reviewer_who_has_not_reviewed(client: TestClient, read_page: Read) -> None:
    page = markup(read_page(client.get(CLAIM).text))["@graph"][1]
    assert not {"lastReviewed", "reviewedBy"} & set(page)


@pytest.mark.parametrize("path", ["/", "/?example=back-pain", "/claims", "/how-we-judge"])
def test_only_claim_pages_carry_a_review(client: TestClient, path: str) -> None:
    assert "ClaimReview" not in client.get(path).text
    assert "ld+json" not in client.post("/", data={"text": "Stem cells cure knees."}).text


def properties(page: Any) -> dict[str, str]:
    return {e.attributes["property"]: e.attributes["content"] for e in page.all("meta") if "property" in e.attributes}


@pytest.mark.parametrize(("path", "image"), [("/", "/card.png"), (CLAIM, f"{CLAIM}/card.png"), ("/about", "/card.png")])
def test_a_shared_page_has_words_and_a_picture(client: TestClient, read_page: Read, path: str, image: str) -> None:
    told = properties(read_page(client.get(path).text))
    assert told["og:image"] == f"http://testserver{image}"
    assert told["og:url"] == f"http://testserver{path}"
    assert told["og:title"]
    assert not re.search(r"[?.!”]\. ", told["og:image:alt"]), "a title that ends a sentence gets no second stop"
    assert told["og:description"]
    answer = client.get(image)
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == SIZE
    again = client.get(image, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_picture_is_small_and_every_claim_fits(evidence: Evidence, verdicts: dict[str, Verdict]) -> None:
    longest = max((record.claim for record in evidence.records.values()), key=len)
    assert len(picture(longest, "True-sounding, but misleading", "misleading")) < 60_000
    for verdict in verdicts:
        if verdict != "not_a_claim":
            assert {verdict, f"{verdict}-soft"} <= set(colours())


@pytest.mark.parametrize("width", [200, 300, 1000])
def test_a_title_stands_whole_and_a_word_too_long_for_a_line_is_broken(width: int) -> None:
    font = ImageFont.load_default(size=min(QUOTE_SIZES))
    draw = ImageDraw.Draw(Image.new("RGB", SIZE))
    title = "A mesenchymalstromalcellsecretomeinfusion of " + "Wort" * 30
    lines = wrapped(draw, title, font, width)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert max(draw.textlength(line, font=font) for line in lines) <= width


def test_nothing_runs_over_the_edge_of_a_picture(client: TestClient) -> None:
    """The longest label that there is, and the longest claim."""
    longest = "Backed by evidence, but only in animals or the laboratory"
    response = client.get("/claims/disc-animals/card.png")
    no_space = "Regenerationsgewebetransplantation" * 4
    for content in (
        response.content,
        picture("A long claim of many words. " * 9, longest, "supported"),
        picture(f"It is a {no_space} of the knee", "", "plum"),
        picture("A claim.", no_space, "supported"),
        picture("A very long title that goes on and on, much longer than a claim may be. " * 12, longest, "supported"),
    ):
        drawn = Image.open(BytesIO(content)).convert("RGB")
        paper = drawn.getpixel((drawn.width - 2, 2))
        margin = drawn.crop((drawn.width - 40, 0, drawn.width, drawn.height))
        assert margin.getcolors() == [(margin.width * margin.height, paper)]


def test_what_a_result_holds_is_never_in_an_address(client: TestClient) -> None:
    page = client.post("/", data={"text": "Zanzibar stem cells cure knees."}).text
    head = page.partition("</head>")[0]
    assert "Zanzibar" not in head


def test_an_unknown_claim_has_no_picture(client: TestClient) -> None:
    assert client.get("/claims/nothing/card.png").status_code == 404
