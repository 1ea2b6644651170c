"""With the database stopped, every public page and answer is still there."""

from __future__ import annotations

import pytest

from tests.faults.site import Site

pytestmark = pytest.mark.faults


def assert_everything_answers(site: Site) -> None:
    edition = site.json("/api/v1/edition")["edition"]
    place = site.json("/api/v1/nearest?lat=39.9&lon=116.3")["places"][0]["id"]
    for path in (
        "/",
        "/?lat=39.908&lon=116.397",
        "/?q=%E6%9A%96%E5%BF%83",
        f"/places/{place}",
        f"/api/v1/places/{place}",
        "/api/v1/search?q=%E6%9A%96",
        "/api/v1/categories",
        "/api/v1/openapi.json",
        f"/tiles/{edition}/10/843/387.json",
        "/healthz",
    ):
        assert site.get(path)[0] == 200, path
    ready = site.json("/readyz")
    assert (ready["status"], ready["database"]) == ("ready", "down")


def test_running_workers_keep_answering(site: Site) -> None:
    site.start()
    assert site.json("/readyz")["database"] == "up"
    site.stop_database()
    assert_everything_answers(site)


def test_workers_started_meanwhile_answer_too(site: Site) -> None:
    site.stop_database()
    site.start()
    assert_everything_answers(site)


def test_nothing_published_is_an_empty_network_not_an_error(site: Site) -> None:
    for number in site.editions():
        (site.folder / "editions" / str(number) / "manifest.json").unlink()
    site.start()
    assert site.json("/api/v1/nearest?lat=39.9&lon=116.3")["places"] == []
    assert site.get("/")[0] == 200
    assert site.get("/readyz")[0] == 503
