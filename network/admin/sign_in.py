"""The door of the staff pages: password, second factor, and who is let through."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

import django_otp
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from network.accounts import devices, entering, pending, second_factor, sign_ins
from network.accounts.second_factor import Passed
from network.admin.sign_in_forms import CodeForm, PasswordForm, RememberedCodeForm, SetUpForm
from network.models import SignInEvent, User
from network.pages import qr

NEW_KEY: Final = "new_authenticator"  # in the session of who may set up another one

Response = TypeVar("Response", bound=HttpResponseBase)


def with_origin(response: Response) -> Response:
    """Let our own pages know each other: under `no-referrer` a form's Origin is null.

    Django refuses such a form. Other sites still learn nothing.
    """
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def door(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page for who is not signed in yet: never kept, and nothing typed gets into a report."""

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        return with_origin(view(request))

    return never_cache(sensitive_post_parameters()(opened))


class SignInSite(admin.AdminSite):
    """Django's site behind a second factor."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff who passed all that is asked of them."""
        return super().has_permission(request) and entering.is_complete(request)

    def get_urls(self) -> list[Any]:
        """The steps at the door, and one's own second factor, before Django's addresses."""
        return [
            path("login/code/", door(self.code_step), name="sign_in_code"),
            path("login/set-up/", door(self.set_up_step), name="sign_in_set_up"),
            path("second-factor/", self.admin_view(self.second_factor), name="second_factor"),
            *super().get_urls(),
        ]

    # Steps

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The password."""
        return door(self._password_step)(request)

    def _password_step(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        form = PasswordForm(request, data=_sent(request))
        if form.is_valid():
            return _after_password(request, form.get_user())
        context = {"form": form, "title": _("Log in"), "next": _after(request)}
        return self._page(request, "admin/login.html", context)

    def code_step(self, request: HttpRequest) -> HttpResponse:
        """The code of the authenticator, or a recovery code."""
        waiting = pending.waiting(request)
        if waiting is None:
            return _from_the_start(request)
        if second_factor.device_of(waiting.user) is None:
            return redirect("admin:sign_in_set_up")
        form = RememberedCodeForm(_sent(request), request=request, user=waiting.user)
        if form.is_valid() and form.passed:
            passed = form.passed
            entering.enter(request, waiting.user, passed.device, recovered=passed.recovered)
            _tell_of_recovery(request, waiting.user, passed)
            remembering = passed.device if form.cleaned_data["remember"] else None
            response = redirect(waiting.after)
            entering.mark(request, response, waiting.user, remembering=remembering)
            return response
        context = {"form": form, "title": _("Enter the code"), "who": waiting.user}
        return self._page(request, "admin/network/sign_in/code.html", context)

    def set_up_step(self, request: HttpRequest) -> HttpResponse:
        """The first authenticator of an account, or another one in place of it."""
        waiting = pending.waiting(request)
        is_new = waiting is not None
        if waiting is None:
            waiting = self._replacing(request)
        elif second_factor.device_of(waiting.user):
            return redirect("admin:sign_in_code")
        if waiting is None:
            return _from_the_start(request)
        form = SetUpForm(
            _sent(request), request=request, user=waiting.user, key=waiting.key, is_new=is_new
        )
        if form.is_valid() and form.passed:
            return self._set_up(request, waiting, form, is_new=is_new)
        context = {"form": form, "title": _("Set up the second factor"), "who": waiting.user}
        context |= _secret(waiting)
        return self._page(request, "admin/network/sign_in/set_up.html", context)

    def _replacing(self, request: HttpRequest) -> pending.Waiting | None:
        key = request.session.get(NEW_KEY)
        if key is None or not isinstance(request.user, User) or not self.has_permission(request):
            return None
        return pending.Waiting(request.user, reverse("admin:second_factor"), key)

    def _set_up(
        self, request: HttpRequest, waiting: pending.Waiting, form: SetUpForm, *, is_new: bool
    ) -> HttpResponse:
        assert form.passed  # noqa: S101 - the caller's condition, told to the type checker
        device = form.passed.device
        sign_ins.record(SignInEvent.SET_UP, waiting.user, request=request)
        if is_new:
            entering.enter(request, waiting.user, device)
        else:
            del request.session[NEW_KEY]
            django_otp.login(request, device)
        response = self._codes(request, waiting.user, after=waiting.after)
        remembering = device if form.cleaned_data["remember"] else None
        entering.mark(request, response, waiting.user, remembering=remembering)
        return response

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's, in our words."""
        words = {"title": _("You are logged out"), "subtitle": None}
        return super().logout(request, words | (extra_context or {}))

    # One's own second factor

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """New recovery codes, or another authenticator, for who has one at hand."""
        user = request.user
        assert isinstance(user, User)  # noqa: S101 - admin_view lets nobody else in
        device = second_factor.device_of(user)
        if request.method == "POST" and device is None and not second_factor.is_exempt(user):
            return _begin_set_up(request)
        form = CodeForm(_sent(request), request=request, user=user)
        if device and form.is_valid():
            if "_replace" in request.POST:
                return _begin_set_up(request)
            sign_ins.record(SignInEvent.NEW_CODES, user, request=request)
            return self._codes(request, user, after=reverse("admin:second_factor"))
        context = {
            "form": form,
            "title": _("Second factor"),
            "device": device,
            "left": second_factor.codes_left(user),
            "is_exempt": second_factor.is_exempt(user),
        }
        return self._page(request, "admin/network/sign_in/second_factor.html", context)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's; written down."""
        response: HttpResponse = super().password_change(request, extra_context)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            user = request.user
            assert isinstance(user, User)  # noqa: S101 - admin_view lets nobody else in
            sign_ins.record(SignInEvent.PASSWORD, user, request=request, by=user)
        return response

    # Answers

    def _codes(self, request: HttpRequest, user: User, *, after: str) -> HttpResponse:
        codes = second_factor.new_recovery_codes(user)
        context = {"codes": codes, "after": after, "title": _("Your recovery codes"), "who": user}
        return self._page(request, "admin/network/sign_in/codes.html", context)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        """As it is, or 429 with the seconds to wait."""
        form = context.get("form")
        locked = getattr(form, "locked", None)
        context = {**self.each_context(request), "subtitle": None} | context
        response = render(request, template, context, status=429 if locked else 200)
        if locked:
            response.headers["Retry-After"] = str(locked.seconds)
        return response


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _after(request: HttpRequest) -> str:
    """Where to go once signed in: a page of this site, or the front page."""
    after: str = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        after, {request.get_host()}, require_https=request.is_secure()
    )
    return after if is_ours else reverse("admin:index")


