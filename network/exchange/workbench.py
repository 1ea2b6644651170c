"""The import as the admin shows it: read a file, read it again otherwise, look, apply."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from network.conf import DatumName
from network.exchange.columns import letters
from network.exchange.datums import Guess, guess_datum
from network.exchange.errors import ExchangeError
from network.exchange.headers import FIELDS, plain
from network.exchange.plan import Sheet, known_to, plan_sheet, read_sheet
from network.exchange.read import read_bytes
from network.exchange.scope import Options, scope_of
from network.exchange.store import remove_staged, store_plan
from network.exchange.text import label, tidy
from network.models import HeaderWord, Import, ImportFile, Organization, User

GUESS = ""  # the datum is to be told by the data
USUAL: Final[DatumName] = "gcj02"  # shown until someone has said it
SAMPLES = 3


def read_file(
    source: bytes,
    options: Options,
    *,
    file_name: str,
    user: User,
    organization: Organization | None,
) -> Import:
    """Plan a file for an organization and keep both; ExchangeError says why it can't be used.

    Columns mean what the organization has said of such words before. Where the datum is to be
    told by the data and is not, the plan asks for it, and can't be applied.
    """
    data = read_bytes(source)
    words = dict(HeaderWord.objects.filter(organization=organization).values_list("word", "field"))
    options = dataclasses.replace(options, headers=words | options.headers)
    sheet = read_sheet(data, headers=options.headers, file_name=file_name)
    guess = guess_datum(sheet, settings.NETWORK, known_to(user))
    asks = options.datum == GUESS and guess is None
    if options.datum == GUESS:
        options = dataclasses.replace(options, datum=guess.datum if guess else USUAL)
    return store_plan(
        plan_sheet(sheet, scope_of(options, user), user=user),
        user=user,
        organization=organization,
        told={"columns": _columns(sheet), "guess": _guess(guess), "asks": asks},
        file=data,
    )


def read_again(batch: Import, *, datum: str, headers: dict[str, str], user: User) -> Import:
    """Plan the kept file with another datum or other columns, and remember the columns.

    The new import takes the place of the old one.
    """
    file = ImportFile.objects.filter(batch=batch).first()
    if file is None or batch.state != Import.State.PLANNED:
        raise ExchangeError(_("The file is no longer kept: choose it again."))
    options = Options(**batch.options | {"datum": datum, "headers": headers})
    fresh = read_file(
        bytes(file.data),
        options,
        file_name=batch.file_name,
        user=user,
        organization=batch.organization,
    )
    _remember(batch.organization, headers)
    discard(batch)
    return fresh


def discard(batch: Import) -> None:
    """Forget a plan that was not applied."""
    if batch.state in (Import.State.APPLIED, Import.State.UNDONE) or batch.undoes_id:
        raise ExchangeError(_("It was applied already."))
    remove_staged(batch.pk)
    batch.delete()


def _remember(organization: Organization | None, headers: dict[str, str]) -> None:
    if organization is None:
        return
    for word, field in headers.items():
        if FIELDS.get(word, "") == field:
            HeaderWord.objects.filter(organization=organization, word=word).delete()
        else:
            HeaderWord.objects.update_or_create(
                organization=organization, word=word[:80], defaults={"field": field}
            )


def _columns(sheet: Sheet) -> list[dict[str, Any]]:
    """Each column that has a word in the header: letter, word, field, some of its cells."""
    columns, rows = sheet.columns, sheet.grid.rows
    header = rows[columns.header_row]
    fields = {column: field for field, column in columns.fields.items()}
    position = ("longitude", "latitude") if columns.labelled else ("position", "position")
    fields |= dict(zip(columns.position, position, strict=False))
    return [
        {
            "letter": letters(column),
            "word": label(word),
            "plain": plain(word),
            "field": fields.get(column, ""),
            "samples": _samples(rows[columns.header_row + 1 :], column),
        }
        for column, word in enumerate(header)
        if plain(word)
    ]


def _samples(rows: list[list[str]], column: int) -> list[str]:
    cells = (tidy(row[column])[:40] for row in rows if column < len(row) and row[column].strip())
    return [cell for cell, _number in zip(cells, range(SAMPLES), strict=False)]


def _guess(guess: Guess | None) -> dict[str, Any] | None:
    return dataclasses.asdict(guess) if guess else None
