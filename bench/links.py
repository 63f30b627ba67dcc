"""Asks whether the addresses that the evidence names still stand: `make links`, about once a week. Needs network.

Never part of the tests: other people's servers must not decide whether ours may change. One request at a time to each
host, and a pause after it. Exit code 1 where an address is gone; one that a program is not let in to is only listed.
Addresses that are known to be gone, with the reason why they stay, are listed in `links_known.yaml`.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import yaml

from app.settings import HOME

KNOWN = Path(__file__).with_name("links_known.yaml")
PAUSE = 2.0
"""Seconds between two requests to one host."""
PATIENCE = 30.0
AT_ONCE = 8
"""Hosts that are asked at the same time."""
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
Fate = Literal["stands", "gone", "moved", "unclear"]


@dataclass(frozen=True)
class Found:
    """What became of one address, and the files that name it. ``detail`` is a status, or where it moved to."""

    address: str
    fate: Fate
    detail: str
    files: tuple[str, ...]


def named(folder: Path) -> dict[str, set[str]]:
    """Every web address in the files of ``folder``, with the files that name it."""
    places: dict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.rglob("*.yaml")):
        for address in _addresses(yaml.safe_load(path.read_text("utf-8"))):
            places[address].add(str(path.relative_to(folder)))
    return places


def _addresses(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a YAML file holds
    if isinstance(value, str) and value.startswith(("https://", "http://")) and not set(value) & set(" \n"):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _addresses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _addresses(inner)


def ask(address: str) -> tuple[Fate, str]:
    """What became of ``address`` (http or https), and what tells so."""
    request = Request(address, headers={"User-Agent": "claimcheck-links (checks once a week whether sources stand)"})  # noqa: S310 - see `_addresses`
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - as above
            moved = urlsplit(answer.url).path.rstrip("/") in {"", "/index.html"} and len(urlsplit(address).path) > 1
            # A page that leads to the front page is no longer there, whatever its status says.
            return ("moved", answer.url) if moved else ("stands", str(answer.status))
    except HTTPError as refused:
        return ("gone" if refused.code in GONE else "unclear"), str(refused.code)
    except (OSError, ValueError) as failed:
        return "unclear", type(failed).__name__


def checked(places: Mapping[str, set[str]], pause: float = PAUSE) -> list[Found]:
    """What became of every address, in alphabetical order; hosts side by side, each asked slowly."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in sorted(places):
        by_host[urlsplit(address).netloc].append(address)

    def of_host(addresses: list[str]) -> list[Found]:
        found = []
        for address in addresses:
            fate, detail = ask(address)
            found.append(Found(address, fate, detail, tuple(sorted(places[address]))))
            time.sleep(pause)
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted((f for host in pool.map(of_host, by_host.values()) for f in host), key=lambda f: f.address)


def main() -> int:
    """Ask for every address of the evidence base, and tell what does not stand."""
    known: dict[str, str] = yaml.safe_load(KNOWN.read_text("utf-8")) or {}
    found = checked(named(HOME / "claims"))
    for one in found:
        if one.fate != "stands":
            reason = f" (known: {known[one.address]})" if one.address in known else ""
            print(f"{one.fate:<8} {one.detail:<12} {one.address}{reason}\n{'':>22}{', '.join(one.files)}")
    gone = [one for one in found if one.fate in {"gone", "moved"} and one.address not in known]
    stand = sum(one.fate == "stands" for one in found)
    print(f"{len(found)} addresses: {stand} stand, {len(gone)} are newly gone.")
    return 1 if gone else 0


if __name__ == "__main__":
    sys.exit(main())
