"""Another edition of the evidence in a running worker: made and checked beside the old one, then put in its place."""

import asyncio
import gc
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI

from app.edition import Edition, edition_from
from app.evidence import EvidenceError
from app.faults import told
from app.judging.check import method_revision
from app.meanwhile import meanwhile
from app.metrics import serving
from app.workers import SIGNAL, Badge, Worker

log = logging.getLogger(__name__)


@asynccontextmanager
async def swapping(app: FastAPI) -> AsyncIterator[None]:
    """While the site serves, let ``SIGNAL`` put in what the claims folder holds now; a broken base changes nothing."""
    if SIGNAL is None:
        yield
        return
    loop, asked = asyncio.get_running_loop(), asyncio.Event()
    try:
        loop.add_signal_handler(SIGNAL, asked.set)
    except (ValueError, RuntimeError):  # signals come to the main thread alone; a test serves from others
        yield
        return
    badge = _badge(app)
    try:
        async with meanwhile(_swap_whenever(asked, app, badge)):
            yield
    finally:
        loop.remove_signal_handler(SIGNAL)
        if badge:
            badge.take_off()


def _badge(app: FastAPI) -> Badge | None:
    """The file by which `claimcheck reload` finds this worker; without it only the signal itself works."""
    folder = app.state.settings.run_folder
    try:
        badge = Badge(folder)
    except OSError:
        log.warning("%s cannot be written, so `claimcheck reload` will not find this worker.", folder)
        return None
    edition: Edition = app.state.edition
    badge.show(Worker(os.getpid(), edition.evidence.revision))
    return badge


async def _swap_whenever(asked: asyncio.Event, app: FastAPI, badge: Badge | None) -> None:
    tries = 0
    while True:
        await asked.wait()
        asked.clear()  # whoever asks from here on is answered by one more swap
        problem = await to_thread.run_sync(_swap, app)
        tries += 1
        if badge:
            edition: Edition = app.state.edition
            badge.show(Worker(os.getpid(), edition.evidence.revision, tries, problem))


def _swap(app: FastAPI) -> str:
    """Make the new edition and put it in; says why where that failed and the old one stays."""
    old: Edition = app.state.edition
    try:
        new = edition_from(app.state.settings.claims)
    except EvidenceError as mistakes:
        problem = str(mistakes)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the old edition goes on serving
        problem = told(fault)
    else:
        app.state.edition = new
        serving(new.evidence.revision, method_revision())
        log.info("Revision %s serves in place of %s.", new.evidence.revision, old.evidence.revision)
        del old
        gc.unfreeze()  # the old edition refers to itself, so only the collector can take it away
        gc.collect()
        gc.freeze()
        return ""
    log.error("The new evidence is broken, so revision %s goes on serving. %s", old.evidence.revision, problem)
    return problem
