"""Ways through the door of the staff pages, as a browser takes them."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from network.models import User

LOGIN, CODE, SET_UP = "/admin/login/", "/admin/login/code/", "/admin/login/set-up/"
RIGHT, WRONG = "a-password-9137", "not-the-password"


def try_password(
    client: Client, username: str, password: str = WRONG, *, address: str = "", **more: Any
) -> Any:
    """Send the first form from an address."""
    extra = {"REMOTE_ADDR": address} if address else {}
    return client.post(LOGIN, {"username": username, "password": password} | more, **extra)


def authenticator(user: User) -> TOTPDevice:
    """As if the user had set one up before."""
    return TOTPDevice.objects.create(user=user, name="authenticator")


def code_of(device: TOTPDevice, *, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = totp.time + steps * device.step
    return f"{totp.token():06d}"


def sign_in(client: Client, user: User, *, steps: int = 0, **more: Any) -> Any:
    """Both steps; the answer to the second."""
    try_password(client, user.username, RIGHT)
    device = TOTPDevice.objects.get(user=user)
    return client.post(CODE, {"code": code_of(device, steps=steps)} | more)


def is_in(client: Client) -> bool:
    """Whether a staff page opens."""
    return bool(client.get("/admin/network/place/").status_code == 200)
