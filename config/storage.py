"""Static files with content hashes in their names, module imports included."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import rjsmin
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config import scripts

STYLES: Final = "network/css/"
IMPORT: Final = re.compile(r'^@import url\("([\w.-]+\.css)"\);\n', re.MULTILINE)


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped base
    """Hashed and compressed; rewrites `import … from` in ES modules too.

    Our stylesheets that import others are collected as one file: each more would cost the
    first paint a round trip. So it is with modules that are always needed together, and our
    scripts are collected without their comments, a third of their bytes.
    """

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Make our own files ready to be served, then hash and compress."""
        if not dry_run:
            for name in filter(scripts.is_part, list(paths)):
                del paths[name]
                self.delete(name)
            paths |= {name: (self, name) for name in paths if self._make_ready(name)}
        yield from super().post_process(paths, dry_run, **options)

    def _make_ready(self, name: str) -> bool:
        text = ready(name)
        if text is None:
            return False
        self.delete(name)
        self._save(name, ContentFile(text.encode()))
        return True


def ready(name: str) -> str | None:
    """The text of one of our own files as it is served; None for all others."""
    if name.startswith(STYLES):
        return united(name)
    if name.startswith(scripts.FOLDER) and name.endswith(".js"):
        return str(rjsmin.jsmin(scripts.served(name, _source)))
    return None


def united(name: str) -> str:
    """A stylesheet's source with its imports, each in its place."""
    folder = posixpath.dirname(name)
    return IMPORT.sub(lambda match: united(posixpath.join(folder, match[1])), _source(name))


def _source(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")
