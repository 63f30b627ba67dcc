"""What workers say of themselves, read by another process while they say it."""

import itertools
import subprocess
import sys
from pathlib import Path

from app.settings import HOME
from app.workers import Worker, living

TALKER = """
import itertools, sys
from pathlib import Path
from app.workers import Badge, Worker
badge = Badge(Path(sys.argv[1]))
for tries in itertools.count():
    badge.show(Worker(1, "a", tries, "long words " * (tries % 2)))
    if tries == 1:
        print("talking", flush=True)
"""

STUTTERER = """
import itertools, os, sys
from pathlib import Path
from app.workers import Badge, Worker
badge = Badge(Path(sys.argv[1]))
for tries in itertools.count():
    badge.show(Worker(1, "a", tries))
    if tries == 1:
        print("talking", flush=True)
    os.pwrite(badge._file, b'{"pid": 1, "rev', 0)
    os.pwrite(badge._file, b'#', 20)
"""


def looks_at(program: str, folder: Path, times: int) -> list[list[Worker]]:
    """What is seen of the workers, look after look, while ``program`` says something of itself again and again."""
    line = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(line, cwd=HOME, stdout=subprocess.PIPE) as talker:  # noqa: S603 - our own words
        assert talker.stdout
        assert talker.stdout.readline() == b"talking\n"
        looks = [list(living(folder)) for _ in range(times)]
        talker.kill()
    return looks


def test_a_line_that_is_half_written_is_read_again(tmp_path: Path) -> None:
    looks = looks_at(STUTTERER, tmp_path, 300)
    assert all(len(workers) == 1 for workers in looks)


def test_a_worker_is_seen_while_it_writes(tmp_path: Path) -> None:
    looks = looks_at(TALKER, tmp_path, 3000)
    assert all(len(workers) == 1 for workers in looks)
    tries = [worker.tries for workers in looks for worker in workers]
    assert all(before <= after for before, after in itertools.pairwise(tries))
    assert tries[0] < tries[-1]
    assert list(living(tmp_path)) == [], "the lock went with the process"
