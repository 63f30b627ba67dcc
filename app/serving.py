"""The server: one worker in this process, or several that share the port."""

import os
import signal
import sys
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from app.evidence import Evidence
from app.logs import log_config
from app.metrics import shared_numbers
from app.settings import read_settings
from app.workers import SIGNAL

if sys.platform != "win32":
    import resource

IDLE = 75
"""Seconds that an idle connection stays open: longer than proxies keep theirs (60 is common), which would else send a
request into one that was just closed."""
START = 30
"""Seconds within which a worker has to answer its supervisor."""


class Workers(Multiprocess):
    """uvicorn's supervisor, which also hands on the signal that asks for a swap of the evidence."""

    def handle_usr1(self) -> None:
        """Tell every worker that serves; one that is still starting reads the new files anyway."""
        for process in self.processes:
            if process.pid is not None and SIGNAL is not None and process.is_ready():
                os.kill(process.pid, SIGNAL)


def serve(host: str, port: int, workers: int, evidence: Evidence) -> None:
    """Serve until a signal ends it. ``evidence`` serves one worker at once; several load it for themselves."""
    app: ASGIApp | str = "app.main:create_app"
    if workers == 1:
        from app.main import create_app  # noqa: PLC0415 - the supervisor of several has no use for its 100 MB

        app = create_app(evidence=evidence)
    _leave_no_picture_of_memory()
    settings = read_settings()
    # No access log: an address can hold what somebody typed; app/metrics.py tells of requests without it.
    # The application itself settles which proxies it believes (app/settings.py, trusted_proxies).
    config = uvicorn.Config(
        app,
        factory=workers > 1,
        host=host,
        port=port,
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
            with shared_numbers(settings.run_folder):
                Workers(config, sockets=[config.bind_socket()]).run()
            return
        server = uvicorn.Server(config)
        server.run()
        if not server.started:
            sys.exit(STARTUP_FAILURE)


def _leave_no_picture_of_memory() -> None:
    """If a worker dies, the system shall not write its memory, and what was pasted with it, into a file."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
