"""A district officer's sheet: uploaded, looked at, read otherwise, applied, taken back."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from network.models import HeaderWord, Import, Organization, Place, User
from network.querysets import MANY
from tests.builders import make_category, make_place, make_user
from tests.exchange.sheets import HEADER, make_haidian, station, table, workbook

IMPORTS = "/admin/network/import/"
ROWS = (
    station("甲", service="饮水、太空舱", number="62130974"),
    station("乙", address="二号", position=("", "")),
)


@pytest.fixture
def officer(db: None) -> User:
    """An approver of Haidian."""
    make_haidian()
    return make_user("officer", role="approver", organization=haidian())


@pytest.fixture
def desk(officer: User) -> Client:
    """The officer, signed in, reading English."""
    return signed_in(officer)


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def haidian() -> Organization:
    return Organization.objects.get(code="110108")


def upload(client: Client, *rows: Any, data: bytes | None = None, **told: Any) -> Any:
    """What the browser sends, and the page that it is led to."""
    content = workbook(HEADER, *rows) if data is None else data
    fields = {
        "file": SimpleUploadedFile("街道.xlsx", content),
        "category": make_category().pk,
        "datum": "gcj02",
        "district": "",
        "organization": haidian().pk,
    }
    return client.post(f"{IMPORTS}add/", fields | told, follow=True)


def act(client: Client, name: str, **fields: Any) -> Any:
    batch = Import.objects.latest("pk")
    return client.post(f"{IMPORTS}{batch.pk}/change/", {name: "1"} | fields, follow=True)


def test_nothing_changes_before_it_is_applied(desk: Client) -> None:
    page = upload(desk, *ROWS)
    text = page.content.decode()
    assert "Applying it writes 2 places" in text
    assert "not recognised, kept as text: 太空舱" in text
    assert not Place.objects.exists()
    act(desk, "_apply")
    assert set(Place.objects.values_list("name", "status")) == {
        ("甲", "published"),
        ("乙", "draft"),
    }
    assert Import.objects.get().state == Import.State.APPLIED


def test_an_update_is_shown_field_by_field(desk: Client) -> None:
    upload(desk, *ROWS)
    act(desk, "_apply")
    text = upload(desk, station("甲", service="饮水、太空舱", number="62130975")).content.decode()
    assert "62130974 → 62130975" in text
    assert "Applying it writes 1 place" in text


def test_rows_are_filtered_by_outcome(desk: Client) -> None:
    upload(desk, *ROWS)
    batch = Import.objects.get()
    page = desk.get(f"{IMPORTS}{batch.pk}/change/", {"show": "draft"})
    assert [line["name"] for line in page.context["lines"]] == ["乙"]


def test_the_rows_with_remarks_can_be_downloaded(desk: Client) -> None:
    upload(desk, data=table(HEADER, *ROWS, station("=cmd()", address="三号")))
    answer = desk.get(f"{IMPORTS}{Import.objects.get().pk}/report/")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]  # type: ignore[union-attr]  # it has a sheet
    assert "=cmd()" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_what_was_discarded_is_gone(desk: Client) -> None:
    upload(desk, *ROWS)
    assert "nothing was changed" in act(desk, "_discard").content.decode()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 no workbook", "can&#x27;t be read"),
        (b"a,b\n1,2\n", "No column is called"),
        (b"", "empty"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(desk: Client, data: bytes, said: str) -> None:
    page = upload(desk, data=data)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Import.objects.exists()


def test_the_datum_is_told_by_places_that_are_known(desk: Client) -> None:
    upload(desk, *(_spread(n) for n in range(4)))
    act(desk, "_apply")
    page = upload(desk, *(_spread(n) for n in range(4)), datum="")
    assert page.context["guess"]["datum"] == "gcj02"
    assert page.context["guess"]["metres"] < 1
    assert "Nothing has been changed" not in page.content.decode()  # all rows are unchanged


def _spread(number: int) -> Any:
    return station(
        f"站{number}", address=f"{number}号", position=(116.31 + number / 50, 39.95 + number / 50)
    )


def test_a_datum_that_is_not_told_is_asked_for(desk: Client) -> None:
    page = upload(desk, *ROWS, datum="")
    assert "Say it below" in page.content.decode()
    assert act(desk, "_apply").status_code == 403
    assert not Place.objects.exists()
    columns = page.context["form"].columns
    same = {f"column_{n}": column["field"] for n, column in enumerate(columns)}
    act(desk, "_again", datum="wgs84", **same)
    batch = Import.objects.get()
    assert batch.datum == "wgs84"
    act(desk, "_apply")
    assert Place.objects.get(name="甲").longitude == pytest.approx(116.339179)


def test_columns_can_be_told_and_are_remembered_by_the_organization(desk: Client) -> None:
    header = ("", "name ", "address", "经纬度", "", "service", "值班座机")
    data = workbook(header, station("甲", number="62130974"))
    page = upload(desk, data=data)
    columns = page.context["form"].columns
    assert columns[-1]["word"] == "值班座机"
    assert columns[-1]["field"] == ""
    told = {f"column_{n}": column["field"] for n, column in enumerate(columns)}
    told[f"column_{len(columns) - 1}"] = "phone"
    act(desk, "_again", datum="gcj02", **told)
    act(desk, "_apply")
    assert Place.objects.get().phone == "62130974"
    assert list(HeaderWord.objects.values_list("word", "field")) == [("值班座机", "phone")]
    again = upload(desk, data=data)
    assert again.context["form"].columns[-1]["field"] == "phone"


def test_many_places_at_once_wait_for_an_approver(officer: User, desk: Client) -> None:
    editor = signed_in(make_user("editor", role="editor", organization=haidian()))
    rows = [station(f"站{n}", address=f"{n}号") for n in range(MANY + 1)]
    page = upload(editor, *rows)
    assert "an approver of your organization applies" in page.content.decode()
    assert act(editor, "_apply").status_code == 403
    assert not Place.objects.exists()
    act(desk, "_apply")
    assert Place.objects.count() == MANY + 1
    batch = Import.objects.get()
    assert editor.post(f"{IMPORTS}{batch.pk}/undo/").status_code == 403


def test_an_import_is_taken_back(desk: Client) -> None:
    upload(desk, *ROWS)
    act(desk, "_apply")
    batch = Import.objects.get()
    place = Place.objects.get(name="甲")
    place.phone = "1"
    place.save()
    page = desk.get(f"{IMPORTS}{batch.pk}/undo/")
    assert [step.name for step in page.context["since"]] == ["甲"]
    assert [step.name for step in page.context["plain"]] == ["乙"]
    done = desk.post(f"{IMPORTS}{batch.pk}/undo/", {"anyway": [place.pk]}, follow=True)
    assert "Taken back: 2 places" in done.content.decode()
    assert not Place.objects.exists()


def test_an_edit_since_the_preview_stops_the_import(desk: Client) -> None:
    upload(desk, *ROWS)
    act(desk, "_apply")
    upload(desk, station("甲", service="饮水", number="62130975"))
    Place.objects.filter(name="甲").update(phone="1")
    page = act(desk, "_apply")
    assert "Changed by someone else" in page.content.decode()
    assert Place.objects.get(name="甲").phone == "1"


def test_new_places_are_given_to_own_unions_only(desk: Client) -> None:
    foreign = Organization.objects.get(code="110105")
    page = upload(desk, *ROWS, organization=foreign.pk)
    assert page.context["form"].errors.keys() == {"organization"}
    told = workbook((*HEADER, "所属工会"), [*station("甲"), foreign.name])
    page = upload(desk, data=told)
    assert f"{foreign.name} is outside your rights" in page.content.decode()
    assert "There is nothing to write" in page.content.decode()


def test_the_preview_does_not_tell_of_foreign_drafts(desk: Client) -> None:
    hidden = make_place(
        name="甲",
        address="九号",
        status="draft",
        organization=Organization.objects.get(code="110105"),
        note="canary",
    )
    text = upload(desk, *ROWS).content.decode()
    assert hidden.public_id not in text
    assert "canary" not in text
