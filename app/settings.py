"""Settings: every one has a default that works, so that no set-up step is needed."""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.addresses import is_site

HOME = Path(__file__).resolve().parent.parent
_HOST = re.compile(r"\*|(\*\.)?[^\s*/:]+")
# A password may hold any mark, so what counts is what stands after the last @.
_POSTGRESQL = re.compile(
    r"postgres(?:ql(?:\+psycopg)?)?://(?:.*@)?(?:\[[0-9a-fA-F:.]+\]|[^@/?:]*)(?::[1-9]\d*)?(?:[/?].*)?"
)


def _listed(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _database(text: str) -> str:
    file = text.removeprefix("sqlite:///")
    is_file = file != text and file not in {"", ":memory:"} and "?" not in file
    if not is_file and not _POSTGRESQL.fullmatch(text):
        raise ValueError("It starts with sqlite:/// and names a file, or with postgresql:// and names a host")
    return text


def _redis(text: str) -> str:
    if not text:
        return text
    from redis.connection import parse_url  # noqa: PLC0415 - slow to load, and most run without

    try:
        parse_url(text)  # type: ignore[no-untyped-call]
    except ValueError:
        raise ValueError("This is no address of a Redis") from None
    return text


def _hosts(text: str) -> str:
    names = _listed(text)
    if not names or not all(map(_HOST.fullmatch, names)):
        raise ValueError("Each is a name alone, without scheme and port; a star stands alone or as in *.example.org")
    return text


def _proxies(text: str) -> str:
    try:
        for item in _listed(text) if text.strip() != "*" else ():
            ip_network(item)
    except ValueError:
        raise ValueError("Each is an address such as 10.0.0.5 or a network such as 10.0.0.0/8") from None
    return text


def _site(text: str) -> str:
    if text and not is_site(text):
        raise ValueError("It starts with http:// or https://, then has the name")
    return text


class Settings(BaseSettings):
    """What an operator may change, read from the environment (``CLAIMCHECK_CLAIMS`` and so on).

    ``ValidationError`` where one is wrong; it does not tell what that holds, which can be a password.
    """

    model_config = SettingsConfigDict(
        env_prefix="CLAIMCHECK_", frozen=True, populate_by_name=True, hide_input_in_errors=True
    )

    claims: Path = Field(default=HOME / "claims", description="Folder that holds the evidence base.")
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default=f"sqlite:///{HOME / 'var' / 'claimcheck.sqlite3'}",
        validation_alias=AliasChoices("DATABASE_URL", "CLAIMCHECK_DATABASE_URL"),
        description="Where links and feedback are kept: SQLite by default, PostgreSQL as postgresql://user:password@host/name",
    )
    redis_url: Annotated[str, AfterValidator(_redis)] = Field(
        default="",
        validation_alias=AliasChoices("REDIS_URL", "CLAIMCHECK_REDIS_URL"),
        description="Redis for limits that all workers share, as redis://127.0.0.1:6379/0; empty counts in memory.",
    )
    stop_seconds: int = Field(default=20, gt=0, description="Seconds that a stopping server gives to running requests.")
    run_folder: Path = Field(
        default=HOME / "var" / "run", description="Where running workers leave word for `claimcheck reload`."
    )
    max_body_bytes: int = Field(
        default=2_500_000,  # 200,000 characters outside ASCII take up to 1.8 MB in a form, percent signs and all
        gt=0,
        description="Largest request body that is read, in bytes.",
    )
    operator_name: str = Field(default="", description="Who runs this copy of the site, as its pages show it.")
    operator_contact: str = Field(default="", description="How to reach the operator: a mail address or a web address.")
    trusted_hosts: Annotated[str, AfterValidator(_hosts)] = Field(
        default="*",
        description="Host names that the site answers to, with commas; *.example.org stands for every name below it.",
    )
    trusted_proxies: Annotated[str, AfterValidator(_proxies)] = Field(
        default="127.0.0.1,::1",
        description="Proxies whose word on visitor and TLS is taken: addresses or networks, with commas.",
    )
    metrics_token: str = Field(
        default="", repr=False, description="Secret that opens /metrics; without one there is no such page."
    )
    log_format: Literal["plain", "json"] = Field(default="plain", description="How log lines look.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="From when on something is logged; info adds one line for each request."
    )
    public_address: Annotated[str, AfterValidator(_site)] = Field(
        default="", description="The site's own address, such as https://example.org; empty where it is not public."
    )

    @property
    def hosts(self) -> list[str]:
        """The trusted host names one by one; ``*`` stands for any."""
        return _listed(self.trusted_hosts)

    @property
    def proxies(self) -> list[str]:
        """The trusted proxies one by one."""
        return _listed(self.trusted_proxies)


class SettingsProblem(Exception):  # noqa: N818 - what the environment holds, not a fault of the program
    """Settings are wrong: a line for each, with its name and what it takes, never with what it holds."""


def read_settings() -> Settings:
    """The settings that the environment holds; raises ``SettingsProblem``."""
    try:
        return Settings()
    except ValidationError as wrong:
        lines = (_told(str(fault["loc"][0]), fault["msg"]) for fault in wrong.errors())
        raise SettingsProblem("\n".join(lines)) from None


def _told(place: str, reason: str) -> str:
    """One wrong setting; ``place`` is the name of its field, or of its variable where that is another."""
    fields = Settings.model_fields
    name = f"CLAIMCHECK_{place.upper()}" if place in fields else place
    field = fields[name.removeprefix("CLAIMCHECK_").lower()]
    return f"{name} is wrong. {reason.removeprefix('Value error, ')}. What it is for: {field.description}"
