"""A row becomes a place, a draft, a change or a sentence why not."""

from __future__ import annotations

import datetime

import pytest

from network.exchange.errors import ExchangeError
from network.exchange.imports import apply_import, make_plan, plan_import
from network.models import Organization, Place
from tests.builders import make_amenity, make_place
from tests.exchange.sheets import (
    HEADER,
    HERE,
    codes,
    make_haidian,
    make_options,
    only,
    plan,
    station,
    table,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _haidian() -> None:
    make_haidian()


def test_a_sound_row_is_published() -> None:
    row = only(plan(station(service="饮水、法律服务", number=62130974.0)))
    assert (row.outcome, codes(row)) == ("created", [])
    assert row.values["status"] == "published"
    assert row.values["phone"] == "62130974"
    assert (row.values["amenities"], row.values["services"]) == (["water"], ["legal_aid"])


def test_a_row_without_coordinates_is_a_draft() -> None:
    row = only(plan(station(position=("", ""))))
    assert (row.outcome, codes(row), row.values["status"]) == ("draft", ["no_position"], "draft")


def test_draft_holds_all_back() -> None:
    row = only(plan(station(), draft=True))
    assert (row.outcome, codes(row)) == ("draft", [])


def test_a_row_outside_the_city_is_a_draft_that_keeps_its_coordinates() -> None:
    row = only(plan(station(position=(116.796123, 38.850971))))
    assert (row.outcome, row.values["latitude"]) == ("draft", None)
    assert row.values["note"] == "经纬度: 116.796123, 38.850971 (gcj02)"


@pytest.mark.parametrize("cell", ["nan", "inf"])
def test_a_row_with_a_number_that_is_none_is_rejected(cell: str) -> None:
    row = only(plan(station(position=(cell, 39.9))))
    assert (row.outcome, codes(row)) == ("rejected", ["not_finite"])


def test_a_row_without_a_name_is_rejected() -> None:
    assert only(plan(station(""))).outcome == "rejected"


def test_a_station_said_to_be_closed_is_not_shown_as_open() -> None:
    row = only(plan(station(service="地址变更暂停服务")))
    assert (row.values["status"], codes(row)) == ("closed_for_now", ["says_closed"])
    assert row.values["services_text"] == "地址变更暂停服务"


def test_a_closed_station_without_coordinates_is_a_draft() -> None:
    assert only(plan(station(service="暂停服务", position=("", "")))).outcome == "draft"


def test_an_address_that_says_moved_away_is_flagged() -> None:
    row = only(plan(station(address="企业外迁至河北省")))
    assert (row.values["status"], codes(row)) == ("closed_for_now", ["says_closed"])


def test_unknown_services_are_kept_and_reported() -> None:
    row = only(plan(station(service="饮水、体验太空舱")))
    assert (row.values["services_text"], codes(row)) == ("体验太空舱", ["words_unknown"])


def test_unknown_columns_and_remarks_go_to_the_note() -> None:
    row = only(plan(["站", "某甲", "门口有坡"], header=["名称", "联系人", "备注"]))
    assert row.values["note"] == "门口有坡\n联系人: 某甲"


def test_hours_in_words_stay_words() -> None:
    row = only(plan(["站", "9:00-17:00，以现场为准"], header=["名称", "开放时间"]))
    assert (row.values["hours"], row.values["hours_text"]) == ("", "9:00-17:00，以现场为准")


def test_hours_in_openstreetmaps_form_are_taken() -> None:
    row = only(plan(["站", "Mo-Fr 09:00-17:00"], header=["名称", "开放时间"]))
    assert (row.values["hours"], row.values["hours_text"]) == ("Mo-Fr 09:00-17:00", "")


def test_a_date_of_verification() -> None:
    header = ["名称", "核实日期"]
    one, other = plan(["站", "2026/3/1"], ["二站", "去年"], header=header).rows
    assert one.values["verified_on"] == datetime.date(2026, 3, 1)
    assert other.values["note"] == "核实日期: 去年"


def test_text_too_long_for_its_field_goes_to_the_note() -> None:
    row = only(plan(station(address="路" * 300)))
    assert "moved_to_note" in codes(row)
    assert (row.values["address"], row.values["note"]) == ("", "address: " + "路" * 300)


def test_a_name_too_long_is_rejected() -> None:
    assert codes(only(plan(station("名" * 121)))) == ["too_long"]


def test_invisible_characters_do_not_reach_the_database() -> None:
    made = make_plan(table(HEADER, station("\u202e站\u200b点\x07")), make_options())
    assert only(made).record.name == "站点"


def test_columns_with_the_wrong_labels_are_read_right_and_said_once() -> None:
    header = ["名称", "经度", "纬度"]
    made = plan(*([f"站{n}", HERE[1], HERE[0] + n / 100] for n in range(3)), header=header)
    assert [remark.code for remark in made.remarks] == ["columns_exchanged"]
    assert made.counts["created"] == 3
    assert made.counts["flagged"] == 0


@pytest.mark.parametrize(
    "option", [{"category": "x"}, {"district": "x"}, {"organization": "x"}], ids=str
)
def test_an_unknown_option_is_refused_and_the_known_are_named(option: dict[str, str]) -> None:
    with pytest.raises(ExchangeError, match=r"warm_heart_station|110108"):
        plan(station(), **option)


def test_a_district_without_a_federation_is_refused() -> None:
    Organization.objects.filter(code="110108").delete()
    with pytest.raises(ExchangeError, match="--organization"):
        plan(station())


def test_only_a_header_is_no_rows() -> None:
    assert plan().rows == []


def apply(data: bytes, **options: object) -> dict[str, int]:
    batch = plan_import(data, make_options(**options))
    apply_import(batch)
    return {name: count for name, count in batch.counts.items() if count}


def changes(*cells: list[object], header: object = HEADER) -> dict[str, object]:
    row = only(plan(*cells, header=header))  # type: ignore[arg-type]  # cells of any kind
    assert row.outcome in ("updated", "unchanged")
    return dict(row.after)


def test_the_second_run_changes_nothing() -> None:
    rows = [
        station(service="饮水、体验太空舱", number="82469318转864"),
        station(),
        station("连锁店", address="一号"),
        station("连锁店", address="二号"),
        station("连锁店", address="二号", service="饮水"),
        station("远处", position=(116.8, 38.8)),
        station("无处", position=("", ""), service="暂停服务"),
        station("某公司", address="朝阳区酒仙桥北路", position=(116.4847, 39.9685)),
        station(""),
        station("连锁店", address="一号"),
    ]
    data = workbook(HEADER, *rows)
    assert apply(data) == {"created": 6, "draft": 2, "rejected": 2, "flagged": 10}
    assert apply(data) == {"unchanged": 8, "rejected": 2, "flagged": 10}


def test_empty_cells_erase_nothing() -> None:
    apply(workbook(HEADER, station(service="饮水", number="62130974")))
    Place.objects.update(note="写给自己", source="来访")
    assert changes(station()) == {}
    assert changes(["北下关街道工会服务站"], header=["名称"]) == {}


def test_a_new_phone_is_one_change() -> None:
    apply(workbook(HEADER, station(number="62130974")))
    assert changes(station(number="62130975")) == {"phone": "62130975"}


def test_services_are_replaced_as_a_list() -> None:
    apply(workbook(HEADER, station(service="饮水、医药箱、太空舱")))
    assert changes(station(service="饮水、法律援助")) == {
        "services_text": "",
        "amenities": ["water"],
        "services": ["legal_aid"],
    }


def test_services_that_are_all_unknown_take_no_known_ones_away() -> None:
    apply(workbook(HEADER, station(service="饮水")))
    assert changes(station(service="太空舱")) == {"services_text": "太空舱"}


def test_notes_are_added_to_what_staff_wrote() -> None:
    header = ["名称", "联系人"]
    apply(workbook(header, ["站", "某甲"]))
    Place.objects.update(note="写给自己\n联系人: 某甲")
    assert changes(["站", "某甲"], header=header) == {}
    assert changes(["站", "某乙"], header=header)["note"] == "写给自己\n联系人: 某甲\n联系人: 某乙"


def test_coordinates_publish_a_draft_of_the_same_name_and_address() -> None:
    apply(workbook(HEADER, station(position=("", ""))))
    after = changes(station())
    assert after.keys() == {"latitude", "longitude", "status"}
    assert after["status"] == "published"


def test_held_back_places_are_published_by_a_run_without_draft() -> None:
    apply(workbook(HEADER, station()), draft=True)
    assert changes(station()) == {"status": "published"}


def test_a_published_place_stays_published_with_draft() -> None:
    apply(workbook(HEADER, station()))
    assert only(plan(station(number="1"), draft=True)).after == {"phone": "1"}


def test_a_place_closed_for_now_is_not_opened_by_a_sheet() -> None:
    apply(workbook(HEADER, station()))
    Place.objects.update(status="closed_for_now")
    assert changes(station(service="饮水")) == {"amenities": ["water"]}


def test_a_place_closed_for_good_is_left_alone() -> None:
    apply(workbook(HEADER, station()))
    Place.objects.update(status="closed")
    row = only(plan(station(number="1")))
    assert (row.outcome, codes(row)) == ("unchanged", ["closed_for_good"])


def test_a_doubtful_position_does_not_move_a_located_place() -> None:
    apply(workbook(HEADER, station()))
    assert changes(station(position=(116.124413, 39.925629))) == {}


def test_a_round_trip_through_another_datum_moves_nothing() -> None:
    apply(workbook(HEADER, station()))
    place = Place.objects.get()
    row = only(plan(station(position=(place.longitude, place.latitude)), datum="wgs84"))
    assert row.outcome == "unchanged"


def test_a_row_without_coordinates_does_not_complain_of_a_located_place() -> None:
    apply(workbook(HEADER, station()))
    assert codes(only(plan(station(position=("", ""))))) == []


def test_the_option_does_not_move_a_place_to_its_district() -> None:
    apply(workbook(HEADER, station("某公司", address="上地路9号")))
    row = only(plan(station("某公司", address="上地路9号"), district="110105"))
    assert row.outcome == "unchanged"


def test_the_owner_of_a_stored_place_stays() -> None:
    apply(workbook(HEADER, station()))
    assert only(plan(station(), organization="bj")).outcome == "unchanged"


def test_another_district_takes_the_street_away() -> None:
    apply(workbook(HEADER, station()))
    place = Place.objects.get()
    header = ["public_id", "name", "区"]
    after = changes([place.public_id, place.name, "朝阳区"], header=header)
    assert after["subdistrict_id"] is None


def test_amenities_added_by_staff_stay_where_the_sheet_says_nothing() -> None:
    apply(workbook(HEADER, station()))
    Place.objects.get().amenities.add(make_amenity("sofa"))
    assert changes(station()) == {}


def test_invented_places_are_no_match() -> None:
    make_place(name="北下关街道工会服务站", address="学院南路47号一层东厅", is_demo=True)
    assert only(plan(station())).outcome == "created"
