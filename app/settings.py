"""Settings: every one has a default that works, so that no set-up step is needed."""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

HOME = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator may change, read from the environment (``CLAIMCHECK_CLAIMS`` and so on)."""

    model_config = SettingsConfigDict(env_prefix="CLAIMCHECK_", frozen=True, populate_by_name=True)

    claims: Path = Field(default=HOME / "claims", description="Folder that holds the evidence base.")
    database_url: str = Field(
        default=f"sqlite:///{HOME / 'var' / 'claimcheck.sqlite3'}",
        validation_alias=AliasChoices("DATABASE_URL", "CLAIMCHECK_DATABASE_URL"),
        description="Where links and feedback are kept: SQLite by default, PostgreSQL as postgresql://...",
    )
    redis_url: str = Field(
        default="",
        pattern=r"^$|^(redis|rediss|unix)://",
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
    trusted_hosts: str = Field(
        default="*",
        description="Host names that the site answers to, with commas; *.example.org stands for every name below it.",
    )
    trusted_proxies: str = Field(
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
    public_address: str = Field(
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


def _listed(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]
