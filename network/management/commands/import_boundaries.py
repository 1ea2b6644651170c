"""`manage.py import_boundaries`: take over the districts' boundaries."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, get_args

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from network.boundaries.errors import BoundaryError
from network.boundaries.geojson import read_boundaries
from network.boundaries.store import store_boundaries
from network.conf import DatumName
from network.models import District


class Command(BaseCommand):
    """Reads a file, checks it, and replaces all boundaries at once."""

    help = "Import the districts' boundaries from a GeoJSON file, in place of those there are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments."""
        parser.add_argument("file", type=Path, help="GeoJSON: a collection of polygons")
        parser.add_argument(
            "--datum",
            required=True,
            choices=get_args(DatumName),
            help="datum of the file; many that are called WGS-84 are gcj02",
        )

    def handle(self, *_args: Any, file: Path, datum: DatumName, **_options: Any) -> None:
        """Read, check, store, say what came of it."""
        try:
            boundaries = read_boundaries(
                file,
                datum=datum,
                districts=list(District.objects.all()),
                network=settings.NETWORK,
            )
        except BoundaryError as error:
            raise CommandError(f"{_('Nothing was changed.')} {error}") from error
        outside = store_boundaries(boundaries, source=f"{file.name} ({datum})"[:200])
        corners = sum(len(shape.edges) for shape in boundaries.shapes.values())
        self.stdout.write(
            _("%(districts)d districts with %(corners)d corners were taken over.")
            % {"districts": len(boundaries.shapes), "corners": corners}
        )
        if boundaries.others:
            text = _("%d shapes are of no district of this network: left out.")
            self.stdout.write(text % boundaries.others)
        self.stdout.write(_("%d places lie outside their district.") % outside)
