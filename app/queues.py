"""Queues of open connections that the workers of a server share: what one leaves, another may take.

Only those workers hold them: they have no name that others could open, and nothing of them touches a disk.
"""

import asyncio
import socket
from dataclasses import dataclass, field

POSSIBLE = hasattr(socket, "send_fds")
"""Whether this system lets one process hand an open socket to another; Windows does not."""
_NOT_INHERITED = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


class Queue:
    """Where workers leave connections and take them out again; made before the workers, who all hold it."""

    def __init__(self) -> None:
        """An empty queue; ``OSError`` where no more sockets can be had."""
        self._in, self._out = socket.socketpair()

    def leave(self, connection: socket.socket) -> None:
        """Leave ``connection`` for whoever is free; ``BlockingIOError`` where the queue is full, else ``OSError``."""
        self._in.setblocking(False)
        socket.send_fds(self._in, [b"?"], [connection.fileno()])

    async def take(self) -> socket.socket:
        """The connection that has waited longest, once there is one."""
        self._out.setblocking(False)
        while True:
            await _readable(self._out)
            try:
                _, handed, _, _ = socket.recv_fds(self._out, 1, 1, _NOT_INHERITED)
            except BlockingIOError:  # another worker was quicker
                continue
            if handed:
                return socket.socket(fileno=handed[0])


@dataclass(frozen=True)
class Queues:
    """A queue for short texts and one for long ones, which so hold up none but their own kind."""

    short: Queue = field(default_factory=Queue)
    long: Queue = field(default_factory=Queue)


async def _readable(one: socket.socket) -> None:
    """Wait until ``one`` has something to read."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(one, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(one)
