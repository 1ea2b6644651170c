"""Ask the service for an address: candidates inside the network, or one sentence why not."""

from __future__ import annotations

import dataclasses
import logging
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from network.conf import Network
from network.datum import to_wgs84
from network.geocoding.pace import BusyError, wait_turn
from network.geocoding.service import Service

log = logging.getLogger(__name__)

LONGEST: Final = 120  # characters; addresses are short, a pasted page is a mistake
PATIENCE: Final = 5.0  # seconds that a clerk waits behind others


class GeocodingError(Exception):
    """The search gave nothing; its text is a sentence for the clerk, without any secret."""


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """What the service found: a label in its words, and the position in WGS-84 degrees."""

    label: str
    latitude: float
    longitude: float


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """Candidates, best first, and how many more lie outside the network."""

    candidates: list[Candidate]
    outside: int


def search(text: str, *, service: Service | None, network: Network) -> Found:
    """Look an address up; GeocodingError says why nothing can be looked up."""
    text = " ".join(text.split())
    if service is None:
        raise GeocodingError(_("No address search is set up here."))
    if not text or len(text) > LONGEST:
        raise GeocodingError(
            _("Write an address of at most %(length)d characters.") % {"length": LONGEST}
        )
    locations = _asked(text, service, network)
    found = {
        Candidate(label[:200], *to_wgs84(latitude, longitude, datum=service.datum)): None
        for label, latitude, longitude in locations
    }
    inside = [one for one in found if network.contains(one.latitude, one.longitude)]
    return Found(inside, len(found) - len(inside))


def _asked(text: str, service: Service, network: Network) -> list[tuple[str, float, float]]:
    """Labels and degrees as the service gives them."""
    from geopy.exc import GeopyError

    from network.geocoding.vendors import ask

    try:
        wait_turn(settings.VAR_DIR / "geocoder.turn", pause=service.pause, patience=PATIENCE)
        locations = ask(service, network)(text)
        return [(str(one.address), one.latitude, one.longitude) for one in locations]
    except BusyError as error:
        raise GeocodingError(_("Many are searching just now: try again in a moment.")) from error
    except GeopyError as error:
        # Only what kind it is: the text of geopy's exceptions may hold the address with the key.
        log.warning("%s: %s", service.name, type(error).__name__)
        raise GeocodingError(_sentence(error)) from None
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        log.warning("%s answered in an unknown form: %s", service.name, type(error).__name__)
        raise GeocodingError(_unreadable()) from None


def _unreadable() -> str:
    return _("The address search answered something unreadable. Set the position on the map.")


def _sentence(error: Exception) -> str:
    from geopy import exc

    sentences = (
        (exc.GeocoderTimedOut, _("The address search did not answer in time. Try again.")),
        (
            exc.GeocoderQuotaExceeded,
            _("The address search has answered as often as it may for now. Try again later."),
        ),
        (
            (exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges),
            _("The address search refuses this site's key. Tell whoever runs the site."),
        ),
        (exc.GeocoderParseError, _unreadable()),
    )
    for kinds, sentence in sentences:
        if isinstance(error, kinds):
            return sentence
    return _("The address search can't be reached just now. Set the position on the map.")
