"""Several workers count together, and what they log is one form of line."""

import json
import os
import signal
from collections.abc import Callable
from typing import Any

import httpx2 as httpx
from prometheus_client.parser import text_string_to_metric_families

TOKEN = {"Authorization": "Bearer a-token-for-tests"}
TEXT = {"text": "Stem cells rebuild worn discs."}


def number(address: str, name: str, **labels: str) -> float:
    text = httpx.get(f"{address}/metrics", headers=TOKEN, timeout=20).text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return sum(s.value for s in samples if s.name == name and labels.items() <= s.labels.items())


def test_counts_of_two_workers_add_up_also_after_one_was_killed(server_for: Callable[..., Any]) -> None:
    server = server_for(
        CLAIMCHECK_METRICS_TOKEN="a-token-for-tests",  # noqa: S106 - of this test alone
        CLAIMCHECK_LOG_FORMAT="json",
        CLAIMCHECK_LOG_LEVEL="info",
    )
    server.start(workers=2)
    labels = {"method": "POST", "route": "/", "status": "200"}
    for _ in range(20):  # each on a connection of its own, so that both workers are asked
        assert httpx.post(server.address, data=TEXT, timeout=20).status_code == 200
    assert number(server.address, "claimcheck_request_seconds_count", **labels) == 20
    assert number(server.address, "claimcheck_verdicts_total") == 20
    assert number(server.address, "claimcheck_workers_serving") == 2
    assert len(list(server.run_folder.glob("numbers-*/counter_*.db"))) == 2

    killed = server.workers()[0].pid
    os.kill(killed, signal.SIGKILL)
    server.until(lambda: len({w.pid for w in server.workers()} - {killed}) == 2)
    assert httpx.post(server.address, data=TEXT, timeout=20).status_code == 200
    assert number(server.address, "claimcheck_verdicts_total") == 21, "what the dead worker counted has happened"
    server.until(lambda: number(server.address, "claimcheck_workers_serving") == 2)
    server.stop()
    assert not list(server.run_folder.glob("numbers-*")), "the numbers end with the server"

    lines = server.told().splitlines()
    assert "claims: 0 mistakes" in lines[0], "what the start found in the evidence"
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert len(told) >= len(lines) - 2, "all but the first words are JSON"
    numbers = [line["request"] for line in told if line.get("route") == "/" and line["status"] == 200]
    assert len(numbers) == len(set(numbers)) == 21
    assert not [line for line in told if "address" in line or "client" in line]


def test_what_a_killed_server_left_is_taken_away(server_for: Callable[..., Any]) -> None:
    server = server_for()
    server.start(workers=2)
    left = list(server.run_folder.glob("numbers-*"))
    server.kill_all()
    assert left[0].is_dir()
    server.start(workers=2)
    assert not left[0].is_dir()
    assert len(list(server.run_folder.glob("numbers-*"))) == 1


def test_where_nothing_can_be_written_each_worker_counts_for_itself(
    server_for: Callable[..., Any], tmp_path: Any
) -> None:
    (tmp_path / "file").write_text("in the way")
    server = server_for(
        CLAIMCHECK_METRICS_TOKEN="a-token-for-tests",  # noqa: S106 - as above
        CLAIMCHECK_RUN_FOLDER=str(tmp_path / "file" / "run"),
    )
    server.start(workers=2, known=False)
    assert httpx.post(server.address, data=TEXT, timeout=20).status_code == 200
    assert number(server.address, "claimcheck_workers_serving") == 1
    assert "each worker counts for itself" in server.told()


def test_an_edition_put_in_is_told(server_for: Callable[..., Any], claims: Any) -> None:
    server = server_for(claims, CLAIMCHECK_METRICS_TOKEN="a-token-for-tests")  # noqa: S106 - as above
    server.start(workers=2)
    before = server.workers()[0].revision
    record = next((claims / "records").glob("*.yaml"))
    record.write_text(record.read_text("utf-8") + "\n", "utf-8")
    assert server.command("reload").returncode == 0
    after = server.workers()[0].revision
    assert after != before
    assert number(server.address, "claimcheck_workers_serving", evidence=after) == 2
    assert number(server.address, "claimcheck_workers_serving", evidence=before) == 0
