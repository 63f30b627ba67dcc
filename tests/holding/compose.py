"""What compose.yaml says, for tests that run it without containers."""

from typing import Any

import yaml

from app.settings import HOME


def service(name: str) -> dict[str, Any]:
    """The settings of one service."""
    told: dict[str, Any] = yaml.safe_load((HOME / "compose.yaml").read_text("utf-8"))["services"][name]
    return told
