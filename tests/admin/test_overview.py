"""The overview: its numbers are those of the rows behind them, within one's branch."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from network.admin.figures import percent
from network.models import Organization, Place
from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_category, make_district, make_place, make_user

OVERVIEW = "/admin/overview/"
CASES = [("bj", ""), ("110108", ""), ("110108", "heart"), ("110108012", ""), ("bj", "baby")]


@pytest.fixture
def network(tree: Tree) -> None:
    """Places of two kinds in two districts, owned on three levels, more or less told of."""
    heart = make_category(
        "heart", name="=暖心", name_en="", reported_count=4, reported_source="报告"
    )
    baby = make_category("baby", name="母婴室", name_en="")
    make_category("none", name="没有的", name_en="", reported_count=7)
    haidian, chaoyang = make_district(), make_district("110105", name="朝阳区", name_en="")
    make_district("110101", name="东城区", name_en="")
    today = timezone.localdate()
    whole = {"hours": "24/7", "access_who": "everyone", "phone": "1", "amenities": ["water"]}
    for number, body in enumerate(Organization.objects.order_by("path")):
        for days in (0, 45, 100, 200, 400, None)[number:]:
            on = None if days is None else today - dt.timedelta(days=days)
            values: dict[str, Any] = dict(whole) if days == 45 else {"phone": "1"}
            make_place(
                organization=body,
                category=baby if days == 100 else heart,
                district=haidian if number % 2 else chaoyang,
                verified_on=on,
                **values,
            )
        make_place(organization=body, category=heart, status="closed")
        nowhere = {"latitude": None, "longitude": None, "district": None}
        make_place(organization=body, category=heart, status="draft", **nowhere)


@pytest.fixture
def root(client: Client, tree: Tree) -> Client:
    """A superuser of the city, signed in."""
    client.force_login(make_user("root", is_superuser=True, organization=tree.city))
    return client


def links(page: Any) -> list[tuple[int, str]]:
    """Every number of the tables that leads to places, and where to."""
    found = re.findall(r'class="number"><a href="([^"]+)">(\d+)<', page.content.decode())
    return [(int(n), html.unescape(url)) for url, n in found if "/place/" in url]


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(("body", "category"), CASES)
def test_every_number_is_that_of_the_rows_behind_it(root: Client, body: str, category: str) -> None:
    page = root.get(OVERVIEW, {"body": body, "category": category})
    numbers = links(page)
    assert len(numbers) > 10
    for number, url in numbers:
        assert root.get(url).context["cl"].result_count == number, url


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("role", ["editor", "approver", "auditor"])
def test_each_role_sees_its_branch_only(client: Client, tree: Tree, role: str) -> None:
    client.force_login(make_user("clerk", organization=tree.haidian, role=role))
    page = client.get(OVERVIEW)
    assert "朝阳区总工会" not in page.content.decode()
    (line,) = (line for line in page.context["tables"][1].lines if line.is_total)
    assert sum(number.value for number in line.numbers) == kept_places(tree)
    for number, url in links(page):
        assert client.get(url).context["cl"].result_count == number, url


def kept_places(tree: Tree) -> int:
    mine = Place.objects.filter(organization__path__startswith=tree.haidian.path)
    return mine.exclude(status="closed").count()


@pytest.mark.usefixtures("network")
def test_one_drills_down_within_the_branch_only(client: Client, tree: Tree) -> None:
    client.force_login(make_user("clerk", organization=tree.haidian))
    down = client.get(OVERVIEW, {"body": tree.street.code})
    assert down.status_code == 200
    assert f'href="{OVERVIEW}?body={tree.haidian.code}"' in down.content.decode()
    for body in (tree.city, tree.chaoyang, tree.far_street):
        for page in (OVERVIEW, f"{OVERVIEW}overview.csv", f"{OVERVIEW}overview.xlsx"):
            assert client.get(page, {"body": body.code}).status_code == 404


@pytest.mark.parametrize("query", ["body=nobody", "category=nothing", "body=%00", "category=%00"])
@pytest.mark.parametrize("page", [OVERVIEW, f"{OVERVIEW}overview.csv"])
def test_what_there_is_not_is_not_found(root: Client, page: str, query: str) -> None:
    assert root.get(f"{page}?{query}").status_code == 404


def test_only_two_kinds_of_file(root: Client) -> None:
    assert root.get(f"{OVERVIEW}overview.pdf").status_code == 404


def test_staff_without_a_union_sees_nothing(client: Client, tree: Tree) -> None:
    client.force_login(make_user("lost"))
    assert client.get(OVERVIEW).status_code == 403
    assert client.get(f"{OVERVIEW}overview.csv").status_code == 403


@pytest.mark.usefixtures("network")
def test_recorded_stands_beside_reported_for_the_whole_network(root: Client, tree: Tree) -> None:
    (recorded, *_others) = root.get(OVERVIEW).context["tables"]
    rows = {line.label: [n.value for n in line.numbers] for line in recorded.lines}
    assert rows["=暖心"][0] == 4
    assert rows["没有的"] == [7, 0, 0]
    assert rows["母婴室"][0] is None
    (below, *_others) = root.get(OVERVIEW, {"body": tree.haidian.code}).context["tables"]
    assert len(below.lines[0].numbers) == 2
    assert "没有的" not in {line.label for line in below.lines}


@pytest.mark.usefixtures("network")
def test_a_district_without_places_is_told_to_the_whole_network(root: Client, tree: Tree) -> None:
    tables = {table.key: table for table in root.get(OVERVIEW).context["tables"]}
    assert {line.label: line.numbers[0].value for line in tables["districts"].lines}["东城区"] == 0
    below = root.get(OVERVIEW, {"body": tree.haidian.code}).context["tables"]
    assert "东城区" not in {line.label for table in below for line in table.lines}


@pytest.mark.usefixtures("network")
def test_the_files_hold_the_numbers_of_the_page(root: Client) -> None:
    tables = root.get(OVERVIEW).context["tables"]
    data = root.get(f"{OVERVIEW}overview.xlsx")
    assert re.search(r'filename="overview-\d{8}-bj\.xlsx"', data["Content-Disposition"])
    book = openpyxl.load_workbook(io.BytesIO(data.content))
    for table, sheet in zip(tables, book.worksheets, strict=True):
        rows = [[cell for cell in row if cell is not None] for row in sheet.values]
        assert rows[0][0] == table.headers[0]
        for line, row in zip(table.lines, rows[1:], strict=True):
            told = [number.value for number in line.numbers if number.value is not None]
            share = [line.share] if table.has_share and line.share is not None else []
            assert row == [line.label, *told, *share]


@pytest.mark.usefixtures("network")
def test_no_cell_of_the_files_runs(root: Client) -> None:
    data = root.get(f"{OVERVIEW}overview.csv").content
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert ["'=暖心", "4"] in [row[:2] for row in rows]
    book = openpyxl.load_workbook(io.BytesIO(root.get(f"{OVERVIEW}overview.xlsx").content))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value == "=暖心"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_an_empty_branch_is_told_kindly(client: Client, tree: Tree) -> None:
    client.force_login(make_user("clerk", organization=tree.street))
    client.cookies["django_language"] = "en"
    page = client.get(OVERVIEW)
    assert "No places are recorded here yet" in page.content.decode()


def test_several_trees_are_one_network_for_a_superuser(client: Client, tree: Tree) -> None:
    other = Organization.objects.create(code="tj", name="天津市总工会", level="city")
    make_place(organization=other)
    make_place(organization=tree.street)
    client.force_login(make_user("root", is_superuser=True))
    tables = {table.key: table for table in client.get(OVERVIEW).context["tables"]}
    assert {line.label: line.numbers[0].value for line in tables["bodies"].lines} == {
        "北京市总工会": 1,
        "天津市总工会": 1,
    }


def test_a_superuser_of_no_network_at_all(client: Client, db: None) -> None:
    client.force_login(make_user("root", is_superuser=True))
    assert client.get(OVERVIEW).status_code == 200
    assert client.get(f"{OVERVIEW}overview.xlsx").status_code == 200


@pytest.mark.usefixtures("network")
def test_the_overview_needs_few_queries(root: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):
        root.get(OVERVIEW)


def test_a_share_is_whole_only_where_all_is() -> None:
    assert [percent(*pair) for pair in ((999, 1000), (1, 1000), (0, 9), (9, 9), (0, 0))] == [
        99,
        1,
        0,
        100,
        None,
    ]


def test_the_menu_leads_there(root: Client) -> None:
    page = root.get(f"{ADMIN}place/").content.decode()
    assert f'href="{OVERVIEW}"' in page
