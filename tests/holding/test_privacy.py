"""Nothing that a visitor sends is found in anything that the server wrote, whatever became of the request.

A real server with two workers and every word logged is sent marked words in every field and every way, in requests
that succeed and that fail; then all that its processes wrote is searched: logs, database, numbers, temporary and cached
files, and, where it has them, the log of PostgreSQL and all that Redis holds.
"""

import json
import os
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import httpx2 as httpx
import pytest
from sqlalchemy import create_engine

from app.settings import HOME

MARK = re.compile(rb"Zq[A-Z]{3,}")
"""Every planted word: where it was typed follows the two letters."""
CHECKED = "ZqCHECKED stem cells rebuild worn discs. Our cells are tumour-free."
LINKED = "ZqUNCHOSEN parking is free. Our cells are tumour-free, says ZqCHOSEN."
KEPT = {b"ZqCHOSEN", b"ZqNOTE", b"ZqFEEDBACK", b"ZqPAGE", b"ZqREPORT"}
"""What the maker of a link, and who sends a message, chose to store: in the database, and nowhere else."""
FAULT = "ZqFAULT stem cells rebuild worn discs."
FAILING = """
from app.judging.check import Engine

whole = Engine.check


def check(self, text):
    if "FAULT" in text:
        try:
            raise KeyError(text)
        except KeyError as first:
            raise ValueError(text) from first
    return whole(self, text)


Engine.check = check
"""
"""Lets the check of one text fail in every process, as a mistake of ours would: with the text in the fault's words."""
TOKEN = {"Authorization": "Bearer a-token-for-tests"}


