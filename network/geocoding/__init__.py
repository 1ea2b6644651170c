"""Address search: text to positions, by the service that the settings name; none by default.

The positions are candidates for a human to choose from; nothing applies one by itself. The
services' own answers could not be asked for while this was written: what Tianditu and Amap say
follows their documentation, and the tests put stand-ins in their place, over HTTP.
"""

from network.geocoding.search import Candidate, Found, GeocodingError, search
from network.geocoding.service import Service, service

__all__ = ["Candidate", "Found", "GeocodingError", "Service", "search", "service"]
