"""What every test may use: the real evidence base, the site over it, and a browser where there is one."""

import os
import shutil
from typing import Any

import pytest

from app.evidence import load
from app.settings import HOME


@pytest.fixture(scope="session")
def evidence() -> Any:
    return load(HOME / "claims")


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