def _after_password(request: HttpRequest, user: Any) -> HttpResponse:
    """In, or on to the second step."""
    after, device = _after(request), second_factor.device_of(user)
    is_remembered = device is not None and devices.is_remembered(request, user, device)
    if is_remembered or not entering.asks_for_code(user):
        entering.enter(request, user, device)
        response = redirect(after)
        entering.mark(request, response, user)
        return response
    pending.begin(request, user, after)
    return redirect("admin:sign_in_code" if device else "admin:sign_in_set_up")


def _from_the_start(request: HttpRequest) -> HttpResponse:
    """To the password; with a reason where there was one given before."""
    if pending.KEY in request.session:
        pending.end(request)
        messages.info(request, _("That took too long. Please enter your password again."))
    return redirect("admin:login")


def _tell_of_recovery(request: HttpRequest, user: User, passed: Passed) -> None:
    if not passed.recovered:
        return
    words = _(
        "You signed in with a recovery code; %(left)d are left. If your phone is lost, set up"
        " another one under “Second factor”."
    )
    messages.warning(request, words % {"left": second_factor.codes_left(user)})


def _begin_set_up(request: HttpRequest) -> HttpResponse:
    request.session[NEW_KEY] = second_factor.new_key()
    return redirect("admin:sign_in_set_up")


def _secret(waiting: pending.Waiting) -> dict[str, str]:
    """The secret as a picture, as a link for the phone itself, and for typing."""
    address = second_factor.address_of(waiting.user, waiting.key)
    picture = base64.b64encode(qr.svg(address)).decode()
    return {
        "picture": f"data:image/svg+xml;base64,{picture}",
        "address": address,
        "secret": second_factor.written(waiting.key),
    }
