"""The worker, the pages for a time without network, and how to install."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from network.edition import publish, store
from network.pages import offline
from tests.builders import make_place

pytestmark = pytest.mark.django_db


def release(client: Client) -> dict[str, Any]:
    """What the server tells the worker to keep."""
    text = client.get("/worker.js").content.decode()
    found = re.match(r"const RELEASE = (\{.*\});\n", text)
    assert found
    value: dict[str, Any] = json.loads(found[1])
    return value


def body(response: Any) -> bytes:
    """Read it to its end, so that its file is closed."""
    data: bytes = b"".join(response) if response.streaming else response.content
    response.close()
    return data


def test_the_worker_is_asked_for_on_every_visit(client: Client) -> None:
    answer = client.get("/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "Cookie" not in answer.get("Vary", "")


def test_all_that_the_worker_keeps_is_there(client: Client) -> None:
    kept = release(client)
    for path in (*kept["files"], *kept["shells"], "/categories.css"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        body(answer)
    assert not [path for path in kept["files"] if "admin" in path or "worker" in path]


@pytest.mark.parametrize("path", ["/", *offline.SHELLS])
def test_a_page_needs_nothing_that_is_not_kept(client: Client, path: str) -> None:
    make_place()
    publish.publish()
    store.refresh()
    kept = {*release(client)["files"]}
    page = client.get(path).content.decode()
    used = set(re.findall(r'(?:src|href)="(/static/[^"#]+\.(?:js|css|svg))', page))
    used |= set(re.findall(r'"(/static/[^"# ]+\.(?:js|css|svg))"', page))
    used |= {name for names in re.findall(r'data-device="([^"]+)"', page) for name in names.split()}
    assert used - kept == set()


def test_every_module_that_a_kept_one_imports_is_kept(client: Client) -> None:
    kept = [path for path in release(client)["files"] if path.endswith(".js")]
    names = {path.rsplit("/", 1)[1] for path in kept}
    for path in kept:
        text = body(client.get(path)).decode()
        for imported in re.findall(r'(?:from|import)\s*\(?\s*"([^"]+)"', text):
            assert imported.rsplit("/", 1)[1] in names, (path, imported)


def test_pages_without_network_are_not_for_search_engines(client: Client) -> None:
    for path in offline.SHELLS:
        assert client.get(path)["X-Robots-Tag"] == "noindex"


def test_a_new_release_changes_the_worker(client: Client) -> None:
    assert offline._worker("one") != offline._worker("two")


@pytest.mark.parametrize(
    ("language", "name"), [("zh-CN", "身边的工会服务"), ("en", "Union services near you")]
)
def test_it_can_be_installed(client: Client, language: str, name: str) -> None:
    answer = client.get("/manifest.webmanifest", headers={"accept-language": language})
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = json.loads(answer.content)
    assert manifest["short_name"] == name
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    purposes = set()
    for icon in manifest["icons"]:
        picture = Image.open(offline_file(client, icon["src"]))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        purposes.add((icon["purpose"], icon["sizes"]))
    assert purposes == {("any", "192x192"), ("any", "512x512"), ("maskable", "512x512")}


def offline_file(client: Client, path: str) -> Any:
    return io.BytesIO(body(client.get(path)))


def test_the_page_names_manifest_and_icon(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'rel="manifest" href="/manifest.webmanifest"' in page
    assert 'rel="apple-touch-icon"' in page


def test_the_policy_allows_our_worker_and_manifest(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy
