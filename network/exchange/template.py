"""The sheet to fill in: one a category, with choices in its cells and notes beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from network import access
from network.conf import Network
from network.exchange import doors
from network.exchange.export import telling_words
from network.exchange.workbook import text_cell
from network.models import Amenity, Category, District, Service, Subdistrict

ROWS: Final = 5000  # that have choices
LISTS: Final = "lists"
NOT_IN_TITLES: Final = re.compile(r"[\\/*?:\[\]]")
YES_OR_NO: Final = ("是", "否")
# Header as the import reads it, width in characters, field, what it takes.
COLUMNS: Final = (
    ("名称", 30, "name", gettext_lazy("Required. As it stands on the sign.")),
    ("地址", 36, "address", gettext_lazy("Street and number, without the city.")),
    ("怎么找", 24, "address_note", gettext_lazy("What one needs to know to find the door.")),
    ("区", 12, "district", gettext_lazy("Choose from the list.")),
    ("街道", 18, "subdistrict", gettext_lazy("Choose the district first, then from the list.")),
    (
        "经纬度",
        24,
        "position",
        gettext_lazy(
            "Longitude and latitude in one cell, as copied from the map. Which map it was, you"
            " say when you upload the file. Left empty, the place stays a draft."
        ),
    ),
    ("电话", 18, "phone", gettext_lazy("With the area code; an extension after a dash.")),
    ("开放时间", 28, "hours", gettext_lazy("Days and times, as they are at the door.")),
    ("设施", 30, "amenities", gettext_lazy("What is there, parted by “、”: %(words)s")),
    ("服务项目", 30, "services", gettext_lazy("What is done there, parted by “、”: %(words)s")),
    ("开放对象", 20, "access_who", gettext_lazy("Who may enter, parted by “、”: %(words)s")),
    ("进入方式", 20, "access_needs", gettext_lazy("What is needed to enter: %(words)s")),
    ("无台阶", 8, "step_free", gettext_lazy("From the street to the room. Empty: not known.")),
    ("免费", 8, "free_of_charge", gettext_lazy("Empty: not known.")),
    ("楼层", 8, "floor", gettext_lazy("As on the lift's button.")),
    ("入口", 12, "entrance", gettext_lazy("Which gate or door.")),
    ("别名", 18, "alias", gettext_lazy("As people call it.")),
    ("英文名称", 24, "name_en", gettext_lazy("If there is one.")),
    ("核实日期", 12, "verified_on", gettext_lazy("The day on which someone last looked.")),
    ("备注", 30, "note", gettext_lazy("For staff; the public does not see it.")),
)
HEADERS: Final = tuple(header for header, _width, _field, _note in COLUMNS)
FIELDS: Final = tuple(field for _header, _width, field, _note in COLUMNS)
# An answer outside the list is refused; elsewhere the list only helps, as several may be named.
STRICT: Final = ("step_free", "free_of_charge")


class Template:
    """The choices that the network has, and the workbook made of them."""

    def __init__(self, category: Category, network: Network) -> None:
        self._category = category
        self._network = network
        self._streets = list(
            Subdistrict.objects.select_related("district").order_by("district__order", "code")
        )
        words = telling_words(Amenity.objects.all(), Service.objects.all())
        self.choices: dict[str, Sequence[str]] = {
            "district": [row.name for row in District.objects.all()],
            "amenities": [word for row, word in words.items() if isinstance(row, Amenity)],
            "services": [word for row, word in words.items() if isinstance(row, Service)],
            "access_who": [doors.spoken([code]) for code in access.WHO],
            "access_needs": [doors.spoken([code]) for code in access.NEEDS],
            "step_free": YES_OR_NO,
            "free_of_charge": YES_OR_NO,
        }

    def workbook(self) -> bytes:
        """XLSX: the sheet to fill in, the notes, and a hidden sheet of choices."""
        book = Workbook(write_only=True)
        self._fill_in(book.create_sheet(NOT_IN_TITLES.sub(" ", self._category.name)[:31]))
        self._notes(book.create_sheet(_("How to fill it in")))
        self._lists(book.create_sheet(LISTS))
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def examples(self) -> dict[str, str]:
        """A cell for each field, as the notes show it."""
        street = self._streets[0] if self._streets else None
        around: Any = street.district if street and street.district.latitude else self._network
        several = {name: "、".join(words[:2]) for name, words in self.choices.items()}
        return several | {
            "name": f"学院路{self._category.name}",
            "address": "学院路1号",
            "address_note": "进大门左手第一间",
            "district": street.district.name if street else "",
            "subdistrict": street.name if street else "",
            "position": f"{around.longitude:.6f},{around.latitude:.6f}",
            "phone": "010-82469318-864",
            "hours": "周一至周五 9:00-17:00",
            "access_needs": self.choices["access_needs"][0],
            "step_free": YES_OR_NO[0],
            "free_of_charge": YES_OR_NO[0],
            "floor": "1层",
            "entrance": "东门",
            "alias": "学院路小站",
            "name_en": "Xueyuan Road",
            "verified_on": "2026-03-01",
            "note": "联系人每周一更换",
        }

    def _fill_in(self, sheet: Any) -> None:
        sheet.freeze_panes = "B2"
        for number, (_header, width, _field, _note) in enumerate(COLUMNS, 1):
            column = sheet.column_dimensions[get_column_letter(number)]
            column.width, column.number_format = width, "@"  # a phone stays a phone
        for validation in self._validations():
            sheet.data_validations.append(validation)
        sheet.append([text_cell(sheet, header, bold=True) for header in HEADERS])

    def _validations(self) -> Iterable[DataValidation]:
        for number, field in enumerate(FIELDS, 1):
            formula = self._street_choices() if field == "subdistrict" else self._range(field)
            if not formula:
                continue
            cells = get_column_letter(number)
            made = DataValidation("list", formula1=formula, allow_blank=True)
            made.showErrorMessage = field in STRICT
            made.error = _("Choose from the list.")
            made.add(f"{cells}2:{cells}{ROWS + 1}")
            yield made

    def _range(self, field: str) -> str:
        if not self.choices.get(field):
            return ""
        column = get_column_letter([*self.choices].index(field) + 3)
        return f"{LISTS}!${column}$1:${column}${len(self.choices[field])}"

    def _street_choices(self) -> str:
        """Of the row's district: the streets stand by district in the first two columns."""
        if not self._streets:
            return ""
        named = f"${get_column_letter(FIELDS.index('district') + 1)}2"
        districts = f"{LISTS}!$A$1:$A${len(self._streets)}"
        first = f"MATCH({named},{districts},0)-1"
        return f"OFFSET({LISTS}!$B$1,{first},0,COUNTIF({districts},{named}),1)"

    def _lists(self, sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        columns: list[Sequence[str]] = [
            [street.district.name for street in self._streets],
            [street.name for street in self._streets],
            *self.choices.values(),
        ]
        for row in range(max(map(len, columns))):
            cells = (column[row] if row < len(column) else "" for column in columns)
            sheet.append([text_cell(sheet, cell) if cell else None for cell in cells])

    def _notes(self, sheet: Any) -> None:
        for letter, width in zip("ABC", (14, 70, 40), strict=True):
            sheet.column_dimensions[letter].width = width
        intro = (
            _("One row for each place of the category “%(category)s”. Only the name is required."),
            _("Leave the headers as they are; columns that you do not need may go."),
            _("Nothing changes when you upload it: first you are shown what each row would do."),
        )
        for line in intro:
            sheet.append([text_cell(sheet, line % {"category": self._category.name})])
        heading = _("column"), _("takes"), _("for example")
        sheet.append([text_cell(sheet, word, bold=True) for word in heading])
        examples = self.examples()
        for header, _width, field, note in COLUMNS:
            words = "、".join(self.choices.get(field, ()))
            texts = header, str(note) % {"words": words}, examples[field]
            sheet.append([_wrapped(text_cell(sheet, text)) for text in texts])


def _wrapped(cell: Any) -> Any:
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def template(category: Category, network: Network) -> bytes:
    """The workbook to fill in for places of this category."""
    return Template(category, network).workbook()
