"""`manage.py import_places`: take over a union's spreadsheet."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from network.conf import DatumName
from network.exchange.errors import ExchangeError
from network.exchange.imports import apply_import, make_plan
from network.exchange.report import Report
from network.exchange.scope import Options
from network.exchange.store import store_plan
from network.exchange.workbook import save_report
from network.staging import StagingError


class Command(BaseCommand):
    """Imports an XLSX or CSV file; the plan is made and kept before anything changes."""

    help = "Import places from an XLSX or CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments."""
        add = parser.add_argument
        add("file", type=Path, help="XLSX or CSV (UTF-8, UTF-16, GB18030)")
        add("--category", required=True, metavar="CODE", help="category of all rows")
        add(
            "--datum",
            required=True,
            choices=get_args(DatumName),
            help="datum of the coordinates: gcj02 as copied from Amap or Tencent, bd09 from Baidu",
        )
        add("--district", default="", metavar="CODE", help="district that the rows belong to")
        add("--organization", default="", metavar="CODE", help="owner of the new places")
        add("--dry-run", action="store_true", help="say what would happen and change nothing")
        add("--draft", action="store_true", help="hold new places back as drafts")
        add("--report", type=Path, metavar="OUT.xlsx", help="save the table, row by row")

    def handle(self, *_args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        """Plan, apply unless it is a dry run, report."""
        words = {name: options[name] for name in ("category", "datum", "district", "organization")}
        try:
            plan = make_plan(file, Options(draft=options["draft"], **words))
            report = Report.of(plan)
            if options["report"]:
                save_report(report, options["report"])
            applied = None if dry_run else apply_import(store_plan(plan))
        except (ExchangeError, StagingError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(report.table())
        if applied is None:
            self.stdout.write(_("A dry run: nothing was changed."))
        else:
            self.stdout.write(
                _("Done. Other writers waited for at most %(seconds).2f s.")
                % {"seconds": applied.seconds}
            )
