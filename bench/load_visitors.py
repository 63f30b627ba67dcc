"""What the visitors of a load test do; locust runs it. Each is a visitor of their own to the limits.

``LOAD_PLAN`` names a JSON file: ``weights`` by kind, ``addresses`` by kind, ``text`` to check, ``rate`` in requests a
second for each visitor (0: as fast as answers come).
"""

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from locust import FastHttpUser, task

PLAN: dict[str, Any] = json.loads(Path(os.environ["LOAD_PLAN"]).read_text("utf-8"))
KINDS, WEIGHTS = list(PLAN["weights"]), list(PLAN["weights"].values())
luck = random.Random()  # noqa: S311 - no secret
# Visitors know nothing of one another: they come at random, so many a second on average, and never all at once.
_waits: Callable[[Any], float] = (lambda _: luck.expovariate(PLAN["rate"])) if PLAN["rate"] else lambda _: 0.0


def _someone() -> dict[str, str]:
    return {"X-Forwarded-For": f"10.{luck.randrange(256)}.{luck.randrange(256)}.{luck.randrange(1, 255)}"}


class Visitor(FastHttpUser):
    """Reads, checks or makes a link, in the proportions of the plan."""

    wait_time = _waits
    connection_timeout = network_timeout = 60.0
    default_headers = {"Accept-Encoding": "gzip"}  # noqa: RUF012 - locust's own form

    def on_start(self) -> None:
        """Begin at a moment of one's own."""
        time.sleep(self.wait_time())

    @task
    def one_request(self) -> None:
        """One request of a kind drawn from the plan."""
        kind = luck.choices(KINDS, WEIGHTS)[0]
        if kind == "check":
            self.client.post("/", data={"text": PLAN["text"]}, headers=_someone(), name=kind)
        elif kind == "link":
            body = {"records": luck.sample(PLAN["records"], 2), "note": "For you."}
            self.client.post("/api/v1/explanations", json=body, headers=_someone(), name=kind)
        else:
            self.client.get(luck.choice(PLAN["addresses"][kind]), headers=_someone(), name=kind)
