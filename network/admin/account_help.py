"""Help with signing in, for an account of one's branch: unlock it, let it set up a new phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from network.accounts import attempts, second_factor, sign_ins
from network.admin.sign_ins import event_badge
from network.models import SignIn, SignInEvent, User

RECENT = 20


def help_page(request: HttpRequest, account: User, context: dict[str, Any]) -> HttpResponse:
    """What happened lately and what can be done; the caller has checked the right to it."""
    if request.method == "POST":
        return _help(request, account)
    events = SignIn.objects.filter(user=account).select_related("by")[:RECENT]
    context |= {
        "title": _("Signing in: %(account)s") % {"account": account},
        "account": account,
        "is_own": account == request.user,
        "is_locked": attempts.is_locked(account),
        "device": second_factor.device_of(account),
        "left": second_factor.codes_left(account),
        "is_exempt": second_factor.is_exempt(account),
        "events": [(event, event_badge(event)) for event in events],
    }
    return TemplateResponse(request, "admin/network/sign_in/help.html", context)


def _help(request: HttpRequest, account: User) -> HttpResponse:
    by = request.user
    if account == by or not isinstance(by, User):
        raise PermissionDenied  # who has taken over a session must not free it of its factor
    if "_reset" in request.POST:
        second_factor.reset(account)
        sign_ins.record(SignInEvent.RESET, account, request=request, by=by)
        words = _("The second factor is gone. %(account)s sets up a new one at the next sign-in.")
    elif "_unlock" in request.POST:
        attempts.unlock(account)
        sign_ins.record(SignInEvent.UNLOCKED, account, request=request, by=by)
        words = _("%(account)s may try again at once.")
    else:
        raise PermissionDenied
    messages.success(request, words % {"account": account})
    return redirect(request.path)
