"""Takes the pictures that the README and docs/journeys.md show, and the icons of phones: ``make picture``."""

import shutil
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from app.assets import STATIC
from app.main import create_app
from app.pages.examples import EXAMPLES

PICTURE = Path(__file__).with_name("answer.png")
JOURNEYS = Path(__file__).with_name("journeys")
PHONE: ViewportSize = {"width": 390, "height": 844}
CHILD = "Cord blood therapy for autism is completely safe with no side effects. Stem cells improve autism."
CANCER = "CAR-T therapy is approved for some blood cancers. Stem cells cure cancer."
STEPS = (  # name, address, text to paste there, what to bring to the top
    ("back-1-question", "/", "", ""),
    ("back-2-answer", "/", EXAMPLES[0].text, ""),
    ("back-3-claim", "/", EXAMPLES[0].text, "#card-2"),
    ("child-1-condition", "/conditions/autism", "", ""),
    ("child-2-claim", "/", CHILD, "#card-1"),
    ("child-3-other-care", "/better-options", "", "#guidelines"),
    ("cancer-1-answer", "/", CANCER, "#card-1"),
    ("cancer-2-promise", "/", CANCER, "#card-2"),
    ("cancer-3-after", "/already-treated", "", ""),
)
ICON_SIZES = (180, 192, 512)  # pixels: iPhone, Android home screen, Android start screen


def icons(browser: Browser) -> None:
    """Our mark on our paper, with a margin that round and square masks may cut."""
    mark = (STATIC / "icon.svg").read_text(encoding="utf-8")
    page = browser.new_page()
    for size in ICON_SIZES:
        page.set_viewport_size({"width": size, "height": size})
        page.set_content(f"<body style='margin:0;padding:19%;background:#fdf8f0;box-sizing:border-box'>{mark}</body>")
        page.screenshot(path=STATIC / f"icon-{size}.png")
    page.close()


def journeys(browser: Browser, address: str) -> None:
    """What three people see on a phone, step by step."""
    JOURNEYS.mkdir(exist_ok=True)
    page = browser.new_page(viewport=PHONE, reduced_motion="reduce")
    for name, path, text, place in STEPS:
        page.goto(address + path)
        if text:
            page.get_by_label("What does the clinic say?").fill(text)
            page.get_by_role("button", name="Check it").click()
            page.locator("#found").wait_for()
        if place:
            page.locator(place).evaluate("part => part.scrollIntoView({block: 'start'})")
        page.screenshot(path=JOURNEYS / f"{name}.png")
    page.close()


def main() -> None:
    """Serve the site, open the first example and keep what a desktop shows of it; then the journeys and the icons."""
    server = uvicorn.Server(uvicorn.Config(create_app(), port=0, log_level="critical"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with sync_playwright() as playwright:
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program)
        page = browser.new_page(viewport={"width": 900, "height": 1400}, reduced_motion="reduce")
        page.goto(f"http://127.0.0.1:{port}/?example=back-pain")
        page.screenshot(path=PICTURE)
        journeys(browser, f"http://127.0.0.1:{port}")
        icons(browser)
        browser.close()
    server.should_exit = True


main()
