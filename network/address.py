"""Where a request comes from: the client's address as our own proxies saw it, and its network."""

from __future__ import annotations

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NETWORK_BITS: Final = {4: 24, 6: 48}  # what one provider gives to one neighbourhood, or one line
SENDER_BITS: Final = {4: 32, 6: 64}  # in IPv6 a line has a whole /64 to choose from


def client_address(request: HttpRequest) -> str:
    """The address of the client, as our own proxies saw it.

    Each proxy appends the address it saw to X-Forwarded-For, so of PROXIES of them the
    outermost of ours wrote the entry that many from the end; what stands before it came
    from the client and may be forged.
    """
    seen: str = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.PROXIES
    if proxies:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        if len(forwarded) >= proxies and _parsed(forwarded[-proxies]):
            return forwarded[-proxies].strip()
    return seen


def network_of(address: str) -> str:
    """The neighbourhood of an address: its first 24 bits, or 48 of IPv6."""
    return _truncated(address, NETWORK_BITS)


def sender_of(address: str) -> str:
    """Who is counted as one for limits: an address, or a /64 of IPv6."""
    return _truncated(address, SENDER_BITS)


def _truncated(address: str, bits: dict[int, int]) -> str:
    parsed = _parsed(address)
    if parsed is None:
        return ""  # a Unix socket: nothing tells its clients apart
    return str(ipaddress.ip_network((parsed, bits[parsed.version]), strict=False))


def _parsed(address: str) -> Address | None:
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
