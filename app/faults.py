"""What is logged of a fault: its kind and its place, never its message, which can quote what was pasted."""

import logging
import traceback


def told(fault: BaseException) -> str:
    """The kinds and places of ``fault`` and of what led to it, the newest first, without any message."""
    parts, seen = [], set()
    here: BaseException | None = fault
    while here is not None and id(here) not in seen:
        seen.add(id(here))
        parts.append(f"{type(here).__module__}.{type(here).__qualname__}\n" + "".join(_places(here)))
        here = here.__cause__ or here.__context__
    return "led to by\n".join(parts)


def _places(fault: BaseException) -> list[str]:
    return [f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(fault.__traceback__)]


class WithoutMessages(logging.Filter):
    """Takes the message out of every exception that is logged, and leaves its kind and its places."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite ``record``; none is held back."""
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = told(record.exc_info[1])
            record.exc_info = None
        return True


def keep_messages_out_of_logs() -> None:
    """Quiet the server's own log of faults, through which an exception of ours would tell its message."""
    log = logging.getLogger("uvicorn.error")
    if not any(isinstance(known, WithoutMessages) for known in log.filters):
        log.addFilter(WithoutMessages())
