"""The device's own answers: equal to the server's, question by question."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import random
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from network.edition import layout, pack, store
from network.edition.build import build
from network.edition.edition import Edition
from network.edition.text import normalise
from tests.offline import networks

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

MADE = dt.datetime(2026, 9, 30, 4, tzinfo=dt.UTC)
QUESTIONS = 320
MOMENTS = (
    "2026-09-30T12:00", "2026-10-01T10:00", "2026-10-03T03:30", "2026-10-10T16:45",
    "2026-11-20T23:59", "2026-11-29T00:10", "2027-01-04T10:00", "2026-09-01T10:00",
)  # fmt: skip
WORDS = (
    *("站", "区", "WANG", "ｗａｒｍ", "strasse", "ς", "dashilan", "cha", "zjd", "yin hang"),
    *("district 1", "1", "a.b*c[d]", "\\", "<b>", "😀"),
)
ASK = """
async ([packs, cases, edition, missing]) => {
  const { createEngine } = await import("/static/network/js/device/near.js");
  const engine = createEngine({ edition, packs, missing, timeZone: "Asia/Shanghai" });
  return cases.map(([kind, query]) => engine[kind](query));
}
"""


def publish(folder: Path, *, number: int = 1) -> Edition:
    content = build(networks.source(networks.rows()), spell=networks.spell, today=MADE.date())
    layout.write(folder, content, number=number, made_at=MADE)
    store.refresh()
    return store.current()


def filters(rng: random.Random) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for name, codes in (
        ("category", ("heart", "home")),
        ("amenity", ("a0", "a1", "a69")),
        ("service", ("legal_aid", "jobs")),
        ("access", ("lets_everyone_in", "step_free", "nothing_needed")),
    ):
        if rng.random() < 0.3:
            chosen[name] = rng.sample(codes, rng.randint(1, 2))
    if rng.random() < 0.5:
        chosen["open"] = rng.choice(MOMENTS)
        if rng.random() < 0.3:
            chosen["unknown"] = True
    return chosen


def question(rng: random.Random, edition: Edition) -> tuple[str, Any]:
    here = {"lat": round(rng.uniform(39.4, 41), 6), "lon": round(rng.uniform(115.5, 117.4), 6)}
    where = here if rng.random() < 0.5 else {}
    name = edition.fields(rng.randrange(edition.count))["name"].strip()
    start = rng.randrange(len(name))
    word = name[start : start + rng.randint(1, 4)].strip()
    word = word if normalise(word) and rng.random() < 0.5 else rng.choice(WORDS)
    kind = rng.choice(("nearest", "nearest", "search", "suggest", "place"))
    if kind == "nearest":
        return kind, here | {"limit": rng.choice((1, 10, 50))} | filters(rng)
    if kind == "search":
        return kind, where | {"q": word, "limit": rng.choice((5, 20))} | filters(rng)
    if kind == "suggest":
        return kind, where | {"q": word}
    return kind, edition.columns.public_id[rng.randrange(edition.count)].decode()


def server(client: Client, kind: str, query: Any) -> Any:
    if kind == "place":
        answer = client.get(f"/api/v1/places/{query}")
    elif kind == "suggest":
        answer = client.get("/api/v1/suggest", query)
    else:
        answer = client.post(f"/api/v1/{kind}", query, content_type="application/json")
    assert answer.status_code == 200, (query, answer.content)
    return json.loads(answer.content)


def device(page: Page, client: Client, cases: list[tuple[str, Any]], edition: Edition) -> list[Any]:
    """The same questions asked in the browser, from the pack as it is served."""
    packed = client.get(f"/pack/{edition.number}.json", headers={"accept-encoding": "identity"})
    found: list[Any] = page.evaluate(ASK, [[json.loads(packed.content)], cases, edition.number, []])
    return found


def test_device_and_server_answer_the_same(page: Page, client: Client, editions: Path) -> None:
    edition, rng = publish(editions), random.Random(11)
    cases = [question(rng, edition) for _ in range(QUESTIONS)]
    page.goto("/offline/")
    found = device(page, client, cases, edition)
    answered = 0
    for case, got in zip(cases, found, strict=True):
        expected = server(client, *case)
        assert got == expected, case
        answered += bool(expected.get("places") or expected.get("suggestions"))
    assert answered > QUESTIONS // 2


AROUND = """
async ([packs, cases, edition, [lat, lon]]) => {
  const { createEngine } = await import("/static/network/js/device/near.js");
  const whole = createEngine({ edition, packs, missing: [], timeZone: "Asia/Shanghai" });
  const near = JSON.parse(JSON.stringify(whole.around({ lat, lon }, 60)));
  const engine = createEngine({ ...near, edition, missing: [], timeZone: "Asia/Shanghai" });
  return cases.map(([, query]) => engine.nearest(query));
}
"""


def test_the_surroundings_answer_the_same_or_not_at_all(
    page: Page, client: Client, editions: Path
) -> None:
    edition, rng = publish(editions), random.Random(13)
    centre = (39.9, 116.4)
    cases = []
    for _ in range(150):
        away = rng.choice((0.01, 0.05, 0.3))
        lat, lon = (round(axis + rng.uniform(-away, away), 6) for axis in centre)
        asked = {"lat": lat, "lon": lon, "limit": rng.choice((1, 5, 20, 50))} | filters(rng)
        cases.append(("nearest", asked))
    page.goto("/offline/")
    packed = client.get(f"/pack/{edition.number}.json", headers={"accept-encoding": "identity"})
    found = page.evaluate(AROUND, [[json.loads(packed.content)], cases, edition.number, centre])
    for case, got in zip(cases, found, strict=True):
        assert got in (None, server(client, *case)), case
    assert 30 < sum(got is not None for got in found) < 140


def test_any_letter_is_normalised_as_on_the_server(page: Page, editions: Path) -> None:
    """Of those that both know: Python's and the browser's Unicode are not of the same year."""
    letters = [
        chr(code) for code in range(0x20, 0x30000) if unicodedata.category(chr(code)) != "Cs"
    ]
    known = [letter for letter in letters if unicodedata.category(letter) != "Cn"]
    page.goto("/offline/")
    found = page.evaluate(
        """async (letters) => {
          const { normalise } = await import("/static/network/js/device/near.js");
          return letters.map((letter) => normalise(`a${letter}b`));
        }""",
        known,
    )
    wrong = [
        letter
        for letter, got in zip(known, found, strict=True)
        if got != normalise(f"a{letter}b")
        and not unicodedata.name(letter, "").startswith("CHEROKEE")
    ]
    assert wrong == []


def test_parts_of_a_large_network_answer_together(
    page: Page, client: Client, editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack, "SPLIT_ABOVE", 100)
    edition, rng = publish(editions), random.Random(12)
    headers = {"accept-encoding": "identity"}
    index = json.loads(client.get(f"/pack/{edition.number}.json", headers=headers).content)["parts"]
    parts = [
        json.loads(client.get(f"/pack/{edition.number}/{p['code']}.json", headers=headers).content)
        for p in index
    ]
    cases = [question(rng, edition) for _ in range(60)]
    page.goto("/offline/")
    assert page.evaluate(ASK, [parts, cases, edition.number, []]) == [
        server(client, *case) for case in cases
    ]
    # With a part missing it says nothing rather than leave out what may be nearer.
    near = [case for case in cases if case[0] == "nearest"]
    for case, got in zip(
        near, page.evaluate(ASK, [parts[1:], near, edition.number, index[:1]]), strict=True
    ):
        assert got is None or got == server(client, *case)


def test_the_id_of_a_merged_place_finds_the_one_that_stays(
    page: Page, client: Client, editions: Path
) -> None:
    rows = networks.source(networks.rows())
    kept = rows.places[0][1]
    former = [("22222bbbbb", "并入的驿站", kept, None, None)]
    content = build(
        dataclasses.replace(rows, former=former), spell=networks.spell, today=MADE.date()
    )
    layout.write(editions, content, number=1, made_at=MADE)
    store.refresh()
    page.goto("/offline/")
    found = device(
        page, client, [("place", "22222bbbbb"), ("place", "bbbbb22222")], store.current()
    )
    assert found[0]["place"]["id"] == kept
    assert found[1] is None
