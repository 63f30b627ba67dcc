"""A worker judges one text after the other, answers all of them in the end, and reads out its pages meanwhile."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from app.judging.check import Engine
from app.limits import BYTES
from app.main import create_app
from app.settings import Settings

SHORT = "Stem cells cure back pain."
LONG = SHORT + " We are open on Mondays." * (BYTES // 20)
PATHS = ["/", "/sheet", "/embed/check", "/api/v1/check"]


class Held:
    """Checks that wait for a word before they go on; ``most`` is how many waited at once."""

    def __init__(self, judge: Callable[[Engine, str], Any], which: Callable[[str], bool]) -> None:
        self._judge, self._which = judge, which
        self.running = self.most = 0
        self.go_on = threading.Event()
        self._lock = threading.Lock()

    def check(self, engine: Engine, text: str) -> Any:
        if self._which(text):
            with self._lock:
                self.running += 1
                self.most = max(self.most, self.running)
            self.go_on.wait(20)
            with self._lock:
                self.running -= 1
        return self._judge(engine, text)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[str], bool]], Held]:
    def make(which: Callable[[str], bool]) -> Held:
        made = Held(Engine.check, which)

        def check(engine: Engine, text: str) -> Any:
            return made.check(engine, text)

        monkeypatch.setattr(Engine, "check", check)
        return made

    return make


@pytest.fixture
def ask(evidence: Any, tmp_path: Path) -> Any:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'x.sqlite3'}"), evidence)

    def ask_of(address: str, path: str, text: str) -> int:
        sent: dict[str, Any] = {"json": {"text": text}} if path.startswith("/api") else {"data": {"text": text}}
        return httpx.post(f"{address}{path}", timeout=60, **sent).status_code

    return app, ask_of


@pytest.mark.parametrize("path", PATHS)
def test_one_at_a_time_and_all_in_the_end(path: str, ask: Any, serve: Any, held: Any) -> None:
    app, ask_of = ask
    checks = held(lambda _: True)
    with serve(app) as address, ThreadPoolExecutor(8) as visitors:
        answers = [visitors.submit(ask_of, address, path, SHORT) for _ in range(8)]
        while not checks.running:
            time.sleep(0.01)
        assert httpx.get(f"{address}/claims/tumour-free-cells").status_code == 200
        assert httpx.get(f"{address}/healthz").status_code == 200
        checks.go_on.set()
        assert [answer.result() for answer in answers] == [200] * 8
    assert checks.most == 1


@pytest.mark.parametrize("path", PATHS)
def test_long_texts_hold_up_no_short_ones(path: str, ask: Any, serve: Any, held: Any) -> None:
    app, ask_of = ask
    checks = held(lambda text: len(text) > BYTES)
    with serve(app) as address, ThreadPoolExecutor(4) as visitors:
        answers = [visitors.submit(ask_of, address, path, LONG) for _ in range(3)]
        while not checks.running:
            time.sleep(0.01)
        assert ask_of(address, path, SHORT) == 200
        assert checks.running == 1
        checks.go_on.set()
        assert [answer.result() for answer in answers] == [200] * 3
    assert checks.most == 1
