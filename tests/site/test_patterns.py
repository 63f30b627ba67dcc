"""Every component stands on a pattern sheet, and the sheets are sound pages."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from app.main import Site
from app.pages.patterns import SHEETS
from app.templating import TEMPLATES, Pages

Read = Callable[[str], Any]
COMPONENTS = {path.stem for path in (TEMPLATES / "components").glob("*.html")}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_a_sound_page_that_no_search_engine_lists(client: TestClient, read_page: Read, name: str) -> None:
    response = client.get(f"/patterns/{name}")
    assert response.status_code == 200
    assert response.headers["x-robots-tag"] == "noindex"
    page = read_page(response.text)
    assert page.one("h1").text
    names = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(names) == len(set(names)), sorted(n for n in names if names.count(n) > 1)


def test_every_component_stands_on_a_sheet(site: Site, client: TestClient) -> None:
    used: set[str] = set()
    fresh = Pages()  # a component is looked up once, when it is first used
    env = fresh.env
    for name in COMPONENTS:

        def noted(*arguments: Any, _name: str = name, _macro: Any = env.globals[name], **named: Any) -> Any:
            used.add(_name)
            return _macro(*arguments, **named)

        env.globals[name] = noted
    kept, site.state.pages = site.state.pages, fresh
    for sheet in SHEETS:
        client.get(f"/patterns/{sheet}")
    site.state.pages = kept
    assert used == COMPONENTS


def test_an_unknown_sheet_is_not_there(client: TestClient) -> None:
    assert client.get("/patterns/none").status_code == 404
    assert all(f"/patterns/{name}" in client.get("/patterns").text for name in SHEETS)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SHEETS)
def test_every_state_is_accessible_and_narrow(browser: Browser, address: str, name: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{address}/patterns/{name}")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
