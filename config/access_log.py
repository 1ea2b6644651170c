"""gunicorn's access log without what would tell who was where."""

from __future__ import annotations

import ipaddress
import re
from typing import Any, Final

from gunicorn.glogging import Logger

BITS: Final = {4: 24, 6: 48}  # of an address; what is left is a neighbourhood's
# A tile says which part of the city somebody looks at.
TILE: Final = re.compile(r"^/tiles/.*")


class AccessLogger(Logger):
    """Addresses by their first part, tiles without their numbers."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> Any:
        """What the log's format may name."""
        atoms = super().atoms(resp, req, environ, request_time)
        atoms["h"] = shortened(environ.get("REMOTE_ADDR", ""))
        atoms["U"] = TILE.sub("/tiles/…", environ.get("PATH_INFO", ""))
        return atoms


def shortened(address: str) -> str:
    """192.0.2.77 as 192.0.2.0; what is no address becomes a dash."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "-"
    network = ipaddress.ip_network(f"{parsed}/{BITS[parsed.version]}", strict=False)
    return str(network.network_address)
