"""A wrong setting ends every command in one line: its name, what it takes, and never what it holds."""

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.exits import EXIT_WRONG_USE
from app.settings import Settings

COMMANDS = ["check", "serve", "reload", "migrate", "backup x", "feedback", "explanations list", "readability"]


def told(command: str) -> str:
    """What a command that has to be refused says."""
    result = CliRunner().invoke(cli, command.split(), input="Free parking.")
    assert result.exit_code == EXIT_WRONG_USE, result.exception
    return result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_refuses_it(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("CLAIMCHECK_STOP_SECONDS", "abc")
    assert told(command).startswith("CLAIMCHECK_STOP_SECONDS is wrong. Input should be a valid integer")


def test_every_wrong_setting_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMCHECK_LOG_LEVEL", "loud")
    monkeypatch.setenv("CLAIMCHECK_MAX_BODY_BYTES", "0")
    assert [line.split()[0] for line in told("check").splitlines()] == [
        "CLAIMCHECK_MAX_BODY_BYTES",
        "CLAIMCHECK_LOG_LEVEL",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLAIMCHECK_PUBLIC_ADDRESS", "claims.example.org"),
        ("CLAIMCHECK_PUBLIC_ADDRESS", "https://"),
        ("CLAIMCHECK_PUBLIC_ADDRESS", "https://claims.example.org:http"),
        ("CLAIMCHECK_PUBLIC_ADDRESS", "https://claims.example.org/?a=b"),
        ("CLAIMCHECK_TRUSTED_HOSTS", "a*b"),
        ("CLAIMCHECK_TRUSTED_HOSTS", "claims.example.org, *example.org"),
        ("CLAIMCHECK_TRUSTED_HOSTS", "https://claims.example.org"),
        ("CLAIMCHECK_TRUSTED_HOSTS", ""),
        ("CLAIMCHECK_TRUSTED_PROXIES", "garbage"),
        ("CLAIMCHECK_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.1/8"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://someone@db.example/claims"),
        ("DATABASE_URL", "postgresql://u:geheim@db.example:notaport/claims"),
        ("DATABASE_URL", "SQLITE:///links.sqlite3"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("REDIS_URL", "http://:geheim@127.0.0.1"),
        ("REDIS_URL", "redis://:geheim@127.0.0.1:abc"),
    ],
)
def test_what_could_not_be_used_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    words = told("migrate")
    assert words.startswith(f"{name} is wrong. ")
    assert len(words.splitlines()) == 1
    assert "geheim" not in words


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("public_address", ""),
        ("public_address", "http://127.0.0.1:8000/"),
        ("trusted_hosts", "*"),
        ("trusted_hosts", "claims.example.org, *.clinic.example, 127.0.0.1"),
        ("trusted_proxies", ""),
        ("trusted_proxies", "*"),
        ("trusted_proxies", "127.0.0.1, ::1, 172.30.77.0/24"),
        ("database_url", "sqlite:////srv/links.sqlite3"),
        ("database_url", "postgres://someone:a#b/c@db.example:5432/claims?sslmode=require"),
        ("database_url", "postgresql+psycopg:///claims?host=/run/postgresql"),
    ],
)
def test_what_can_be_used_is_taken(field: str, value: str) -> None:
    assert getattr(Settings.model_validate({field: value}), field) == value
