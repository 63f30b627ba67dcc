"""Takes the picture of the answer page that the README shows, and the icons of phones: ``make picture``."""

import shutil
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from app.assets import STATIC
from app.main import create_app

PICTURE = Path(__file__).with_name("answer.png")
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


def main() -> None:
    """Serve the site, open the first example and keep what a desktop shows of it."""
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
        icons(browser)
        browser.close()
    server.should_exit = True


main()
