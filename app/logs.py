"""What is logged: a line for people or JSON for machines, with the number of its request and never what was pasted."""

import json
import logging
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from app.faults import told

request_number: ContextVar[str] = ContextVar("request_number", default="")
"""The number of the request that is being answered; empty between requests. It says nothing about who asks."""


def new_number() -> str:
    """A number for one request; visitors find it in ``X-Request-ID`` and can tell us."""
    return secrets.token_hex(6)


class _Told(logging.Formatter):
    """Shows of an exception its kind and places; a message can quote a visitor."""

    def fault(self, record: logging.LogRecord) -> str:
        """The exception of ``record``, or nothing."""
        if record.exc_info and record.exc_info[1] is not None:
            return told(record.exc_info[1])
        return record.exc_text or ""


class Plain(_Told):
    """``2026-11-21T08:00:00Z WARNING app.main [1f2e3d4c5b6a] words``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the places of a fault below it."""
        number = request_number.get()
        line = f"{_time(record)} {record.levelname} {record.name}{f' [{number}]' if number else ''} "
        return "\n".join(part for part in (line + record.getMessage(), self.fault(record).rstrip()) if part)


class Json(_Told):
    """One JSON object a line; what ``extra={"told": {...}}`` holds stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_number.get():
            line["request"] = number
        if fault := self.fault(record):
            line["fault"] = fault
        return json.dumps(line | getattr(record, "told", {}), ensure_ascii=True)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def greeting(words: str, form: str) -> str:
    """``words`` for whoever starts the site: a line of the log where that is ``json``, else as they are."""
    if form != "json":
        return words
    return Json().format(logging.makeLogRecord({"name": "app", "levelname": "INFO", "msg": words}))


def log_config(form: str, level: str) -> dict[str, Any]:
    """Logging for every worker, as ``logging.config`` takes it: ``form`` is plain or json.

    ``level`` is that of our own lines and of the server's; libraries speak up from warnings on.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": Json if form == "json" else Plain}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {"app": {"level": level.upper()}, "uvicorn": {"level": level.upper()}},
    }
