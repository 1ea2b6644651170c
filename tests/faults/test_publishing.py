"""Changes reach the public by themselves, whatever is killed meanwhile."""

from __future__ import annotations

import json
import time

import pytest

from network.edition import layout
from tests.faults.site import Site, until

pytestmark = pytest.mark.faults

WRITES = {
    "save": "p = Place.objects.get(pk=PK); p.name = NEW; p.save()",
    "update": "Place.objects.filter(pk=PK).update(name=NEW)",
    "bulk_update": (
        "p = Place.objects.get(pk=PK); p.name = NEW; Place.objects.bulk_update([p], ['name'])"
    ),
    "bulk_create": (
        "p = Place.objects.get(pk=PK); p.pk = None; p._state.adding = True; p.name = NEW;"
        "p.public_id = new_public_id(); Place.objects.bulk_create([p])"
    ),
}


def found(site: Site, name: str) -> bool:
    _, body = site.post("/api/v1/search", {"q": name})
    return any(place["name"] == name for place in json.loads(body)["places"])


@pytest.mark.parametrize("path", WRITES)
def test_a_write_shows_up_in_running_workers(site: Site, path: str) -> None:
    site.start()
    code = WRITES[path].replace("PK", "Place.objects.first().pk").replace("NEW", "'新开的驿站'")
    site.python(code)
    until(lambda: found(site, "新开的驿站"), seconds=15)


def test_a_write_is_published_with_no_worker_running(site: Site) -> None:
    before = site.editions()[-1]
    site.python("Place.objects.update(address='别处')")
    until(lambda: site.editions()[-1] > before, seconds=15)


def test_a_burst_makes_few_editions(site: Site) -> None:
    before = newest(site)
    site.python(
        "for n in range(40):\n    p = Place.objects.first(); p.name = f'第{n}次'; p.save()\n"
    )
    until(lambda: newest(site).change == before.change + 40, seconds=20)
    # At most one edition for each second that the burst and its publishing took.
    assert newest(site).number - before.number < 40


def test_killed_publishers_leave_sound_editions_and_the_last_one_catches_up(site: Site) -> None:
    site.start()
    site.python("make_place(name='被打断的驿站')")
    for tenth in range(2, 14):
        publisher = site.spawn("publish", "--force")
        time.sleep(tenth / 10)
        publisher.kill()
        publisher.wait()
        layout.verify(site.folder / "editions", newest(site))
        assert site.post("/api/v1/nearest", {"lat": 39.9, "lon": 116.3})[0] == 200
    site.manage("publish")
    until(lambda: found(site, "被打断的驿站"), seconds=10)


def test_publishers_at_once_make_one_valid_edition_after_another(site: Site) -> None:
    publishers = [site.spawn("publish", "--force") for _ in range(3)]
    site.python("for n in range(10): make_place(name=f'并发{n}')")
    assert [publisher.wait(timeout=60) for publisher in publishers] == [0, 0, 0]
    site.manage("publish")
    for number in site.editions():
        manifest = layout.read_manifest(site.folder / "editions", number)
        layout.verify(site.folder / "editions", manifest)
    assert newest(site).count == 30


def newest(site: Site) -> layout.Manifest:
    return layout.read_manifest(site.folder / "editions", site.editions()[-1])
