"""At the start of a worker: the database in its newest shape, at once or as soon as it can be reached."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread

from app.db import Unavailable, migrate
from app.meanwhile import meanwhile

log = logging.getLogger(__name__)
PAUSE = 5
"""Seconds until a database that was away is tried again."""


@asynccontextmanager
async def migrated(url: str) -> AsyncIterator[None]:
    """Bring the database at ``url`` up to date. One that is away does not stop the start: checking works without it."""
    if await _try(url):
        yield
        return
    log.warning("The database cannot be reached. Checking works; links and feedback wait until it is there.")
    async with meanwhile(_until_there(url)):
        yield


async def _try(url: str) -> bool:
    try:
        await to_thread.run_sync(migrate, url)
    except (*Unavailable, OSError):
        return False
    return True


async def _until_there(url: str) -> None:
    while True:
        await asyncio.sleep(PAUSE)
        if await _try(url):
            log.warning("The database is there now; links and feedback work.")
            return
