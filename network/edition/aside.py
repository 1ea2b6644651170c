"""Work done in a process aside, while this one does other work on the same data."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")


class AsideFailed(Exception):
    """The process aside ended without a result; what went wrong is on its error stream."""


def aside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin the work; the function returned waits for its result. Raises AsideFailed then.

    The process is forked, so it sees everything that is in memory and nothing is copied to
    it: for a process without threads, such as the publisher's command.
    """
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(work, sender), daemon=True)
    process.start()
    sender.close()

    def result() -> T:
        try:
            value: T = receiver.recv()
        except EOFError as error:
            raise AsideFailed from error
        finally:
            receiver.close()
            process.join()
        return value

    return result


def _send(work: Callable[[], object], sender: Connection) -> None:
    sender.send(work())
