"""`claimcheck serve` where the address cannot be had: told before anybody is sent there, and not as broken evidence."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app import cli as command_line
from app.exits import EXIT_UNREADABLE


@pytest.fixture
def taken() -> Iterator[str]:
    """A port that another program has."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("host", ["127.0.0.1", "nosuchhost.invalid", "a" * 70])
def test_an_address_that_cannot_be_had(  # noqa: PLR0917 - one for each thing that it needs
    host: str, workers: str, taken: str, evidence: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_line, "evidence_or_exit", lambda: evidence)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/links.sqlite3")
    options = ["--host", host, "--port", taken, "--workers", workers]
    result = CliRunner().invoke(command_line.cli, ["serve", *options])
    assert result.exit_code == EXIT_UNREADABLE, result.exception
    assert result.stderr.startswith(f"Cannot serve at {host}, port {taken}: ")
    assert "Open http" not in result.output
