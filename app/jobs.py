"""Many texts judged by several processes at once: answers in the order of the lines, whatever happens to one."""

import os
import signal
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

from app.batch import Judge, Line, answer, judge_with, unjudged
from app.evidence import load

TOGETHER = 16
"""Lines handed to a process at once."""

_judge: Judge | None = None


def cores() -> int:
    """How many cores this process may use, at least 1."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _begin(claims: Path) -> None:
    """Make this process ready; Ctrl-C is left to the one that gave it work."""
    global _judge  # noqa: PLW0603 - a process of the pool has no other place to keep what it was given at the start
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _judge = judge_with(load(claims))


def _answers(lines: Sequence[Line]) -> list[str]:
    if _judge is None:
        raise RuntimeError("the process was not made ready")
    return [answer(line, _judge) for line in lines]


class _Pool:
    """Processes that are replaced where they were ended from outside."""

    def __init__(self, jobs: int, claims: Path) -> None:
        self._jobs = jobs
        self._claims = claims
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, lines: Sequence[Line]) -> Future[list[str]]:
        if self._pool is not None:
            try:
                return self._pool.submit(_answers, lines)
            except BrokenProcessPool:
                self.close()
        self._pool = ProcessPoolExecutor(self._jobs, get_context("spawn"), _begin, (self._claims,))
        return self._pool.submit(_answers, lines)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def answers(lines: Sequence[Line], jobs: int, claims: Path) -> Generator[str]:
    """The answer to each line, in order, judged by ``jobs`` processes with the evidence in ``claims``.

    Where a process is ended from outside, as a system short of memory does, the lines that it held are judged again one
    by one, and only the line that ends its process again goes without a verdict.
    """
    with ExitStack() as finally_:
        many, one = _Pool(jobs, claims), _Pool(1, claims)
        finally_.callback(many.close)
        finally_.callback(one.close)

        def again(line: Line) -> str:
            try:
                return one.submit([line]).result()[0]
            except BrokenProcessPool:
                return unjudged(line, "could not be judged: the process that judged it was ended")

        def finished(part: Sequence[Line], future: Future[list[str]]) -> list[str]:
            try:
                return future.result()
            except BrokenProcessPool:
                return list(map(again, part))

        ahead: deque[tuple[Sequence[Line], Future[list[str]]]] = deque()
        for start in range(0, len(lines), TOGETHER):
            part = lines[start : start + TOGETHER]
            ahead.append((part, many.submit(part)))
            if len(ahead) > 2 * jobs:
                yield from finished(*ahead.popleft())
        while ahead:
            yield from finished(*ahead.popleft())
