"""What happened at the door, for approvers to read: of their branch, newest first."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from network.admin.display import NOTHING, badge
from network.admin.rights import Screen
from network.models import SignIn, SignInEvent
from network.querysets import APPROVER, branch_of

# How an event is drawn: a class of admin.css.
STATES: Final = {
    SignInEvent.SIGNED_IN: "done",
    SignInEvent.WRONG_PASSWORD: "soon",
    SignInEvent.WRONG_CODE: "soon",
    SignInEvent.LOCKED: "delete",
    SignInEvent.RECOVERED: "unsure",
    SignInEvent.RESET: "unsure",
}


def event_badge(sign_in: SignIn) -> SafeString:
    """The event as shape, word and colour."""
    kind = STATES.get(SignInEvent(sign_in.event), "update")
    return badge(kind, str(sign_in.get_event_display()))


@admin.register(SignIn)
class SignInAdmin(Screen[SignIn]):
    """Read only: nobody writes here but the door."""

    list_display = ("at", "what", "account", "organization", "network", "by_whom")
    list_display_links = None
    list_filter = ("event",)
    list_select_related = ("user__organization", "by")
    search_fields = ("user__username", "user__last_name", "user__first_name")
    search_help_text = _("User name or name.")
    fields = ("at", "what", "account", "organization", "network", "by_whom")
    readonly_fields = fields
    actions = None
    list_per_page = 50
    ordering = ("-at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignIn]:
        """Of the accounts that the user manages."""
        return super().get_queryset(request) & SignIn.objects.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: SignIn | None = None) -> bool:
        """Approvers, each their branch."""
        if obj is None or obj.pk is None:
            return branch_of(request.user, (APPROVER,)) is not None
        return bool(SignIn.objects.visible_to(request.user).filter(pk=obj.pk).exists())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody; they end by themselves."""
        return False

    class Media:
        """Each event a card on a phone."""

        css = {"all": ("network/admin/sign-in.css",)}

    # Columns

    @admin.display(description=_("what happened"), ordering="event")
    def what(self, sign_in: SignIn) -> SafeString:
        """The event."""
        return event_badge(sign_in)

    @admin.display(description=_("account"), ordering="user__username")
    def account(self, sign_in: SignIn) -> str:
        """Whose; nobody's where no account bears the name that was typed."""
        return sign_in.user.get_username() if sign_in.user else str(_("unknown name"))

    @admin.display(description=_("organization"), ordering="user__organization__path")
    def organization(self, sign_in: SignIn) -> str:
        """Of the account."""
        body = sign_in.user.organization if sign_in.user else None
        return str(body) if body else NOTHING

    @admin.display(description=_("by"))
    def by_whom(self, sign_in: SignIn) -> str:
        """Who did it for the account, where it was another."""
        return sign_in.by.get_username() if sign_in.by else NOTHING
