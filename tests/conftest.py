"""What every test may use: the real evidence base, the site over it, and a browser where there is one."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
import uvicorn

from app.evidence import load
from app.settings import HOME


@pytest.fixture(scope="session")
def evidence() -> Any:
    return load(HOME / "claims")


@pytest.fixture(scope="session")
def serve() -> Callable[[Any], AbstractContextManager[str]]:
    """Serves an application by the real server on a free port, and gives its address."""

    @contextmanager
    def serving(app: Any) -> Iterator[str]:
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)

    return serving


CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The real browser, if the machine has one."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any browser is started: say why a test that needs one cannot run, and fail where it must."""
    if CHROMIUM is None and item.get_closest_marker("browser"):
        reason = "no Chromium here: .ci/run installs chromium-headless-shell, or name a program in CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **({"executable_path": CHROMIUM} if CHROMIUM else {})}
