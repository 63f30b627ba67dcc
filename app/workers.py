"""Who serves on this machine: each worker holds a small file locked while it lives, and `claimcheck reload` reads them.

The lock, not the number of the process, says that a worker lives: a number may belong to somebody else tomorrow.
"""

import contextlib
import json
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

if sys.platform != "win32":
    import fcntl

SIGNAL = getattr(signal, "SIGUSR1", None)
"""Asks a worker for a swap. SIGHUP, SIGTERM and others mean something to the server already. None on Windows."""


HALF_WRITTEN = 0.2
"""Seconds for which a line that cannot be read is read again."""
LONGEST_LINE = 1 << 20
"""Bytes that are read of what a worker says; the reason why a swap failed is the longest part of it."""


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker says of itself: its process, the revision it serves, how many swaps it tried, and why one failed.

    ``problem`` is empty where the last try worked.
    """

    pid: int
    revision: str
    tries: int = 0
    problem: str = ""


class Badge:
    """The file of one worker, locked until the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is made where it is missing; ``OSError`` where that cannot be done."""
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{os.getpid()}-{secrets.token_hex(4)}.json"
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def show(self, worker: Worker) -> None:
        """Write what the worker says of itself now.

        One write of one line, over the line before, so that nobody who reads meanwhile finds an empty file; half a line
        is read again (``_said``). What a longer line before left behind the new one's end is not read.
        """
        os.pwrite(self._file, json.dumps(asdict(worker)).encode() + b"\n", 0)

    def take_off(self) -> None:
        """Take the file away; the worker serves no more."""
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def living(folder: Path) -> Iterator[Worker]:
    """The workers that live. Files of dead ones are taken away, one that is just being made is left for next time."""
    for path in sorted(folder.glob("*.json")):
        with contextlib.suppress(OSError, ValueError), path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                yield _said(file.fileno())
            else:
                if time.time() - path.stat().st_mtime > 1:  # else it may be about to be locked
                    path.unlink(missing_ok=True)


def _said(file: int) -> Worker:
    """What the worker of this open file says; ``ValueError`` where that stays no whole line.

    A line that is being written over may be read half old and half new, so it is read again.
    """
    until = time.monotonic() + HALF_WRITTEN
    while True:
        try:
            return Worker(**json.loads(os.pread(file, LONGEST_LINE, 0).partition(b"\n")[0]))
        except ValueError:
            if time.monotonic() > until:
                raise


def ask_to_swap(folder: Path, revision: str, patience: float) -> list[Worker]:
    """Ask every worker that serves another revision than ``revision`` to swap, and wait for their answers.

    Gives all workers as they are after that, or after ``patience`` seconds. A worker that started meanwhile with the
    older files is asked too.
    """
    asked: dict[int, int] = {}
    until = time.monotonic() + patience
    while True:
        workers = list(living(folder))
        open_ = [w for w in workers if w.revision != revision and w.tries <= asked.get(w.pid, w.tries)]
        if not open_ or time.monotonic() > until:
            return workers
        for worker in open_:
            if worker.pid not in asked and SIGNAL is not None:
                asked[worker.pid] = worker.tries
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker.pid, SIGNAL)
        time.sleep(0.05)
