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


@pytest.fixture(scope="session")
def chromium() -> str | None:
    """The real browser, if the machine has one."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str | None) -> dict[str, Any]:
    return {**browser_type_launch_args, **({"executable_path": chromium} if chromium else {})}
