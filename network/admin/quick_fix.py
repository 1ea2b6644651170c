"""Places without a position, one after another: show one, set it, save, go on.

Which places come up is what the list shows under the same query, less those that the user may
not edit, in the order of their numbers: an import numbers them as its sheet does, and a number
stays what it is while the others are saved.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import recorder
from network.admin.display import category_mark, status_badge
from network.admin.ground import warn_outside
from network.admin.holding import ask_approver
from network.admin.position import PositionField, PositionForm
from network.admin.widgets import is_key
from network.approval import HeldBackError, hold_risky
from network.models import Place, Status
from network.querysets import PlaceQuerySet

OWN: Final = ("after", "done", "p", "position")  # parameters that are not the list's, or set here


class FixForm(PositionForm[Place]):
    """A position that must be given; publishing if ticked."""

    position = PositionField(
        label=gettext_lazy("Position"),
        help_text=PositionForm.base_fields["position"].help_text,
        error_messages={"required": gettext_lazy("Set the position first, or skip the place.")},
    )
    publish = forms.BooleanField(required=False, label=gettext_lazy("Publish it as well"))
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Place
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version
        widget: Any = self.fields["position"].widget
        widget.place = self.instance.pk
        widget.search_text = self.instance.address or self.instance.name
        widget.search_now = self.instance.latitude is None
        if self.instance.status != Status.DRAFT:
            del self.fields["publish"]

    def clean(self) -> dict[str, Any] | None:
        """What another has changed since is not overwritten; the model judges the rest."""
        self._refuse_if_older()
        cleaned = super().clean()
        if self.cleaned_data.get("publish"):
            self.instance.status = Status.PUBLISHED
        return cleaned

    def _refuse_if_older(self) -> None:
        """Compare versions; who writes meanwhile waits, as the row is locked."""
        stored = Place.objects.select_for_update().filter(pk=self.instance.pk)
        now = stored.values_list("version", flat=True).first()
        if self.cleaned_data.get("seen_version") == now == self.instance.version:
            return
        if now is None:
            raise forms.ValidationError(gettext_lazy("This place was deleted meanwhile."))
        self.instance.refresh_from_db()
        sent: Any = self.data
        now_seen = sent.copy()
        now_seen["seen_version"] = str(self.instance.version)
        self.data = now_seen
        raise forms.ValidationError(
            gettext_lazy(
                "Someone else has changed this place since you opened it. Nothing was saved:"
                " what you see is how it is now; look at it, then save again."
            ),
            code="conflict",
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Queue:
    """The places that come up, and how many were fixed on the way; `query` is the list's."""

    places: PlaceQuerySet[Place]
    query: QueryDict
    done: int

    def after(self, key: int) -> int | None:
        """The next place's number."""
        left = self.places.filter(pk__gt=key).order_by("pk")
        return left.values_list("pk", flat=True).first()

    def standing(self, key: int) -> dict[str, int]:
        """Which of how many this place is, those that were fixed counted in; 0 for none of them."""
        numbers = self.places.order_by().aggregate(
            total=Count("pk"),
            number=Count("pk", filter=Q(pk__lte=key)),
            here=Count("pk", filter=Q(pk=key)),
        )
        number = numbers["number"] + self.done if numbers["here"] else 0
        return {"number": number, "total": numbers["total"] + self.done, "left": numbers["total"]}

    def url(self, *, done: int = 0, **more: int) -> str:
        """Where the queue goes on."""
        return f"{reverse('admin:network_place_fix')}?{self._with(done, more)}"

    def url_of(self, key: int, *, done: int = 0) -> str:
        """The screen of one place."""
        return f"{reverse('admin:network_place_fix_one', args=[key])}?{self._with(done, {})}"

    def _with(self, done: int, more: dict[str, int]) -> str:
        query = self.query.copy()
        if self.done + done:
            query["done"] = str(self.done + done)
        for name, value in more.items():
            query[name] = str(value)
        return query.urlencode()


