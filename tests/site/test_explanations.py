"""The clinician's two minutes: choose, look, make, hand over, withdraw."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text as sql
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.judging.check import check
from app.main import Site, create_app
from app.masking import Masker
from app.models import Explanation
from app.pages.examples import BY_ID
from app.settings import Settings
from app.sharing import new_form_key
from app.telling.compose import Composer
from app.telling.explanation import LONGEST_QUOTE, MOST_STATEMENTS, Explainer

Read = Callable[[str], Any]
TEXT = (
    "Stem cells rebuild worn discs at Dr. John Miller's Sunrise Clinic, call +1 305 555 0199. "
    "Our cells are tumour-free."
)


def draft(client: TestClient, **more: Any) -> dict[str, Any]:
    form = {"text": TEXT, "card": ["1", "2"]} | more
    page = client.post("/e/preview", data=form).text
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("form_key", "seen")}
    return form | {name: found[1] for name, found in hidden.items() if found} | {"months": "12"}


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


def test_claims_are_chosen_anew_in_the_preview_and_nothing_typed_is_lost(client: TestClient, read_page: Read) -> None:
    """Going back would cost the note, so the choice can be made here too."""
    typed = {"text": TEXT, "note": "Keep me.", "strike": "discs", "months": "3"}
    page = read_page(client.post("/e/preview", data=typed | {"card": ["2"]}).text)
    boxes = {box.attributes["value"]: "checked" in box.attributes for box in page.all("input", name="card")}
    assert boxes == {"1": False, "2": True}
    again = client.post("/e/preview", data=typed)
    assert again.status_code == 422
    nothing = read_page(again.text)
    assert "Nothing is chosen" in nothing.text
    assert len(nothing.all("input", name="card")) == 2
    assert nothing.one("textarea", name="text").text == TEXT
    assert nothing.one("textarea", id="note").text == "Keep me."
    assert nothing.one("input", id="strike").attributes["value"] == "discs"
    assert nothing.one("form", id="draft").attributes["action"] == "/e/preview"


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


def test_the_maker_changes_the_end_and_brings_an_ended_link_back(
    client: TestClient, site: Site, read_page: Read
) -> None:
    address, manage = make(client)
    page = read_page(client.post(manage, data={"months": "1"}).text)
    assert "Changed. It works until" in page.text
    assert page.one("input", id="link").attributes["value"] == f"http://testserver{address}"
    with Session(site.state.database) as session:
        row = session.exec(select(Explanation).order_by(col(Explanation.id).desc())).first()
        assert row is not None
        assert 27 <= (row.expires_at.replace(tzinfo=UTC) - datetime.now(UTC)).days <= 31
        row.expires_at = datetime.now(UTC) - timedelta(days=2)
        session.add(row)
        session.commit()
    assert client.get(address).status_code == 410
    ended = read_page(client.get(manage).text)
    assert "It ended on" in ended.text
    assert "bring it back" in ended.text
    client.post(manage, data={"months": "3"})
    assert client.get(address).status_code == 200
    for wrong in ({"months": "1000"}, {}, {"do": "bogus"}, {"do": "bogus", "months": "3"}):
        unchanged = client.post(manage, data=wrong)
        assert unchanged.status_code == 422
        said = read_page(unchanged.text)
        assert "Nothing was changed" in said.one("main").one("div", cls="problem").text
        assert not said.all("p", cls="changed")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", ["/e/nothing", "/e/nothing/manage/nothing"])
def test_a_guess_opens_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Our cells heal worn discs. " * 8_000, "We can read 200,000 at a time"),
        ("Nuestras células madre curan la artrosis de la rodilla sin cirugía y sin dolor para siempre.", "inglés"),
        ("", "There is no text yet"),
    ],
)
def test_a_text_that_cannot_be_read_comes_back_with_the_reason(
    client: TestClient, read_page: Read, text: str, reason: str
) -> None:
    typed = {"text": text, "card": ["1"], "note": "Keep me.", "strike": "Miller", "months": "3"}
    for path in ("/e/preview", "/e/make"):
        response = client.post(path, data=typed)
        assert response.status_code == 422
        page = read_page(response.text)
        assert reason in page.one("main").one("div", cls="problem").text
        box = page.one("textarea", id="text")
        assert "hidden" not in box.attributes
        assert box.text == text.strip()
        assert page.one("textarea", id="note").text == "Keep me."
        assert page.one("input", id="strike").attributes["value"] == "Miller"
        assert page.one("form", id="draft").attributes["action"] == "/e/preview"


def test_a_text_without_claims_comes_back_too(client: TestClient, read_page: Read) -> None:
    page = read_page(client.post("/e/preview", data={"text": "We are open on Mondays.", "note": "Keep me."}).text)
    assert "We found no claim" in page.one("main").one("div", cls="problem").text
    assert page.one("textarea", id="text").text == "We are open on Mondays."
    assert page.one("textarea", id="note").text == "Keep me."


@pytest.mark.parametrize(
    "form",
    [
        {"record": ["tumour-free-cells", "nope"]},
        {"text": TEXT, "card": ["1", "99"]},
        {"text": TEXT, "card": ["1", "x"]},
    ],
)
def test_what_was_chosen_and_is_not_there_is_told(client: TestClient, read_page: Read, form: dict[str, Any]) -> None:
    """No link shows less than was chosen without a word."""
    page = read_page(client.post("/e/preview", data=form).text)
    assert "One claim that you chose is not here" in page.one("main").text
    assert len(page.all("article")) == 1
    hidden = {name: page.one("input", name=name).attributes["value"] for name in ("form_key", "seen")}
    made = client.post("/e/make", data=form | hidden | {"months": "12"})
    assert made.status_code == 422
    again = read_page(made.text)
    kept = [e.attributes["value"] for e in again.all("input", name="record")]
    kept += [e.attributes["value"] for e in again.all("input", name="card") if "checked" in e.attributes]
    assert kept in (["tumour-free-cells"], ["1"])


def test_a_note_too_long_comes_back_whole(client: TestClient, read_page: Read) -> None:
    note = "word " * 250
    response = client.post("/e/make", data=draft(client) | {"note": note})
    assert response.status_code == 422
    assert read_page(response.text).one("textarea", id="note").text == note.strip()


@pytest.mark.parametrize("path", ["/e/preview", "/e/make"])
def test_more_words_to_hide_than_are_read_are_told(client: TestClient, read_page: Read, path: str) -> None:
    """A link made all the same would show the last of them."""
    strike = "word, " * 110 + "tumour"
    response = client.post(path, data=draft(client) | {"strike": strike, "note": "Keep me."})
    assert response.status_code == 422
    page = read_page(response.text)
    assert page.one("input", id="strike").attributes["value"] == strike
    assert page.one("input", id="strike").attributes["aria-invalid"] == "true"
    assert page.one("a", href="#strike").text == page.one("p", id="strike-problem").text
    assert page.one("textarea", id="note").text == "Keep me."
    assert make(client, strike=strike[-500:])


def test_what_a_form_says_of_a_verdict_is_not_believed(client: TestClient) -> None:
    address, _ = make(client, verdict="supported", statements="[]")
    assert "Backed by evidence" not in client.get(address).text


def change_the_newest(site: Site, change: Callable[[dict[str, Any]], None], **columns: str) -> None:
    """Make the newest link one of earlier days."""
    with Session(site.state.database) as session:
        row = session.exec(select(Explanation).order_by(col(Explanation.id).desc())).first()
        assert row is not None
        row.shown = [dict(statement) for statement in row.shown]
        for statement in row.shown:
            change(statement)
        for name, value in columns.items():
            setattr(row, name, value)
        session.add(row)
        session.commit()


def test_if_nothing_moved_nothing_is_said(client: TestClient, read_page: Read) -> None:
    address, _ = make(client)
    assert not read_page(client.get(address).text).all("section", cls="problem")


@pytest.mark.parametrize(("mark", "mover"), [(None, "The way we read sentences"), ("older", "The evidence behind it")])
def test_if_we_would_judge_differently_today_the_link_says_what_moved(
    client: TestClient, site: Site, read_page: Read, mark: str | None, mover: str
) -> None:
    address, _ = make(client)

    def judged_otherwise(statement: dict[str, Any]) -> None:
        if "tumour-free" in statement["quote"]:
            statement |= {"verdict": "supported", "alone": "supported", "label": "Backed by evidence"}
            statement["mark"] = mark or statement["mark"]

    change_the_newest(site, judged_otherwise, evidence_revision="older", method_revision="older")
    page = read_page(client.get(address).text)
    said = page.one("section", cls="problem").text
    assert "was “Backed by evidence”" in said
    assert "Today it would be “Evidence says otherwise”" in said
    assert mover in said
    assert "Backed by evidence" in [h.text for h in page.all("h2", cls="card__verdict")], "shown as it was"


def test_a_sentence_that_its_page_explained_is_not_said_to_have_moved(client: TestClient, read_page: Read) -> None:
    page = "Stem cells for worn discs\n\nStem cells rebuild worn discs. It is guaranteed to work. It rebuilds them."
    address, _ = make(client, text=page, card=["1", "2"])
    assert not read_page(client.get(address).text).all("section", cls="problem")


def test_labels_of_that_day_stay(client: TestClient, site: Site, read_page: Read) -> None:
    address, _ = make(client)
    change_the_newest(site, lambda statement: statement.update(label="Words of another day"))
    page = read_page(client.get(address).text)
    assert {h.text for h in page.all("h2", cls="card__verdict")} == {"Words of another day"}


def test_a_note_changed_after_going_back_makes_a_link_of_its_own(client: TestClient) -> None:
    form = draft(client)
    pages = [client.post("/e/make", data=form | {"note": note}).text for note in ("First.", "Second.")]
    found = [re.search(r'id="link" readonly value="http://testserver([^"]+)"', page) for page in pages]
    assert found[0]
    assert found[1]
    assert "First." in client.get(found[0][1]).text
    assert "Second." in client.get(found[1][1]).text


def test_what_moved_between_preview_and_button_is_shown_once_more(client: TestClient, read_page: Read) -> None:
    response = client.post("/e/make", data=draft(client) | {"seen": "older-older", "note": "Kept."})
    assert response.status_code == 422
    page = read_page(response.text)
    assert "Please look once more" in page.text
    assert page.one("textarea", id="note").text == "Kept."


def test_a_claim_is_explained_from_its_own_page(client: TestClient, read_page: Read, evidence: Any) -> None:
    record = evidence.records["tumour-free-cells"]
    form = read_page(client.get(f"/claims/{record.id}").text).one("form", action="/e/preview")
    given = {e.attributes["name"]: e.attributes["value"] for e in form.all("input")}
    address, _ = make(client, **given, text="", card=[])
    page = read_page(client.get(address).text)
    assert [q.text for q in page.all("q")] == [record.claim]
    assert record.short_answer in page.text


def test_more_than_fit_are_left_out_and_it_is_said(client: TestClient, read_page: Read) -> None:
    things = ("knees", "hips", "discs", "hearts", "lungs", "eyes", "nerves", "livers", "kidneys")
    text = "\n".join(f"Stem cells cure {thing}." for thing in things)
    page = read_page(client.post("/e/preview", data={"text": text, "card": list("123456789")}).text)
    assert len(page.all("article")) == MOST_STATEMENTS
    assert "the last 1 that you chose is left out" in page.text
    few = read_page(client.post("/e/preview", data={"text": text, "card": ["1"]}).text)
    assert "left out" not in few.text


def test_the_claims_that_matter_most_are_ticked(client: TestClient, read_page: Read, site: Site, evidence: Any) -> None:
    text = BY_ID["back-pain"].text
    first = site.state.edition.composer.answer(check(text, evidence)).first
    boxes = read_page(client.post("/", data={"text": text}).text).all("input", name="card")
    ticked = [box.attributes["value"] for box in boxes if "checked" in box.attributes]
    assert sorted(ticked, key=int) == sorted((str(card.number) for card in first), key=int)


@pytest.mark.parametrize(
    "wrong", [{"months": "1000"}, {"form_key": "mine"}, {"seen": ""}, {"months": "", "form_key": ""}]
)
def test_a_form_that_was_tampered_with_is_told_why_and_then_works(
    client: TestClient, read_page: Read, wrong: dict[str, str]
) -> None:
    form = draft(client)
    answer = client.post("/e/make", data=form | wrong)
    page = read_page(answer.text)
    assert answer.status_code == 422
    problem = page.one("div", cls="problem", role="alert")
    assert "as we sent it" in problem.text
    assert problem.one("a").attributes["href"] == "#months"
    assert page.one("select", id="months")
    assert page.one("title").text.startswith("Problem: ")
    again = {name: page.one("input", name=name).attributes["value"] for name in ("form_key", "seen")}
    assert client.post("/e/make", data=form | again).status_code == 200


def test_a_sentence_without_end_is_shortened(client: TestClient, read_page: Read) -> None:
    text = "Our cells are tumour-free " + "and heal all things " * 400
    quote = read_page(client.post("/e/preview", data={"text": text, "card": ["1"]}).text).one("article").one("q").text
    assert quote.startswith("Our cells are tumour-free")
    assert quote.endswith(" …")
    assert len(quote) <= LONGEST_QUOTE + 2


@pytest.mark.parametrize("before", range(LONGEST_QUOTE - 20, LONGEST_QUOTE, 4))
def test_a_number_or_name_is_hidden_also_where_a_long_sentence_is_cut(
    client: TestClient, read_page: Read, before: int
) -> None:
    opening = "Our cells are tumour-free " + "and heal all things " * 50
    text = f"{opening[:before].rpartition(' ')[0]} so call (555) 123 4567 or Dr. Adelheid Quistorp {'and more ' * 40}"
    quote = read_page(client.post("/e/preview", data={"text": text, "card": ["1"]}).text).one("article").one("q").text
    assert quote.endswith(" …")
    assert not {"(555)", "123", "Dr. Adelheid", "Adelheid"} & {word.strip(".,") for word in quote.split()}


def test_a_number_is_hidden_also_where_many_names_before_it_made_the_sentence_short(evidence: Any) -> None:
    explainer = Explainer(evidence, Composer(evidence), Masker(evidence.vocabulary, frozenset()))
    (card,) = explainer.cards("Our cells are tumour-free.")
    for start in range(2 * LONGEST_QUOTE - 14, 2 * LONGEST_QUOTE):
        before = ("Dr. Adelheid Quistorp-Ravensberger, " * 60)[:start]
        (shown,) = explainer.of_cards([replace(card, quote=f"{before} (555) 123 4567 heals.")])
        assert not {"(555)", "123", "4567"} & set(shown["quote"].split())


def test_of_a_sentence_without_spaces_its_beginning_is_kept(evidence: Any) -> None:
    explainer = Explainer(evidence, Composer(evidence), Masker(evidence.vocabulary, frozenset()))
    (card,) = explainer.cards("Our cells are tumour-free.")
    (shown,) = explainer.of_cards([replace(card, quote="tumour-free-" * 200)])
    assert shown["quote"].startswith("tumour-free-")


def test_withdrawing_erases_what_was_shown(client: TestClient, site: Site) -> None:
    _, manage = make(client, note="A note to erase.")
    client.post(manage, data={"do": "withdraw"})
    with site.state.database.connect() as connection:
        everything = repr(connection.execute(sql("SELECT * FROM explanation")).all())
    assert "A note to erase." not in everything


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


@pytest.mark.parametrize(("number", "says"), [(1, "Drafted by"), (3, "For every verdict above: drafted by")])
def test_dates_that_all_statements_share_stand_once(
    client: TestClient, site: Site, read_page: Read, number: int, says: str
) -> None:
    explainer = site.state.edition.explainer
    shown = explainer.of_records(["disc-animals", "disc-infection", "disc-pain-marrow-cells"][:number])
    for statement in shown:
        statement["dates"] = "Drafted by us."
    made = site.state.links.make(new_form_key(), shown, "", revisions=explainer.revisions)
    (date,) = read_page(client.get(f"/e/{made.token}").text).all("p", cls="card__dates")
    assert date.text.startswith(says)
