"""compose.yaml keeps what the guide promises: only the proxy is open, and nothing has more rights than it needs."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import AliasChoices

from app.settings import HOME, Settings

TEXT = (HOME / "compose.yaml").read_text("utf-8")
DOC = (HOME / "docs/deploying.md").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
NOT_OF_SETTINGS = {"CLAIMCHECK_WORKERS", "CLAIMCHECK_CACHE"}  # read by the command line and by the evidence files


def beside_python(program: str) -> str:
    return str(Path(sys.executable).parent / program)


def run(*line: str) -> None:
    done = subprocess.run(line, cwd=HOME, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dockerfile_has_no_finding() -> None:
    run(beside_python("hadolint"), "Dockerfile")


def test_compose_has_no_serious_finding() -> None:
    run(beside_python("compose-lint"), "check", "--no-env", "compose.yaml")


def test_only_the_proxy_is_open() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert [name for name, s in SERVICES.items() if "inside" in s["networks"]] == ["app", "database", "cache"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_held_in(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert "mem_limit" in service
    assert re.fullmatch(r"[a-z]+:[\w.-]+", service["image"])
    assert not service["image"].endswith("latest")


def test_what_is_named_is_there() -> None:
    for service in SERVICES.values():
        for mount in service.get("volumes", ()):
            source = mount.split(":")[0]
            assert (HOME / source).exists() if source.startswith("./") else source in COMPOSE["volumes"]
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        assert set(service.get("depends_on", ())) <= set(SERVICES)


def test_every_variable_has_a_default_or_is_asked_for() -> None:
    required = set(re.findall(r"\$\{(\w+):\?", TEXT))
    assert required == {"SITE_NAME", "POSTGRES_PASSWORD"}
    for name, rest in re.findall(r"\$\{(\w+)([^}]*)\}", TEXT):
        assert name in required or rest.startswith(":-"), name
    for name in required:
        assert f"{name}=" in DOC


def test_the_guide_names_every_variable() -> None:
    assert [name for name in set(re.findall(r"\$\{(\w+)", TEXT)) if name not in DOC] == []


def test_the_guides_commands_name_services_and_the_database_that_are_there() -> None:
    assert set(re.findall(r"docker compose exec (?:-T )?(\w+)", DOC)) <= set(SERVICES)
    user = SERVICES["database"]["environment"]["POSTGRES_USER"]  # and the database, where none is named
    assert set(re.findall(r"--(?:username|dbname)=(\w+)", DOC)) == {user}


def names_of_settings() -> set[str]:
    aliases = {name: field.validation_alias for name, field in Settings.model_fields.items()}
    return {
        str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"CLAIMCHECK_{name.upper()}"
        for name, alias in aliases.items()
    }


def test_every_setting_is_in_the_guide_and_no_other() -> None:
    table = DOC.partition("## Settings")[2].partition("\n## ")[0]
    assert set(re.findall(r"`((?:CLAIMCHECK|DATABASE|REDIS)_[A-Z_]+)`", table)) == names_of_settings() | NOT_OF_SETTINGS


def test_the_application_is_given_settings_that_exist() -> None:
    assert set(SERVICES["app"]["environment"]) <= names_of_settings() | NOT_OF_SETTINGS


def test_the_containers_may_take_longer_to_stop_than_the_application() -> None:
    assert int(SERVICES["app"]["stop_grace_period"].removesuffix("s")) > Settings.model_fields["stop_seconds"].default


def test_the_guide_says_what_was_not_tried() -> None:
    assert "The image itself was not" in DOC