class QuickFixMixin:
    """For the place list: fix what it shows without a position."""

    def get_urls(self) -> list[URLPattern]:
        """Django's, the way into the queue, and the screen of one place."""
        screen: Any = self
        view = screen.admin_site.admin_view
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # Django's screen
        return [
            path("fix/", view(self.fix_queue_view), name="network_place_fix"),
            path("<int:key>/fix/", view(self.fix_view), name="network_place_fix_one"),
            *urls,
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With the way to the quick fix, where the list shows what has no position."""
        screen: Any = self
        shown = request.GET.get("position") == "no" and screen.has_change_permission(request)
        context = {"fix_url": f"fix/?{request.GET.urlencode()}" if shown else ""}
        answer: HttpResponse = super().changelist_view(  # type: ignore[misc]  # Django's screen
            request, context | (extra_context or {})
        )
        return answer

    def fix_queue_view(self, request: HttpRequest) -> HttpResponse:
        """On to the next place, or the end."""
        asked = request.GET.get("after", "")
        queue = self._queue(request)
        key = queue.after(int(asked) if is_key(asked) else 0)
        if key is not None:
            return HttpResponseRedirect(queue.url_of(key))
        return self._page(
            request,
            "fix_end.html",
            title=_("Places without a position"),
            queue=queue,
            left=queue.places.count(),
            again=queue.url(),
        )

    def fix_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """One place: what is known of it, the point picker, save and go on."""
        screen: Any = self
        queue = self._queue(request)
        related = screen.get_queryset(request).select_related(*screen.list_select_related)
        place = related.filter(pk=key).first()
        if place is None:
            raise Http404
        if not screen.has_change_permission(request, place):
            raise PermissionDenied
        if request.method != "POST":
            return self._show(request, queue, place, FixForm(instance=place))
        try:
            with recorder.together():
                form = FixForm(request.POST, instance=place)
                if form.is_valid():
                    form.save()
                    hold_risky(request.user)  # by its address one comes to any place
        except HeldBackError as held:
            ask_approver(request, held)
            return HttpResponseRedirect(queue.url(after=place.pk))
        if form.errors:
            return self._show(request, queue, place, form)
        request.saved_place = place  # type: ignore[attr-defined]  # read in message_user
        screen.message_user(request, _("%(place)s: saved.") % {"place": place}, messages.SUCCESS)
        warn_outside(request, place)
        return HttpResponseRedirect(queue.url(done=1, after=place.pk))

    def _queue(self, request: HttpRequest) -> Queue:
        """What the list shows under this query; PermissionDenied for who may change nothing."""
        screen: Any = self
        if not screen.has_change_permission(request):
            raise PermissionDenied
        done = request.GET.get("done", "")
        query = request.GET.copy()
        for name in OWN:
            query.pop(name, None)
        query["position"] = "no"
        request.GET = query  # type: ignore[assignment]  # what the list would have been asked
        try:
            shown: PlaceQuerySet[Place] = screen.get_changelist_instance(request).queryset
        except IncorrectLookupParameters as error:
            raise Http404 from error  # a filter that there is not
        places = shown.editable_by(request.user).filter(latitude__isnull=True)
        return Queue(places, query, int(done) if is_key(done) else 0)

    def _show(
        self, request: HttpRequest, queue: Queue, place: Place, form: FixForm
    ) -> HttpResponse:
        return self._page(
            request,
            "fix.html",
            title=str(place),
            form=form,
            place=place,
            media=form.media,
            mark=category_mark(place.category),
            state=status_badge(place),
            standing=queue.standing(place.pk),
            queue=queue,
            skip=queue.url(after=place.pk),
            searches=settings.GEOCODER is not None,
        )

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        screen: Any = self
        common = screen.admin_site.each_context(request) | {"opts": screen.opts}
        return TemplateResponse(request, f"admin/network/place/{template}", common | context)
