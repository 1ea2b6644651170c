"""Every screen opens, in both languages, with few queries and nothing that the CSP forbids."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from network.admin.rights import Screen
from network.models import Holiday, Place, Report, SignIn, User
from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_amenity, make_category, make_place, make_subdistrict, make_user

MODELS = sorted(model._meta.label_lower for model in admin.site._registry)


@pytest.fixture
def root(client: Client, tree: Tree) -> Client:
    """A superuser, signed in."""
    client.force_login(make_user("root", is_superuser=True, organization=tree.city))
    return client


def rows() -> None:
    make_place(amenities=["water"], services=["legal_aid"])
    make_subdistrict()
    Holiday.objects.create(date="2026-10-01", kind="off", name="国庆节")
    Report.objects.create(place=make_place(), kind="pin", latitude=39.9, longitude=116.4)
    SignIn.objects.create(event="signed_in", user=User.objects.get(username="root"))


def test_every_screen_declares_its_rule() -> None:
    assert all(isinstance(screen, Screen) for screen in admin.site._registry.values())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("label", MODELS)
def test_list_and_forms_open(root: Client, label: str, language: str) -> None:
    rows()
    root.cookies["django_language"] = language
    name = label.replace(".", "_")
    pages = [reverse(f"admin:{name}_changelist")]
    row = apps.get_model(label)._default_manager.first()
    if row:
        pages += [reverse(f"admin:{name}_{view}", args=[row.pk]) for view in ("change", "history")]
    if label not in ("network.change", "network.report", "network.signin"):
        pages.append(reverse(f"admin:{name}_add"))
    for page in pages:
        answer = root.get(page)
        assert answer.status_code == 200
        assert forbidden(answer.content.decode()) == []


def test_front_page_and_sign_in_open(root: Client) -> None:
    rows()
    for page in ("/admin/", "/admin/password_change/", "/admin/logout/"):
        assert root.get(page, follow=True).status_code in (200, 405)
    root.logout()
    answer = root.get("/admin/login/")
    assert forbidden(answer.content.decode()) == []
    assert "北京工会服务网络" in answer.content.decode()


def forbidden(page: str) -> list[str]:
    """What a CSP without nonces forbids: inline scripts, styles and handlers."""
    inline = re.findall(r"<style|<[^>]+\sstyle=|<[^>]+\son\w+=", page)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
    return inline + [script for script in scripts if "application/json" not in script]


def test_pages_tell_their_own_site_where_a_form_comes_from(root: Client) -> None:
    # Under no-referrer browsers send `Origin: null`, which Django's CSRF check refuses.
    assert root.get("/admin/")["Referrer-Policy"] == "same-origin"
    assert root.get("/admin/login/")["Referrer-Policy"] == "same-origin"


def test_the_place_list_needs_few_queries(
    root: Client, tree: Tree, django_assert_max_num_queries: Any
) -> None:
    for _number in range(60):
        make_place(organization=tree.street, district=None)
    with django_assert_max_num_queries(14):
        page = root.get(f"{ADMIN}place/", {"q": "驿站", "status__exact": "published"})
    assert page.context["cl"].result_count == 60


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("position=no", {"未定位"}),
        ("position=yes", {"已定位"}),
        ("verified=never", {"已定位", "未定位"}),
        ("verified=fresh", set()),
        ("verified=due", {"已定位", "未定位"}),
        ("status__in=published,closed_for_now", {"已定位"}),
        ("q=未定", {"未定位"}),
        ("q=010-1234", {"未定位"}),
        ("q=wifi", {"未定位"}),
        ("owner=bj", {"已定位", "未定位"}),
        ("is_demo__exact=1", set()),
    ],
)
def test_filters_and_search_of_places(root: Client, query: str, found: set[str]) -> None:
    make_place(name="已定位")
    make_place(
        name="未定位",
        status="draft",
        latitude=None,
        longitude=None,
        phone="010-12345678",
        alias="WiFi 站",
    )
    page = root.get(f"{ADMIN}place/?{query}")
    assert {place.name for place in page.context["cl"].result_list} == found


def test_a_place_is_found_by_its_public_id(root: Client) -> None:
    place = make_place()
    make_place()
    page = root.get(f"{ADMIN}place/?q={place.public_id}")
    assert list(page.context["cl"].result_list) == [place]


def test_categories_show_recorded_beside_reported(root: Client) -> None:
    make_category("workers_home", name="职工之家", reported_count=4)
    make_place(category=make_category("workers_home"))
    make_place(category=make_category("workers_home"), status="draft")
    page = root.get(f"{ADMIN}category/").content.decode()
    assert 'class="field-recorded">1<' in page
    assert 'class="field-reported_count">4<' in page
    assert "25%" in page


def test_organizations_are_drawn_as_a_tree(root: Client, tree: Tree) -> None:
    page = root.get(f"{ADMIN}organization/").content.decode()
    drawn = re.findall(r'branch branch-(\d)">([^<]+)<', page)
    assert drawn[:3] == [
        ("0", "北京市总工会"),
        ("1", "朝阳区总工会"),
        ("2", "望京街道总工会"),
    ]


def test_the_number_of_places_of_a_union_leads_to_them(root: Client, tree: Tree) -> None:
    place = make_place(organization=tree.street)
    make_place(organization=tree.far_street)
    page = root.get(f"{ADMIN}organization/").content.decode()
    link = re.search(rf'href="([^"]+organization__id__exact={tree.street.pk})">1<', page)
    assert link
    assert list(root.get(link[1]).context["cl"].result_list) == [place]


def test_a_district_reads_the_details_of_its_union(client: Client, tree: Tree) -> None:
    client.force_login(make_user("clerk", organization=tree.haidian))
    assert client.get(f"{ADMIN}organization/{tree.street.pk}/change/").status_code == 200
    assert client.get(f"{ADMIN}organization/{tree.chaoyang.pk}/change/").status_code == 302


def test_streets_of_one_name_are_told_apart_while_choosing(root: Client) -> None:
    make_subdistrict()
    query = {"app_label": "network", "model_name": "place", "field_name": "subdistrict"}
    found = root.get("/admin/autocomplete/", query).json()["results"]
    assert found[0]["text"] == "海淀区 海淀街道"


def test_aliases_are_kept_one_a_line(root: Client) -> None:
    amenity = make_amenity("water", name="饮水")
    values = {"name": "饮水", "code": "water", "icon": "water", "order": 0, "aliases": "喝水\n热水"}
    root.post(f"{ADMIN}amenity/{amenity.pk}/change/", values)
    amenity.refresh_from_db()
    assert amenity.words() == ["饮水", "喝水", "热水"]


def test_a_category_in_use_can_not_be_deleted(root: Client) -> None:
    place = make_place()
    root.post(f"{ADMIN}category/{place.category_id}/delete/", {"post": "yes"})
    assert Place.objects.filter(pk=place.pk).exists()


def test_a_district_label_is_set_through_the_point_picker(root: Client, tree: Tree) -> None:
    district = make_subdistrict().district
    values = {
        "name": "海淀区",
        "code": district.code,
        "order": 0,
        "position": "116.3, 39.96",
        "position_datum": "wgs84",
    }
    root.post(f"{ADMIN}district/{district.pk}/change/", values)
    district.refresh_from_db()
    assert (district.latitude, district.longitude) == (39.96, 116.3)


def test_an_icon_is_chosen_by_sight(root: Client) -> None:
    category = make_category()
    page = root.get(f"{ADMIN}category/{category.pk}/change/").content.decode()
    assert re.search(r'name="icon" value="heart"[^>]*checked', page)
    assert "icons.svg#heart" in re.sub(r"icons\.\w+\.svg", "icons.svg", page)
    assert 'value="pin-heart"' not in page
