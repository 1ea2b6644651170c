"""Start a publisher after a commit, unless one is running that will see the change."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from network.edition.publish import editions_dir, open_lock

_paused: ContextVar[bool] = ContextVar("paused", default=False)


@contextmanager
def paused() -> Iterator[None]:
    """Start no publisher inside: the caller publishes by itself afterwards."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


def request_publish() -> None:
    """Start `manage.py publish` in a process of its own, handing it the lock.

    The lock is taken here and inherited by the child (it belongs to the open file, not
    to the process), so a burst of commits starts one publisher. If it is taken already,
    its holder looks at the change counter once more after letting go, and our commit is
    in the database by now.
    """
    if _paused.get() or not settings.PUBLISH_AFTER_COMMIT:
        return
    with open_lock(editions_dir()) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        publisher = _start(descriptor)
    # Waits in the background only so that no zombie is left.
    threading.Thread(target=publisher.wait, name="publisher", daemon=True).start()


def _start(lock: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "publish", "--lock", str(lock)],
        pass_fds=[lock],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # what it does is in the log; the caller's output is its own
        start_new_session=True,  # a worker's end must not take the publisher with it
        env=os.environ | {"EDITIONS_DIR": str(settings.EDITIONS_DIR), "OMP_NUM_THREADS": "1"},
    )
