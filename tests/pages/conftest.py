"""Places that are published as soon as they are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.edition import publish, store
from network.models import Place
from tests.builders import make_place

HERE = {"latitude": 39.9080, "longitude": 116.3970}


@pytest.fixture
def published(db: None) -> Callable[..., Place]:
    """Make a place and publish it."""

    def make(**overrides: Any) -> Place:
        place = make_place(**(HERE | overrides))
        publish.publish()
        store.refresh()
        return place

    return make


@pytest.fixture
def english(client: Client) -> Client:
    """A client that asks for English."""
    client.cookies["django_language"] = "en"
    return client
