"""A worker judges few texts at once, answers all of them in the end, and reads out its pages meanwhile."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from app.judging.check import Engine
from app.main import create_app
from app.settings import Settings
from app.turns import AT_ONCE

TEXT = "Stem cells cure back pain."


@pytest.mark.parametrize("path", ["/", "/sheet", "/embed/check", "/api/v1/check"])
def test_few_at_once_and_all_in_the_end(
    path: str, evidence: Any, serve: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'x.sqlite3'}"), evidence)
    running, most, enough = 0, 0, threading.Event()
    lock = threading.Lock()

    judge = Engine.check

    def slow(engine: Engine, text: str) -> Any:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        enough.wait(20)
        with lock:
            running -= 1
        return judge(engine, text)

    monkeypatch.setattr(Engine, "check", slow)
    with serve(app) as address, ThreadPoolExecutor(8) as visitors:

        def ask(_: int) -> int:
            sent: dict[str, Any] = {"json": {"text": TEXT}} if path.startswith("/api") else {"data": {"text": TEXT}}
            return httpx.post(f"{address}{path}", timeout=60, **sent).status_code

        answers = [visitors.submit(ask, number) for number in range(8)]
        while running < AT_ONCE:
            time.sleep(0.01)
        assert httpx.get(f"{address}/claims/tumour-free-cells").status_code == 200
        assert httpx.get(f"{address}/healthz").status_code == 200
        enough.set()
        assert [answer.result() for answer in answers] == [200] * 8
    assert most == AT_ONCE
