"""The admin site: every request through it is recorded in the user's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from django.conf import settings
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from network import recorder
from network.accounts import sessions
from network.admin.sign_in import SignInSite, with_origin
from network.models.base import localized
from network.querysets import branch_of

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

# The menu as a clerk looks for things: group, then the models in it.
MENU: Final = (
    (_("Places"), ("Place", "Import", "Report", "Change")),
    (_("Lists"), ("Category", "Amenity", "Service", "District", "Subdistrict", "Holiday")),
    (_("Organizations and staff"), ("Organization", "User", "SignIn")),
)


def _network_name() -> str:
    return localized(settings.NETWORK.name, settings.NETWORK.name_en)


class LabelledAutocomplete(AutocompleteJsonView):
    """Django's, with labels that tell two rows of one name apart."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """The screen's own label where it has one."""
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        if label := getattr(self.model_admin, "autocomplete_label", None):
            result["text"] = label(obj)
        return result


class NetworkAdminSite(SignInSite):
    """Django's admin under the network's name."""

    site_header = site_title = lazy(_network_name, str)()
    index_title = _("Staff pages")
    empty_value_display = "—"

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Wrap each admin view so that history names the user."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def recorded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with recorder.recording(user=request.user, through="form"):
                response = with_origin(inner(request, *args, **kwargs))
            if self.has_permission(request):
                sessions.keep(request)
            return response

        return recorded  # type: ignore[return-value]  # the same arguments as the view's

    def get_urls(self) -> list[Any]:
        """Django's, less the redirect that would tell the public id of anyone's draft."""
        from network.admin.overview_page import overview_urls

        urls = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        return [*overview_urls(self), *urls]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Choices for the fields that search while one types."""
        choices: HttpResponse = LabelledAutocomplete.as_view(admin_site=self)(request)  # type: ignore[assignment]  # JSON
        return choices

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """The front page: what waits, then everything."""
        from network.admin.overview import front_page
        from network.models import User

        context = front_page(request.user) if isinstance(request.user, User) else {}
        return super().index(request, context | (extra_context or {}))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Django's, with the overview in the menu, which is no model's."""
        context = super().each_context(request)
        apps = context["available_apps"]
        if apps and apps[0]["models"] and branch_of(request.user) is not None:
            url = reverse("admin:network_overview", current_app=self.name)
            entry = {"name": _("Overview and figures"), "object_name": "Overview"}
            apps[0]["models"].insert(0, entry | {"admin_url": url, "view_only": True})
        return context

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The menu by what things are for, not by Django's applications."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        entries = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = []
        for name, models in MENU:
            if found := [entries[model] for model in models if model in entries]:
                url = reverse("admin:index", current_app=self.name)
                groups.append(
                    {"name": name, "app_label": "network", "app_url": url, "models": found}
                )
        return groups