class Traffic:
    """Sends marked requests, and notes how each ended; to be closed."""

    def __init__(self, address: str, port: int) -> None:
        self._port = port
        self.statuses: set[int] = set()
        marked = {"User-Agent": "ZqAGENT", "Referer": "http://ZqREFERER.example/", "Cookie": "a=ZqCOOKIE"}
        headers = {**marked, "X-Request-ID": "ZqNUMBER"}
        fresh = httpx.Limits(max_keepalive_connections=0)  # so that both workers are asked
        self._client = httpx.Client(base_url=address, headers=headers, limits=fresh, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        answer = self._client.request(method, path, **options)
        self.statuses.add(answer.status_code)
        return answer

    def raw(self, data: bytes) -> None:
        """Bytes that no client library sends, and then no more."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=5) as line, suppress(OSError):
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            line.recv(4096)

    def checks(self) -> None:
        """Texts checked in every way, among them such as cannot be read."""
        for path in ("/", "/sheet", "/embed/check"):
            for text in (CHECKED, "ZqTEXTspanish las células madre curan el dolor de espalda y las rodillas", "1 2"):
                self.send("POST", path, data={"text": text, "country": "ZqCOUNTRY", "url": "ZqURL"})
            self.send("POST", f"{path}?x=ZqQUERY", data={"text": "ZqTEXTlong " * 20_000})
            self.send("POST", path, data={"text": "ZqTEXThuge " * 300_000})
            self.send("POST", path, files={"text": ("ZqFILE.txt", b"ZqTEXTfile")})
            self.send("POST", path, content=b"ZqTEXTodd", headers={"Content-Type": "multipart/form-data; boundary=Zq"})
        for body in ({"text": CHECKED}, {"text": ["ZqJSONlist"]}, {"ZqJSONname": "ZqJSONvalue"}):
            self.send("POST", "/api/v1/check", json=body, headers={"Accept": "text/plain, ZqACCEPT"})
        self.send(
            "POST", "/api/v1/check", content=b'{"text": "ZqJSONbroken', headers={"Content-Type": "application/json"}
        )

    def failing_checks(self) -> list[int]:
        """A text that our own code fails over, sent in every way a text can be; gives how each ended."""
        forms = [
            self.send("POST", path, data={"text": FAULT, "card": ["1"], "note": "ZqLOST", "months": "1"})
            for path in ("/", "/sheet", "/embed/check", "/e/preview")
        ]
        told = self.send("POST", "/api/v1/check", json={"text": FAULT})
        link = self.send("POST", "/api/v1/explanations", json={"text": FAULT, "claims": [1], "note": "ZqLOST"})
        return [answer.status_code for answer in (*forms, told, link)]

    def addresses(self) -> None:
        """Words in addresses, also of methods that are not there."""
        self.send("GET", "/claims", params={"q": "ZqSEARCH", "verdict": "ZqVERDICT"})
        for path in ("/claims/ZqIDENT", "/ZqPATH", "/static/ZqFILE", "/e/ZqTOKEN", "/e/ZqTOKEN/manage/ZqSECRET"):
            for method in ("GET", "POST", "PUT", "ZQMETHOD"):
                self.send(method, path, data={"text": "ZqTEXTastray", "months": "ZqMONTHS"})
        self.send("GET", "/oembed", params={"url": "http://ZqOEMBED.example/"})
        self.send("GET", "/api/v1/claims", params={"limit": "ZqLIMIT", "verdict": "ZqFILTER!"})
        self.send("GET", "/", headers={"Host": "ZqHOST.example"})
        self.send("GET", "/metrics", headers={"Authorization": "Bearer ZqBEARER"})

    def links(self) -> list[str]:
        """A link made, opened, reported, brought to other ends; gives its secrets."""
        form = {"text": LINKED, "card": ["1"], "note": "ZqNOTE", "strike": "ZqSTRIKE", "months": "1"}
        draft = self.send("POST", "/e/preview", data=form).text
        hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', draft) for name in ("form_key", "seen")}
        form |= {name: found[1] for name, found in hidden.items() if found}
        made = self.send("POST", "/e/make", data=form).text
        found = [re.search(rf'id="{name}" readonly value="http://[^/]+([^"]+)"', made) for name in ("link", "manage")]
        link, manage = (place[1] for place in found if place)
        self.send("POST", "/e/make", data=form | {"seen": "ZqSEEN", "form_key": "ZqKEY", "note": "ZqDRAFT " * 200})
        self.send("GET", link)
        self.send("POST", f"{link}/report", data={"text": "ZqREPORT"})
        asked = {"text": CHECKED, "claims": [1], "note": "ZqNOTE", "months": 1}
        other = self.send("POST", "/api/v1/explanations", json=asked).json()
        self.send("POST", "/e/make", data=form, headers={"Origin": "https://ZqORIGIN.example"})
        self.send("PATCH", f"/api/v1/explanations/{other['token']}", json={"months": "ZqMONTHS"})
        self.send("DELETE", f"/api/v1/explanations/{other['token']}", headers={"Authorization": "Bearer ZqSECRET"})
        own = {"Authorization": f"Bearer {other['manage_secret']}"}
        self.send("DELETE", f"/api/v1/explanations/{other['token']}", headers=own)
        self.send("GET", f"/e/{other['token']}")
        return [link.split("/")[-1], manage.split("/")[-1], other["token"], other["manage_secret"]]

    def messages(self) -> None:
        """Feedback, until there has been too much of it."""
        self.send("POST", "/feedback", data={"page": "ZqPAGE", "kind": "ZqKIND", "text": "ZqREFUSED"})
        for _ in range(45):
            self.send("POST", "/feedback", data={"page": "ZqPAGE", "kind": "correction", "text": "ZqFEEDBACK"})

    def broken_requests(self) -> None:
        """Requests that end before they are whole, or are none."""
        head = b"POST /?q=ZqCUTpath HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        self.raw(head + b"Content-Length: 1000\r\n\r\ntext=ZqCUTbody")
        self.raw(head + b"Transfer-Encoding: chunked\r\n\r\n5\r\nZqCUTchunk")
        self.raw(b"ZqNOHTTP\r\n\r\n")
        self.raw(b"GET /ZqVERSION HTTP/9.9\r\nHost: a\r\n\r\n")
        self.raw(b"GET /" + b"ZqLONG" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n")
        upgrade = (
            b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: WnE=\r\n"
        )
        self.raw(b"GET /ZqSOCKET?ZqQUERY HTTP/1.1\r\nHost: a\r\n" + upgrade + b"\r\n")

    def everything(self) -> list[str]:
        """All of it; gives the secrets of links."""
        secrets = self.links()
        self.checks()
        self.addresses()
        self.messages()
        self.broken_requests()
        return secrets


def written(folder: Path, since: float) -> Iterator[tuple[Path, bytes]]:
    """Everything below the server's own folder, and whatever changed in the project's while it ran."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()
    for path in HOME.iterdir():
        inside = [path] if path.is_file() else path.rglob("*") if path.name in {"app", "claims", "var"} else []
        for file in inside:
            if file.is_file() and file.stat().st_mtime > since and file.suffix != ".pyc":
                yield file, file.read_bytes()


def execute(url: str, command: str) -> None:
    engine = create_engine(url)
    with engine.begin() as database:
        database.exec_driver_sql(command)
    engine.dispose()


class Sqlite:
    """Links in a file below the server's own folder, limits in the memory of each worker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._url = f"sqlite:///{folder / 'links.sqlite3'}"
        self.environment = {"DATABASE_URL": self._url}

    def faults(self) -> Iterator[None]:
        """What may befall it, one after the other; the messages of these faults would hold what was to be stored."""
        refused = "CREATE TRIGGER refused BEFORE INSERT ON explanation BEGIN SELECT RAISE(ABORT, 'not foreseen'); END"
        for fault in (refused, "DROP TABLE explanation"):
            execute(self._url, fault)
            yield

    def database(self) -> bytes:
        """All that its files hold, also what was erased and not yet written over."""
        return b"".join(file.read_bytes() for file in self._folder.glob("links.sqlite3*"))

    def besides(self) -> dict[str, bytes]:
        """What others wrote for it elsewhere, by where."""
        return {}


class PostgresAndRedis:
    """Links and limits in servers of their own, which write logs of their own."""

    def __init__(self, postgres: Any, redis_server: Any) -> None:
        self._postgres, self._redis = postgres, redis_server
        self._log_before = postgres.log.stat().st_size
        self._url = postgres.new_database()
        self.environment = {"DATABASE_URL": self._url, "REDIS_URL": redis_server.url}

    def faults(self) -> Iterator[None]:
        execute(self._url, "ALTER TABLE explanation ADD CONSTRAINT unforeseen CHECK (length(note) > 9999) NOT VALID")
        yield
        execute(self._url, "ALTER TABLE explanation RENAME TO lost")
        yield
        self._postgres.kill()
        try:
            yield
        finally:
            self._postgres.start()

    def database(self) -> bytes:
        return b"".join(file.read_bytes() for file in self._postgres.files())

    def besides(self) -> dict[str, bytes]:
        redis = self._redis.client()
        held = repr([(key, redis.dump(key)) for key in redis.keys("*")]).encode()
        return {"log of PostgreSQL": self._postgres.log.read_bytes()[self._log_before :], "Redis": held}


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Sqlite | PostgresAndRedis:
    if getattr(request, "param", "SQLite") == "SQLite":
        return Sqlite(tmp_path)
    return PostgresAndRedis(request.getfixturevalue("postgres"), request.getfixturevalue("redis_server"))


on_either = pytest.mark.parametrize("store", ["SQLite", "PostgreSQL and Redis"], indirect=True)


@pytest.fixture
def server(server_for: Callable[..., Any], tmp_path: Path, store: Any) -> Any:
    for name in ("temporary", "home", "failing"):
        (tmp_path / name).mkdir()
    (tmp_path / "failing" / "sitecustomize.py").write_text(FAILING, "utf-8")
    made = server_for(
        CLAIMCHECK_METRICS_TOKEN="a-token-for-tests",  # noqa: S106 - of this test alone
        CLAIMCHECK_TRUSTED_HOSTS="127.0.0.1,a",
        CLAIMCHECK_LOG_LEVEL="debug",
        CLAIMCHECK_LOG_FORMAT="json",
        TMPDIR=str(tmp_path / "temporary"),
        HOME=str(tmp_path / "home"),
        XDG_CACHE_HOME="",  # so that it is below HOME
        PYTHONPATH=os.pathsep.join((str(tmp_path / "failing"), str(HOME))),
        **store.environment,
    )
    made.start(workers=2)
    return made


@on_either
def test_nothing_sent_is_found_in_what_was_written(server: Any, store: Any, tmp_path: Path) -> None:
    since = (tmp_path / "temporary").stat().st_mtime
    with Traffic(server.address, server.port) as traffic:
        secrets = traffic.everything()
        assert traffic.failing_checks() == [500] * 6
        for _ in store.faults():
            traffic.send("POST", "/api/v1/explanations", json={"text": CHECKED, "claims": [1], "note": "ZqNOTE"})
            traffic.send("GET", f"/e/{secrets[0]}")

    numbers = httpx.get(f"{server.address}/metrics", headers=TOKEN, timeout=20).content
    assert b"claimcheck_verdicts_total" in numbers
    assert not MARK.search(numbers)
    # What the database may hold is the next test's matter.
    files = {str(path): held for path, held in written(tmp_path, since) if not path.name.startswith("links.sqlite3")}
    assert any("home/.cache" in name for name in files)
    found = {place: set(MARK.findall(content)) for place, content in (files | store.besides()).items()}
    assert {place: words for place, words in found.items() if words} == {}
    told = server.told()
    assert len(re.findall(r'"logger": "app\.requests"', told)) > 80, "the log tells of the requests themselves"
    assert "ValueError" in told, "the log tells of faults"
    assert not [secret for secret in secrets if secret in told]
    assert {200, 400, 401, 403, 404, 405, 410, 413, 422, 429, 500, 503} <= traffic.statuses


@on_either
def test_the_database_holds_what_was_chosen_and_no_more(server: Any, store: Any) -> None:
    with Traffic(server.address, server.port) as traffic:
        secrets = traffic.everything()
    server.stop()
    held = store.database()
    assert {b"ZqNOTE", b"ZqFEEDBACK", b"ZqREPORT"} <= set(MARK.findall(held)) <= KEPT
    assert not [secret for secret in secrets if secret.encode() in held]


def test_a_dead_worker_leaves_no_picture_of_its_memory(server: Any) -> None:
    for worker in server.workers():
        limits = Path(f"/proc/{worker.pid}/limits")
        if not limits.exists():
            pytest.skip("this system does not tell the limits of a process")
        assert re.search(r"Max core file size +0 +0 ", limits.read_text("ascii"))


def test_all_that_is_told_is_json_also_where_things_fail(server: Any) -> None:
    with Traffic(server.address, server.port) as traffic:
        traffic.broken_requests()
    server.stop()
    lines = [json.loads(line) for line in server.told().splitlines()]
    assert all(line["level"] for line in lines)
    assert lines[0]["message"].startswith("Evidence "), "what the lint found comes first"
