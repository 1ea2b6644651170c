"""Create rows together with their many-to-many links, set-based and as one change a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import connections, router

from network import recorder
from network.models.base import Recorded

BATCH: Final = 500


def create_linked(rows: Sequence[tuple[Recorded, Mapping[str, Iterable[Any]]]]) -> None:
    """Create rows of one model with their many-to-many targets, one change a row."""
    if not rows:
        return
    model: Any = type(rows[0][0])
    using = router.db_for_write(model)
    with recorder.creating(model, using=using) as created:
        # Past the recording managers, which would count each link as another change.
        model._base_manager.using(using).bulk_create([row for row, _l in rows], batch_size=BATCH)
        for name in model.recorded_links:
            pairs = [(row.pk, other.pk) for row, links in rows for other in links.get(name, ())]
            _insert_links(model._meta.get_field(name), pairs, using)
        created.extend(row.pk for row, _l in rows)


def _insert_links(field: Any, pairs: Sequence[tuple[int, int]], using: str) -> None:
    """Many-to-many rows of (owner, target) keys, without a model instance for each."""
    through, quote = field.remote_field.through._meta, connections[using].ops.quote_name
    names = (field.m2m_column_name(), field.m2m_reverse_name())
    columns = ", ".join(map(quote, names))
    sql = f"INSERT INTO {quote(through.db_table)} ({columns}) VALUES (%s, %s)"  # noqa: S608 - quoted names of our own
    with connections[using].cursor() as cursor:
        cursor.executemany(sql, pairs)
