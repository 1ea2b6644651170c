"""The screens of staff accounts and Django's groups, for superusers."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from network.admin.rights import Screen
from network.models import User


@admin.register(User)
class AccountAdmin(Screen[User], UserAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Who signs in, and for which organization."""

    list_display = ("username", "full_name", "organization", "is_active", "last_login")
    list_select_related = ("organization",)
    list_filter = ("is_active", "is_superuser", "organization__level", "is_demo")
    search_fields = ("username", "first_name", "last_name", "email", "organization__name")
    autocomplete_fields = ("organization",)
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email")}),
        (_("Rights"), {"fields": ("organization", "is_active", "is_staff", "is_superuser")}),
        (_("Sign-ins"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "usable_password",
                    "password1",
                    "password2",
                    "organization",
                    "is_staff",
                ),
            },
        ),
    )

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        """Family name first, as in Chinese."""
        return f"{user.last_name}{user.first_name}" or user.get_username()


admin.site.unregister(Group)  # importing Django's screen has registered it


@admin.register(Group)
class GroupsAdmin(Screen[Group], GroupAdmin):
    """Django's groups; rights over places follow organizations, not groups."""
