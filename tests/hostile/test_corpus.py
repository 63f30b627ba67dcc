"""The hostile corpus: each text gets an answer within the limits, and nothing of it acts in a real browser."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from app.judging.check import check
from app.limits import RULES, Limits
from app.main import Site, create_app
from app.settings import Settings
from tests.hostile.promises import holds_of_a_check, holds_of_sentences, holds_of_what_is_visible

SECONDS = 15.0
"""For one answer on a busy machine; the slowest takes under two on a quiet one."""
SHORT = 20_000  # characters that a browser test types without holding up the others
FOREIGN = (
    "script, iframe, img, object, embed, base, meta, link, style, form form, [onerror], [onload], [onfocus], [style]"
)


def texts() -> Iterator[Any]:
    for group, entries in yaml.safe_load((Path(__file__).parent / "corpus.yaml").read_text("utf-8")).items():
        for name, entry in entries.items():
            piece = entry["text"] if "text" in entry else entry["repeat"] * entry["times"]
            text = f"{entry.get('before', '')}{piece}{entry.get('after', '')}"
            yield pytest.param(text, entry.get("reads_as"), id=f"{group}: {name}")


@pytest.fixture(scope="module")
def site(evidence: Any, tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = create_app(Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('db')}/x.sqlite3"), evidence)
    made.state.limits = Limits(dict.fromkeys(RULES, "100000/minute"))
    return made


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[TestClient]:
    with TestClient(site) as client:  # a fault on our side is raised here
        yield client


@pytest.fixture(scope="module")
def address(site: Site, serve: Any) -> Iterator[str]:
    with serve(site) as found:
        yield found


@pytest.mark.parametrize(("text", "reads_as"), texts())
def test_promises_hold(evidence: Any, text: str, reads_as: str | None) -> None:
    holds_of_what_is_visible(text)
    holds_of_sentences(text)
    holds_of_a_check(text, evidence)
    if reads_as is not None:
        told, plain = ([s.verdict for s in check(t, evidence).statements] for t in (text, reads_as))
        assert told == plain


@pytest.mark.parametrize("path", ["/", "/e/preview", "/api/v1/check"])
@pytest.mark.parametrize(("text", "reads_as"), texts())
def test_each_gets_an_answer_in_time(client: TestClient, path: str, text: str, reads_as: str | None) -> None:
    del reads_as
    started = time.perf_counter()
    if path.startswith("/api/"):
        answer = client.post(path, json={"text": text})
    else:
        answer = client.post(path, data={"text": text, "card": ["1", "2"], "note": text[:5000], "strike": text[:300]})
    assert answer.status_code in {200, 413, 422}
    assert time.perf_counter() - started < SECONDS


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with htmx", "without scripts"])
def test_nothing_of_them_acts_in_a_browser(browser: Any, address: str, *, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=scripts)
    page: Page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(address) else wrong.append(r.url))
    page.on("console", lambda m: wrong.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    for given in texts():
        text, _ = given.values
        if len(text) > SHORT:
            continue
        page.goto(address)
        page.get_by_role("textbox").fill(text.replace("\x00", "\ufffd"))
        page.get_by_role("button", name="Check it").click()
        expect(page.locator("#found, .problem__title, #text-problem").first).to_be_attached(timeout=20_000)
        assert page.locator("main").locator(FOREIGN).count() == 0, given.id
        expect(page.locator("footer.site-foot")).to_be_attached()
        if scripts:
            assert page.evaluate("window.pwned") is None, given.id
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, given.id
        assert wrong == [], given.id
    context.close()
