"""`claimcheck check --server`: the same answers, from another copy of the site."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.batch import judge_with
from app.cli import cli
from app.exits import EXIT_UNREADABLE, EXIT_WRONG_USE
from app.main import create_app
from app.settings import Settings

ADVERT = "Stem cells rebuild worn discs. Our treatment has no side effects. Call us."


@pytest.fixture(scope="module")
def server(evidence: Any, serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('database') / 'x.sqlite3'}"), evidence)
    with serve(app) as address:
        yield address


def run(*arguments: str, text: str = ADVERT) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], input=text)


def test_the_report_is_the_same_as_here(server: str, evidence: Any) -> None:
    told = run("--server", server, "--format", "json")
    assert told.exit_code == 0
    assert json.loads(told.stdout) == judge_with(evidence)(ADVERT)


def test_people_get_words(server: str) -> None:
    told = run("--server", f"{server}/")
    assert "“Stem cells rebuild worn discs.”" in told.stdout
    assert "Questions to take along" in told.stdout


def test_many_lines(server: str, tmp_path: Path) -> None:
    lines = [{"id": 1, "text": "Stem cells rebuild worn discs."}, {"id": 2, "text": "!!!"}, {"id": 3}]
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    told = [json.loads(line) for line in run("--server", server, "--jsonl", str(file)).stdout.splitlines()]
    assert [sorted(set(answer) & {"statements", "error"}) for answer in told] == [["statements"], ["error"], ["error"]]


@pytest.mark.parametrize(
    ("address", "text", "told"),
    [
        ("http://127.0.0.1:9", ADVERT, "cannot be reached"),
        ("", "", "no text yet"),
    ],
)
def test_what_went_wrong_is_told(server: str, address: str, text: str, told: str) -> None:
    result = run("--server", address or server, text=text)
    assert result.exit_code == EXIT_UNREADABLE
    assert told in result.stderr


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "example.org",
        "http://127.0.0.1:abc",
        "http://[::1",
        "http://a b",
        "http://u:p@a",
        "http://?a",
    ],
)
def test_a_misspelt_address_is_a_wrong_use(address: str) -> None:
    result = run("--server", address)
    assert result.exit_code == EXIT_WRONG_USE, result.exception
    assert "no address of a server" in " ".join(result.stderr.replace("│", "").split())


JSON, PLAIN = "Content-Type: application/json\r\n", "Content-Type: text/plain; charset=utf-8\r\n"


@pytest.fixture
def stranger() -> Iterator[Callable[..., str]]:
    """A server that gives these answers, one to each request, and nothing after them; gives its address."""
    with ExitStack() as finally_:

        def answering(*answers: bytes) -> str:
            listening = finally_.enter_context(socket.create_server(("127.0.0.1", 0)))

            def answer() -> None:
                for content in answers:
                    client, _ = listening.accept()
                    with client:
                        while b"}" not in client.recv(65536):  # the end of what is asked
                            pass
                        client.sendall(content)

            thread = threading.Thread(target=answer, daemon=True)
            thread.start()
            finally_.callback(thread.join, 10)
            return f"http://127.0.0.1:{listening.getsockname()[1]}"

        yield answering


def said(head: str, content: bytes, status: str = "200 OK", length: int | None = None) -> bytes:
    """An answer as it is sent."""
    size = len(content) if length is None else length
    return f"HTTP/1.1 {status}\r\n{head}Content-Length: {size}\r\n\r\n".encode() + content


@pytest.mark.parametrize("options", [[], ["--format", "json"]])
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (said("Content-Type: text/html\r\n", b"<html>hi"), "is not a claim checker"),
        (said("", b"hi"), "is not a claim checker"),
        (said(JSON, b"[1]"), "is not a claim checker"),
        (said(JSON, b"{}"), "is not a claim checker"),
        (said(JSON, b"<html>"), "is not a claim checker"),
        (said(JSON, b"\xff"), "is not a claim checker"),
        (said(PLAIN, b"\xff"), "is not a claim checker"),
        (said(JSON + PLAIN, b"", length=20), "was lost"),
        (b"", "was lost"),
        (b"SSH-2.0-OpenSSH\r\n", "was lost"),
        (said(JSON, b"[", "500 Internal Server Error", length=20), "status 500"),
    ],
)
def test_what_is_no_answer_of_ours_is_not_shown(
    stranger: Callable[..., str], answer: bytes, told: str, options: list[str]
) -> None:
    result = run("--server", stranger(answer), *options)
    assert result.exit_code == EXIT_UNREADABLE, result.exception
    assert result.stdout == ""
    assert told in result.stderr


def test_a_line_that_a_stranger_answers_says_so(stranger: Callable[..., str]) -> None:
    address = stranger(said(JSON, b"<html>"))
    answer = json.loads(run("--server", address, "--jsonl", text='{"id": 1, "text": "Free parking."}').stdout)
    assert "is not a claim checker" in answer["error"]


@pytest.mark.parametrize(
    "moment",
    ["0", "Sat, 21 Nov 2020 08:00:00 GMT", "Sat, 21 Nov 2020 08:00:00", "soon"],
    ids=["0", "past", "no zone", "?"],
)
def test_a_server_says_when_to_come_back_in_seconds_or_as_a_moment(stranger: Callable[..., str], moment: str) -> None:
    busy = said(f"Retry-After: {moment}\r\n", b"", "429 Too Many Requests")
    assert run("--server", stranger(busy, said(PLAIN, b"Read."))).stdout == "Read."
