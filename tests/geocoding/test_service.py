"""A wrong setting stops the start with one sentence."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from network.geocoding import service


def test_by_default_there_is_none() -> None:
    assert service("") is None


def test_nominatim_needs_no_key() -> None:
    made = service("nominatim")
    assert made
    assert (made.url, made.pause) == ("https://nominatim.openstreetmap.org", 1.0)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "google"}, "GEOCODER must be one of tianditu, amap, nominatim"),
        ({"name": "amap"}, "needs its key in GEOCODER_KEY"),
        ({"name": "nominatim", "url": "nominatim.local"}, "GEOCODER_URL must be"),
        ({"name": "nominatim", "url": "file:///etc/passwd"}, "GEOCODER_URL must be"),
        ({"name": "nominatim", "timeout": "soon"}, "GEOCODER_TIMEOUT must be seconds"),
        ({"name": "nominatim", "timeout": "0"}, "GEOCODER_TIMEOUT must be seconds"),
        ({"name": "nominatim", "timeout": "nan"}, "GEOCODER_TIMEOUT must be seconds"),
        ({"name": "nominatim", "pause": "-1"}, "GEOCODER_PAUSE must be seconds"),
    ],
)
def test_a_wrong_setting_is_named(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        service(**values)
