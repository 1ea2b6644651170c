"""What can be wrong with a row: a code, its severity and its sentence in the reader's language."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Severity(enum.IntEnum):
    """What follows: said only; kept back as a draft; not taken at all."""

    FLAG = 1
    HOLD = 2
    REJECT = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """Severity and sentence of one code."""

    severity: Severity
    text: _StrPromise


FLAG, HOLD, REJECT = Severity.FLAG, Severity.HOLD, Severity.REJECT
RULES: Final[Mapping[str, Rule]] = {
    # The row as a whole
    "no_name": Rule(REJECT, _("no name")),
    "no_owner": Rule(REJECT, _("no district is told: name --district or --organization")),
    "foreign_place": Rule(
        REJECT, _("%(id)s is stored already, for an organization outside your rights")
    ),
    "foreign_owner": Rule(REJECT, _("%(value)s is outside your rights")),
    "copy": Rule(REJECT, _("the same as row %(row)s in every cell")),
    "id_unknown": Rule(REJECT, _("no place has the id %(value)s")),
    "id_repeated": Rule(REJECT, _("the id stands in row %(row)s already")),
    "too_long": Rule(REJECT, _("longer than %(length)s characters")),
    "moved_to_note": Rule(FLAG, _("longer than %(length)s characters: kept in the note")),
    "closed_for_good": Rule(FLAG, _("the place is closed for good: left as it is")),
    # Position
    "not_finite": Rule(REJECT, _("“%(value)s” is not a number of degrees")),
    "no_position": Rule(HOLD, _("no coordinates")),
    "half_position": Rule(HOLD, _("only one of two coordinates: %(value)s")),
    "no_degrees": Rule(HOLD, _("not coordinates: %(value)s")),
    "outside": Rule(HOLD, _("outside the city: %(value)s")),
    "swapped": Rule(FLAG, _("latitude and longitude were exchanged: put right")),
    "coarse": Rule(FLAG, _("rounded to two decimals: up to 1 km off")),
    "elsewhere": Rule(
        HOLD, _("%(km)s km from the middle of %(district)s, %(other_km)s km from %(other)s")
    ),
    "beyond": Rule(HOLD, _("lies in %(holder)s, %(metres)s m outside %(district)s")),
    "beyond_all": Rule(HOLD, _("lies in no district, %(metres)s m outside %(district)s")),
    # Address
    "other_city": Rule(HOLD, _("the address is in %(value)s")),
    "other_district": Rule(FLAG, _("%(district)s is named, not %(expected)s")),
    "street_unclear": Rule(FLAG, _("%(value)s is in several districts: none taken")),
    "district_unknown": Rule(FLAG, _("no district is called “%(value)s”")),
    "street_unknown": Rule(FLAG, _("no street is called “%(value)s”")),
    "owner_unknown": Rule(FLAG, _("no organization is called “%(value)s”")),
    "yes_or_no": Rule(FLAG, _("“%(value)s” is neither yes nor no: kept in the note")),
    "access_unknown": Rule(FLAG, _("about the door, not recognised, kept in the note: %(value)s")),
    "date_unclear": Rule(FLAG, _("“%(value)s” is not a date")),
    # What is done there
    "says_closed": Rule(FLAG, _("says “%(value)s”: not shown as open")),
    "words_unknown": Rule(FLAG, _("not recognised, kept as text: %(value)s")),
    # Likely the same place twice
    "name_repeated": Rule(FLAG, _("the same name as row %(row)s, at another address")),
    "row_repeated": Rule(FLAG, _("the same name and address as row %(row)s")),
    "same_spot": Rule(FLAG, _("%(metres)s m from row %(row)s (%(name)s)")),
    "same_name_near": Rule(FLAG, _("%(metres)s m from row %(row)s of the same name")),
    "same_spot_stored": Rule(FLAG, _("%(metres)s m from %(name)s (%(id)s), which is stored")),
    "same_name_near_stored": Rule(
        FLAG, _("%(metres)s m from %(id)s of the same name, which is stored")
    ),
    "same_name_stored": Rule(
        FLAG, _("%(id)s of the same name is stored, at another address or position")
    ),
    # The file as a whole
    "column_numbers": Rule(FLAG, _("column %(column)s only numbers the rows: not used")),
    "column_shown": Rule(FLAG, _("column “%(column)s” is there to be read: not used")),
    "column_unknown": Rule(FLAG, _("column “%(column)s” is not known: kept in the note")),
    "columns_exchanged": Rule(
        FLAG, _("the columns hold latitude and longitude the other way round")
    ),
    "sheet_unread": Rule(FLAG, _("the sheet “%(value)s” is not read: only the first one is")),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One remark on a row or file; `field` is a field of the place, or "" for the whole."""

    code: str
    field: str = ""
    params: tuple[tuple[str, Any], ...] = ()

    @property
    def severity(self) -> Severity:
        """What follows from it."""
        return RULES[self.code].severity

    def __str__(self) -> str:
        return str(RULES[self.code].text) % dict(self.params)

    def as_json(self) -> list[Any]:
        """For storing; `from_json` reads it."""
        return [self.code, self.field, dict(self.params)]

    @classmethod
    def from_json(cls, stored: list[Any]) -> Problem:
        """What `as_json` gave."""
        code, field, params = stored
        return cls(code, field, tuple(params.items()))


def problem(code: str, field: str = "", **params: Any) -> Problem:
    """A problem with the words that its sentence needs."""
    return Problem(code, field, tuple(params.items()))
