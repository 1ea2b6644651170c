"""A row's cells to a checked record: every value typed, every doubt a problem."""

from __future__ import annotations

import dataclasses
import datetime
import re
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import ValidationError

from network import hours
from network.datum import Point
from network.exchange import doors
from network.exchange.columns import Row
from network.exchange.locate import Area
from network.exchange.positions import Position
from network.exchange.problems import Problem, Severity, problem
from network.exchange.text import phone
from network.exchange.vocabulary import Found, Words
from network.models import Place

CLOSED: Final = re.compile(
    "暂停|停用|停止|停业|歇业|关闭|关停|搬迁|已搬|搬至|迁至|外迁|撤销|地址变更|暂不开放|暂未开放"
)
MOVED: Final = re.compile("已搬|搬至|搬到|迁至|外迁|迁往|地址变更")
DATE: Final = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
TEXTS: Final = (
    "name",
    "name_en",
    "alias",
    "address",
    "address_note",
    "floor",
    "entrance",
    "source",
)
CODES: Final = {"access_who": doors.who, "access_needs": doors.needs}
ANSWERS: Final = ("step_free", "free_of_charge")
LENGTHS: Final = {
    field.name: longest
    for field in Place._meta.concrete_fields
    if (longest := getattr(field, "max_length", None)) is not None
}


@dataclasses.dataclass(slots=True)
class Record:
    """What one row says. An empty text says nothing; `found` is None without such cells."""

    row: int
    public_id: str
    texts: dict[str, str]
    notes: list[str]
    found: Found | None
    point: Point | None
    verified_on: datetime.date | None
    says_closed: bool
    area: Area
    problems: list[Problem]
    raw: list[str]
    answers: dict[str, bool] = dataclasses.field(default_factory=dict)
    hours_read: bool = False  # the value of hours was read from words, not given

    @property
    def name(self) -> str:
        """The place's name."""
        return self.texts.get("name", "")

    @property
    def rejected(self) -> bool:
        """Whether the row can't be taken."""
        return self._worst >= Severity.REJECT

    @property
    def held(self) -> bool:
        """Whether the row may not be shown yet."""
        return self._worst >= Severity.HOLD

    @property
    def _worst(self) -> int:
        return max((one.severity for one in self.problems), default=0)


def clean(row: Row, position: Position, area: Area, words: Words, labels: dict[str, str]) -> Record:
    """Check a row; `labels` are the sheet's own headers, under which the note keeps text."""
    record = Record(
        row=row.number,
        public_id=row.get("public_id").lower(),
        texts={field: row.get(field) for field in TEXTS if row.get(field)},
        notes=[row.get("note")] if row.get("note") else [],
        found=None,
        point=position.point,
        verified_on=None,
        says_closed=False,
        area=area,
        problems=[*position.problems, *area.problems],
        raw=row.raw,
    )
    _read_phone(row, record)
    _read_hours(row, record)
    _read_access(row, record, labels)
    _read_closure(row, record)
    _read_services(row, record, words)
    _read_date(row, record, labels)
    _keep(row, record, position.written, labels)
    _check_lengths(record, labels)
    if not record.name:
        record.problems.insert(0, problem("no_name", "name"))
    return record


def _read_phone(row: Row, record: Record) -> None:
    if text := row.get("phone"):
        record.texts["phone"] = phone(text)


def _read_hours(row: Row, record: Record) -> None:
    """OpenStreetMap's form is taken as such; other words are kept, and read where certain."""
    for field in ("hours", "hours_text"):
        if text := row.get(field):
            target = "hours" if field == "hours" and _is_osm(text) else "hours_text"
            record.texts[target] = text
    words = record.texts.get("hours_text", "")
    fits = 0 < len(words) <= LENGTHS["hours_text"]  # what is longer is not kept there either
    if fits and "hours" not in record.texts and (value := _to_osm(words)):
        record.texts["hours"] = value
        record.hours_read = True


def _read_access(row: Row, record: Record, labels: dict[str, str]) -> None:
    for field, read in CODES.items():
        if text := row.get(field):
            codes, unknown = read(text)
            if codes:
                record.texts[field] = codes
            if unknown:
                record.problems.append(problem("access_unknown", field, value="、".join(unknown)))
                record.notes.append(f"{labels[field]}: {text}")
    for field in ANSWERS:
        if text := row.get(field):
            answer = doors.yes_or_no(text)
            if answer is None:
                record.problems.append(problem("yes_or_no", field, value=text))
                record.notes.append(f"{labels[field]}: {text}")
            else:
                record.answers[field] = answer


_to_osm = lru_cache(maxsize=10_000)(hours.to_osm)


def _is_osm(text: str) -> bool:
    return len(text) <= LENGTHS["hours"] and _is_valid(text)


@lru_cache(maxsize=10_000)
def _is_valid(text: str) -> bool:
    try:
        hours.validate(text)
    except ValidationError:
        return False
    return True


def _read_services(row: Row, record: Record, words: Words) -> None:
    cells = [text for field in ("amenities", "services") if (text := row.get(field))]
    if cells:
        record.found = words.read("、".join(cells))
        unknown = "、".join(record.found.unknown)
        record.texts["services_text"] = unknown
        if unknown and not record.says_closed:
            record.problems.append(problem("words_unknown", "services", value=unknown))
    if text := row.get("services_text"):
        record.texts["services_text"] = text


def _read_closure(row: Row, record: Record) -> None:
    for field, pattern in (("services", CLOSED), ("address", MOVED)):
        if pattern.search(row.get(field)):
            record.says_closed = True
            record.problems.append(problem("says_closed", field, value=row.get(field)))


def _read_date(row: Row, record: Record, labels: dict[str, str]) -> None:
    if text := row.get("verified_on"):
        try:
            record.verified_on = datetime.date(*map(int, DATE.findall(text)[0]))
        except (IndexError, ValueError):
            record.problems.append(problem("date_unclear", "verified_on", value=text))
            record.notes.append(f"{labels['verified_on']}: {text}")


def _keep(row: Row, record: Record, written: str, labels: dict[str, str]) -> None:
    """What has no field of its own goes to the note, in the sheet's words."""
    if written:
        record.notes.append(f"{labels['position']}: {written}")
    record.notes += [f"{labels.get(field, field)}: {text}" for field, text in record.area.notes]
    record.notes += [f"{header}: {text}" for header, text in row.kept]


def _check_lengths(record: Record, labels: dict[str, str]) -> None:
    for field, text in [*record.texts.items()]:
        longest = LENGTHS.get(field)
        if longest is None or len(text) <= longest:
            continue
        if field == "name":
            record.problems.append(problem("too_long", field, length=longest))
            continue
        record.problems.append(problem("moved_to_note", field, length=longest))
        record.notes.append(f"{labels.get(field, field)}: {text}")
        del record.texts[field]


def values_of(record: Record) -> dict[str, Any]:
    """The record's texts, position and date by the place's attribute names; empty ones left out.

    `services_text` is given even when empty, as far as the row has a cell of services.
    """
    values: dict[str, Any] = {k: v for k, v in record.texts.items() if v or k == "services_text"}
    values |= record.answers
    if record.point:
        values |= {"latitude": record.point.latitude, "longitude": record.point.longitude}
    if record.verified_on:
        values["verified_on"] = record.verified_on
    return values
