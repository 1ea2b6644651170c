"""How public pages travel: revalidated by edition, compressed, and wrong ones explained."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from network.edition import store
from network.edition.moment import now_minute
from network.pages.find import BadQuery

View = Callable[..., HttpResponse]
PROGRAM: Final = Path(__file__).parents[1]


def public_page(view: View) -> View:
    """A page without session or database: it changes with the edition, the language, the minute."""

    @wraps(view)
    @gzip_page
    @require_safe
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = _conditional(view)(request, *args, **kwargs)
        except BadQuery as wrong:
            response = render(request, "400.html", {"reason": str(wrong)}, status=400)
        if response.status_code >= 400 and response.has_header("ETag"):
            del response["ETag"]  # what is not there must not be revalidated as there
        response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    return wrapped


def _conditional(view: View) -> View:
    conditional: View = condition(etag_func=lambda *_args, **_kwargs: page_etag())(view)
    return conditional


def page_etag() -> str:
    """What a page is made of: the edition, the language, the minute and this program."""
    made_of = (store.current().number, get_language(), now_minute(), program_version())
    return '"{}-{}-{}-{}"'.format(*made_of)


@cache
def program_version() -> str:
    """A short hash of the templates, texts, static files and settings that pages show."""
    digest = hashlib.sha256(repr((settings.NETWORK, settings.BASE_MAP)).encode())
    digest.update(str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    for pattern in ("*.py", "pages/*.py", "templates/**/*.html", "locale/**/*.mo"):
        for path in sorted(PROGRAM.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
