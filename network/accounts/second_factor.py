"""The second factor: six digits of an authenticator app, or a recovery code when it is lost."""

from __future__ import annotations

import base64
import dataclasses
import secrets
import unicodedata
from typing import Final

import django_otp
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from network.models import User

CODES: Final = 10
CODE_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
CODE_LENGTH: Final = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Passed:
    """A right code: of which authenticator, and whether it was a recovery code."""

    device: TOTPDevice
    recovered: bool


def is_exempt(user: User) -> bool:
    """A demo account, shared by all who try the demo; in production there is no such thing."""
    return user.is_demo and not settings.IS_PRODUCTION


def is_required(user: User) -> bool:
    """Whether no staff page opens to the account without it."""
    return settings.SECOND_FACTOR and not is_exempt(user)


def device_of(user: User) -> TOTPDevice | None:
    """The authenticator that was set up, if one was."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def new_key() -> str:
    """The secret of an authenticator to be, in hexadecimal."""
    return secrets.token_hex(20)


def address_of(user: User, key: str) -> str:
    """What the QR code says to the authenticator app."""
    return str(TOTPDevice(user=user, key=key).config_url)


def written(key: str) -> str:
    """The secret for typing: base 32 in groups of four."""
    text = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def set_up(user: User, key: str, code: str, *, is_new: bool) -> TOTPDevice | None:
    """Make the authenticator with this secret the account's only one, if the code is right.

    Where it is to be the first, another must not be there: a password alone replaces none.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        old = list(TOTPDevice.objects.filter(user=user))
        if is_new and old:
            return None
        device = TOTPDevice.objects.create(user=user, key=key, name="authenticator")
        if not device.verify_token(_digits(code)):
            transaction.set_rollback(True)
            return None
        for other in old:
            other.delete()
    return device


def check(user: User, code: str) -> Passed | None:
    """Whether the code is right; a right one is used up by it."""
    device = device_of(user)
    if device is None:
        return None
    typed = plain(code)
    if typed.isdigit():
        right = django_otp.verify_token(user, device.persistent_id, _digits(code))
        return Passed(device, recovered=False) if right else None
    for codes in StaticDevice.objects.filter(user=user, confirmed=True):
        if django_otp.verify_token(user, codes.persistent_id, _kept(user, typed)):
            return Passed(device, recovered=True)
    return None


def new_recovery_codes(user: User) -> list[str]:
    """Ten codes in place of all earlier ones; only here can they be read."""
    codes = [
        "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)
    ]
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery codes")
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=_kept(user, code)) for code in codes
        )
    half = CODE_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    left: int = StaticToken.objects.filter(device__user=user, device__confirmed=True).count()
    return left


def reset(user: User) -> None:
    """Forget the authenticator and the recovery codes; the next sign-in sets them up anew."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()


def plain(code: str) -> str:
    """A code without what people and keyboards add: spaces, hyphens, capitals, full width."""
    text = unicodedata.normalize("NFKC", code).lower()
    return "".join(letter for letter in text if letter.isalnum())


def _random_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _digits(code: str) -> str:
    """Six digits, or what no authenticator takes."""
    text = plain(code)
    return text if len(text) == 6 and text.isascii() and text.isdigit() else ""


def _kept(user: User, code: str) -> str:
    """A keyed hash of a recovery code, as long as its column: a copied table opens nothing."""
    digest = salted_hmac("network.accounts.recovery", f"{user.pk} {code}", algorithm="sha256")
    return base64.b32encode(digest.digest())[:16].decode().lower()
