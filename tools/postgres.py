"""A PostgreSQL cluster of its own for as long as a command or a test needs it.

    python -m tools.postgres run -- COMMAND …

runs the command with DATABASE_URL set and removes the cluster afterwards, whatever happened.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from urllib.parse import quote

DATABASE = USER = "network"
START_SECONDS = 60
# A cluster that lives for minutes need not survive a crash.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


class PostgresError(Exception):
    """The cluster can't be made or started; the text says why."""


@dataclass(frozen=True)
class Owner:
    """The account that the server runs as; None means our own."""

    user: int | None = None
    group: int | None = None

    @classmethod
    def choose(cls) -> Owner:
        """PostgreSQL refuses to run as root: `postgres` or `nobody` stands in for it."""
        if os.geteuid() != 0:
            return cls()
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        entry = known.get("postgres") or known["nobody"]
        return cls(entry.pw_uid, entry.pw_gid)


@dataclass
class Cluster:
    """A cluster in a private folder, reachable by its socket in that folder only."""

    programs: Path
    folder: Path
    owner: Owner
    server: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """The DATABASE_URL of the cluster's one database."""
        return f"postgres://{USER}@{quote(str(self.folder), safe='')}/{DATABASE}"

    def create(self) -> None:
        """Make the data folder; the socket needs no password, as no other account reaches it."""
        if self.owner.user is not None and self.owner.group is not None:
            os.chown(self.folder, self.owner.user, self.owner.group)
        arguments = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._finish("initdb", f"--pgdata={self._data}", f"--username={USER}", *arguments)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = [part for option in OPTIONS for part in ("-c", option)]
        self.server = self._spawn(
            "postgres", "-D", str(self._data), "-k", str(self.folder), *options
        )
        deadline = time.monotonic() + START_SECONDS
        while self._call("pg_isready", "--quiet", *self._where) != 0:
            if self.server.poll() is not None or time.monotonic() > deadline:
                raise PostgresError(f"PostgreSQL did not start:\n{self._log.read_text()}")
            time.sleep(0.05)

    def create_database(self) -> None:
        """Make the database that `url` names."""
        self._finish("createdb", *self._where, DATABASE)

    def stop(self) -> None:
        """Stop the server, connections or not; one that is stopped already stays so."""
        if self.server is None:
            return
        self.server.send_signal(signal.SIGINT)
        try:
            self.server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.server.send_signal(signal.SIGQUIT)
            self.server.wait()
        self.server = None

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    @property
    def _where(self) -> tuple[str, ...]:
        return (f"--host={self.folder}", f"--username={USER}")

    def _spawn(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own, so that Ctrl-C does not reach it."""
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [self.programs / program, *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.owner.user,
                group=self.owner.group,
                extra_groups=None if self.owner.user is None else [],
            )

    def _call(self, program: str, *arguments: str) -> int:
        return self._spawn(program, *arguments).wait()

    def _finish(self, program: str, *arguments: str) -> None:
        if self._call(program, *arguments) != 0:
            raise PostgresError(f"{program} failed:\n{self._log.read_text()}")


def find_programs() -> Path:
    """The folder with initdb and postgres: Debian's newest, else the one on PATH."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(debian, key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise PostgresError("PostgreSQL is missing: run “sudo apt install postgresql”.")
    return (found[-1] if found else Path(str(on_path)).resolve()).parent


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running cluster, stopped and removed at the end. Raises PostgresError."""
    programs = find_programs()
    with TemporaryDirectory(prefix="service-network-") as folder:
        made = Cluster(programs, Path(folder), Owner.choose())
        try:
            made.create()
            made.start()
            made.create_database()
            yield made
        finally:
            made.stop()


class Relay:
    """Hands signals on to the command; the cluster is taken down once the command has ended."""

    SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self.received: int | None = None
        self.command: subprocess.Popen[bytes] | None = None
        for number in self.SIGNALS:
            signal.signal(number, self.receive)

    def receive(self, number: int, _frame: FrameType | None) -> None:
        """The handler: keep the signal, and pass it to all of the command's processes."""
        self.received = number
        self.pass_on()

    def pass_on(self) -> None:
        """Send the signal received to the command's group while the command lives."""
        if self.received and self.command and self.command.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.command.pid, self.received)

    def run(self, command: Sequence[str], *, url: str) -> int:
        """Run the command to its end; the answer is its exit status as a shell tells it."""
        if self.received:
            return 128 + self.received
        environment = os.environ | {"DATABASE_URL": url}
        # A group of its own gets Ctrl-C once, from here, and not from the terminal as well.
        self.command = subprocess.Popen(command, env=environment, process_group=0)
        self.pass_on()
        status = self.command.wait()
        return status if status >= 0 else 128 - status


def main(arguments: Sequence[str]) -> int:
    """Exit status of the command, 2 for wrong use, 1 when there is no cluster."""
    if list(arguments[:2]) != ["run", "--"] or len(arguments) < 3:
        print("usage: python -m tools.postgres run -- COMMAND …", file=sys.stderr)
        return 2
    relay = Relay()
    try:
        with cluster() as running:
            return relay.run(arguments[2:], url=running.url)
    except (PostgresError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
