"""The screen of staff accounts: an approver manages those of its branch."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, ForeignKey, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from network.accounts import sign_ins
from network.accounts.second_factor import is_exempt
from network.admin.account_help import help_page
from network.admin.display import NOTHING, badge
from network.admin.rights import Screen
from network.models import Organization, SignInEvent, User
from network.querysets import APPROVER, branch_of

PERSON = (_("Person"), {"fields": ("last_name", "first_name", "email")})
SIGN_INS = (_("Sign-ins"), {"fields": ("last_login", "date_joined", "signing_in")})
# What nobody changes about themselves: who could, could shut themselves out or in.
OF_OTHERS = ("organization", "role", "is_active", "is_superuser")


@admin.register(User)
class AccountAdmin(Screen[User], UserAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Who signs in, for which organization and in which role."""

    list_display = (
        "username",
        "full_name",
        "organization",
        "role",
        "active",
        "factor",
        "last_login",
    )
    list_select_related = ("organization",)
    list_filter = ("role", "is_active", "organization__level", "is_demo")
    search_fields = ("username", "first_name", "last_name", "email", "organization__name")
    autocomplete_fields = ("organization",)
    readonly_fields = ("last_login", "date_joined", "signing_in")
    filter_horizontal = ()
    actions = None
    ordering = ("organization__path", "username")
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "password1", "password2"),
            },
        ),
        PERSON,
        (_("Rights"), {"fields": ("organization", "role")}),
    )

    # Rights

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Only the accounts that the user manages."""
        mine = super().get_queryset(request) & User.objects.managed_by(request.user)
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return mine.annotate(has_factor=Exists(devices))

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Approvers, each their branch."""
        if obj is None or obj.pk is None:
            return branch_of(request.user, (APPROVER,)) is not None
        return bool(User.objects.managed_by(request.user).filter(pk=obj.pk).exists())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Approvers; the form offers only their own bodies."""
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """As for viewing."""
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: the history names them. An account is switched off."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Rights over everything are for superusers to give."""
        if obj is None:
            return self.add_fieldsets
        rights = ["organization", "role", "is_active"]
        if request.user.is_superuser:
            rights.append("is_superuser")
        first = (None, {"fields": ("username", "password")})
        return (first, PERSON, (_("Rights"), {"fields": rights}), SIGN_INS)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """One's own rights."""
        return (*self.readonly_fields, *(OF_OTHERS if obj and obj.pk == request.user.pk else ()))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Organizations of the user's branch, and never none: such an account could do nothing."""
        if db_field.name == "organization":
            kwargs["queryset"] = Organization.objects.staffed_by(request.user)
            kwargs["required"] = not request.user.is_superuser
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Every account is one of staff."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    # Signing in

    def get_urls(self) -> list[Any]:
        """Help with signing in, before Django's addresses."""
        view = self.admin_site.admin_view(self.help_view)
        return [
            path("<path:object_id>/sign-in/", view, name="network_user_sign_in"),
            *super().get_urls(),
        ]

    def help_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Unlock an account of the branch, or reset its second factor; never one's own."""
        account = self.get_object(request, object_id)
        if account is None or not self.has_change_permission(request, account):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {"opts": self.opts}
        return help_page(request, account, context)

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's name
        form_url: str = "",
    ) -> HttpResponse:
        """Django's; written down."""
        before = User.objects.filter(pk=id).values_list("password", flat=True).first()
        response: HttpResponse = super().user_change_password(request, id, form_url)
        account = User.objects.filter(pk=id).first()
        if account and account.password != before:
            by = request.user if isinstance(request.user, User) else None
            sign_ins.record(SignInEvent.PASSWORD, account, request=request, by=by)
        return response

    # Columns

    @admin.display(description=_("signing in"))
    def signing_in(self, user: User) -> Any:
        """The way to the page that helps."""
        url = reverse("admin:network_user_sign_in", args=[user.pk])
        words = _("Latest sign-ins, unlock, reset the second factor")
        return format_html('<a href="{}">{}</a>', url, words)

    @admin.display(description=_("second factor"), ordering="has_factor", boolean=False)
    def factor(self, user: Any) -> Any:
        """Set up, or not yet."""
        if user.has_factor:
            return badge("done", str(_("set up")))
        return NOTHING if is_exempt(user) else badge("unsure", str(_("not yet")))

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        """Family name first, as in Chinese."""
        return user.get_full_name() or user.get_username()

    @admin.display(description=_("active"), ordering="is_active")
    def active(self, user: User) -> Any:
        """Switched off, or not."""
        return (
            badge("done", str(_("active")))
            if user.is_active
            else badge("closed", str(_("switched off")))
        )


admin.site.unregister(Group)  # importing Django's screen has registered it; rights need none
