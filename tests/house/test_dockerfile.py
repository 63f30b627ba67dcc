"""The image: two stages, no root, a health check, nothing from a named registry."""

import io
import json
from typing import Any

import pytest
from dockerfile_parse import DockerfileParser

from app.settings import HOME

Steps = list[dict[str, Any]]


@pytest.fixture(scope="module")
def steps() -> Steps:
    text = (HOME / "Dockerfile").read_bytes()
    found: Steps = DockerfileParser(fileobj=io.BytesIO(text)).structure
    return [step for step in found if step["instruction"] != "COMMENT"]


def values(steps: Steps, instruction: str) -> list[str]:
    return [step["value"] for step in steps if step["instruction"] == instruction]


def last_stage(steps: Steps) -> Steps:
    start = max(i for i, step in enumerate(steps) if step["instruction"] == "FROM")
    return steps[start:]


def test_two_stages(steps: Steps) -> None:
    images = values(steps, "FROM")
    assert len(images) == 2
    assert all("/" not in image for image in images)
    assert all(":latest" not in image and ":" in image for image in images)


def test_does_not_run_as_root(steps: Steps) -> None:
    users = values(last_stage(steps), "USER")
    assert users
    assert users[-1] not in {"root", "0"}


def test_is_asked_for_its_health(steps: Steps) -> None:
    assert "/healthz" in values(last_stage(steps), "HEALTHCHECK")[0]


def test_installs_by_hash_and_only_in_the_first_stage(steps: Steps) -> None:
    installs = [value for value in values(steps, "RUN") if "pip install" in value]
    assert installs
    assert all("--require-hashes" in install for install in installs)
    assert not [value for value in values(last_stage(steps), "RUN") if "pip" in value or "apt" in value]


def test_copies_only_what_is_there(steps: Steps) -> None:
    allowed = [line[1:] for line in (HOME / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    for value in values(steps, "COPY"):
        source = value.split()[0]
        if not source.startswith("--from"):
            assert (HOME / source).exists()
            assert source in allowed


def test_starts_the_command_line_of_the_project(steps: Steps) -> None:
    assert json.loads(values(steps, "CMD")[-1])[:4] == ["python", "-m", "app.cli", "serve"]
