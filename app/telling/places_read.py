"""Where something was read, as the records note it: with its addresses made links that name their site."""

import re
from urllib.parse import urlsplit

Places = tuple[tuple[str, str], ...]
"""Pieces of a note in order, as (words, address); the address is empty where the words lead nowhere."""
_ADDRESS = re.compile(r"https?://[^\s;]+[^\s;,.)]")


def places_read(note: str) -> Places:
    """The pieces of ``note``; an address is told by the name of its site."""
    pieces: list[tuple[str, str]] = []
    end = 0
    for found in _ADDRESS.finditer(note):
        pieces += [(note[end : found.start()], ""), (_site(found[0]), found[0])]
        end = found.end()
    return tuple((words, address) for words, address in (*pieces, (note[end:], "")) if words)


def _site(address: str) -> str:
    return (urlsplit(address).hostname or address).removeprefix("www.")
