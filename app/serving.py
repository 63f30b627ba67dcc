"""The server: one worker in this process, or several that share the port."""

import os
import signal
import socket
import sys
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from app.evidence import Evidence
from app.logs import log_config
from app.metrics import shared_numbers
from app.queues import POSSIBLE, Queues
from app.settings import read_settings
from app.workers import SIGNAL

if sys.platform != "win32":
    import resource

IDLE = 75
"""Seconds that an idle connection stays open: longer than proxies keep theirs (60 is common), which would else send a
request into one that was just closed."""
HEAPS = "1"
"""Heaps of a worker. The C library of Linux gives threads heaps of their own, and each thread that had ever made an
answer kept some 26 MB (docs/speed.md). Only one thread runs Python at a time, so one heap holds nobody up."""
START = 30
"""Seconds within which a worker has to answer its supervisor."""


class Start:
    """Makes the site in a worker; goes to each of them as a whole, with the queues that all of them hold."""

    def __init__(self, queues: Queues | None) -> None:
        """``queues`` are left out where this system cannot share them."""
        self._queues = queues

    def __call__(self, evidence: Evidence | None = None) -> ASGIApp:
        """The site, over the evidence that is there already or else its own."""
        from app.main import create_app  # noqa: PLC0415 - the supervisor of several has no use for its 100 MB

        return create_app(evidence=evidence, queues=self._queues)


class Workers(Multiprocess):
    """uvicorn's supervisor, which also hands on the signal that asks for a swap of the evidence."""

    def handle_usr1(self) -> None:
        """Tell every worker that serves; one that is still starting reads the new files anyway."""
        for process in self.processes:
            if process.pid is not None and SIGNAL is not None and process.is_ready():
                os.kill(process.pid, SIGNAL)


def listen(host: str, port: int) -> socket.socket:
    """A socket for the workers to share at ``host`` and ``port``; ``OSError`` where these cannot be had."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except UnicodeError:
        bound.close()
        raise OSError(f"{host} is no name of a machine") from None
    except OSError:
        bound.close()
        raise
    bound.set_inheritable(True)
    return bound


def serve(bound: socket.socket, workers: int, evidence: Evidence) -> bool:
    """Serve at ``bound`` until a signal ends it; False where that could not be begun.

    ``evidence`` serves one worker at once; several load it for themselves.
    """
    start = Start(Queues() if POSSIBLE else None)
    _leave_no_picture_of_memory()
    settings = read_settings()
    # No access log: an address can hold what somebody typed; app/metrics.py tells of requests without it.
    # The application itself settles which proxies it believes (app/settings.py, trusted_proxies).
    config = uvicorn.Config(
        start if workers > 1 else start(evidence),
        factory=workers > 1,
        workers=workers,
        access_log=False,
        server_header=False,
        ws="none",  # there are none, and the server would log the address that was asked for
        proxy_headers=False,
        log_config=log_config(settings.log_format, settings.log_level),
        log_level=settings.log_level,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=settings.stop_seconds,
        timeout_worker_healthcheck=START,
    )
    if SIGNAL is not None:
        signal.signal(SIGNAL, signal.SIG_IGN)  # until the worker is there to take it; else it would end the start
    with suppress(KeyboardInterrupt):
        if workers > 1:
            os.environ.setdefault("MALLOC_ARENA_MAX", HEAPS)  # read by each worker as it starts
            with shared_numbers(settings.run_folder):
                Workers(config, sockets=[bound]).run()
            return True
        server = uvicorn.Server(config)
        with suppress(SystemExit):  # uvicorn's own, with the code that means broken evidence here
            server.run(sockets=[bound])
        return server.started
    return True


def _leave_no_picture_of_memory() -> None:
    """If a worker dies, the system shall not write its memory, and what was pasted with it, into a file."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
