"""How often one may try to sign in: counted in the database, so for all workers together.

A lock must stop guessing and must not be a weapon. So tries are counted for an account
together with the address they come from: whoever guesses elsewhere locks only that elsewhere.
The address alone is counted over all accounts, with room for an office behind one address.
The account alone is counted last, against guessing from many addresses at once; that lock
leaves out browsers in which the account has signed in before: they are counted by themselves,
so nobody can shut a colleague out for good. A lock ends by itself and is not made longer by
trying. An unknown account is counted as a known one.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from network.models import SignInTally, User


@dataclasses.dataclass(frozen=True, slots=True)
class Limit:
    """So many tries from the first one on."""

    most: int
    within: dt.timedelta


QUARTER: Final = dt.timedelta(minutes=15)
ACCOUNT_AND_ADDRESS: Final = Limit(5, QUARTER)
BROWSER: Final = Limit(5, QUARTER)
ADDRESS: Final = Limit(30, QUARTER)
ACCOUNT: Final = Limit(50, dt.timedelta(hours=1))
CODE: Final = Limit(5, QUARTER)
CODE_A_DAY: Final = Limit(30, dt.timedelta(days=1))


class TooManyTries(Exception):
    """No more until then; `is_first` marks the first refusal, which is worth recording."""

    def __init__(self, until: dt.datetime, *, is_first: bool) -> None:
        super().__init__(f"wait until {until:%H:%M}")
        self.until, self.is_first = until, is_first

    @property
    def seconds(self) -> int:
        """From now, at least one."""
        return max(1, int((self.until - timezone.now()).total_seconds()))


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """What is counted, and up to where; of an account that may be cleared of it, or of none."""

    what: str
    limit: Limit
    user: User | None = None


def password_tries(
    username: str, *, user: User | None, sender: str, browser: str
) -> Sequence[Counted]:
    """What a try of a password counts for; `browser` is known for this account, or empty."""
    if browser:
        return (Counted(f"browser {browser}", BROWSER, user),)
    return (
        Counted(f"address {sender}", ADDRESS),
        Counted(f"pair {sender} {username}", ACCOUNT_AND_ADDRESS, user),
        Counted(f"account {username}", ACCOUNT, user),
    )


def code_tries(user: User) -> Sequence[Counted]:
    """What a try of a code counts for; only who has the password comes this far.

    Wherever from: a lock here is a nuisance of one whose password is already known to another.
    """
    return (
        Counted(f"code {user.pk}", CODE, user),
        Counted(f"codes of a day {user.pk}", CODE_A_DAY, user),
    )


def count(tries: Sequence[Counted]) -> None:
    """Count a try before it is made, so that no two at once pass; raises TooManyTries.

    In order, and no further than the first that is full: a locked address fills no account.
    """
    now = timezone.now()
    for one in tries:
        tally = _raised(one, now)
        if tally.count > one.limit.most:
            raise TooManyTries(tally.until, is_first=tally.count == one.limit.most + 1)


def give_back(tries: Sequence[Counted]) -> None:
    """It was right: clear what is this person's own, take back one of what is shared."""
    for one in tries:
        row = SignInTally.objects.filter(what=_key(one.what))
        if one.limit in (ADDRESS, ACCOUNT):
            row.filter(count__gt=0).update(count=F("count") - 1)
        else:
            row.delete()


def unlock(user: User) -> None:
    """Forget all tries of this account, wherever from."""
    SignInTally.objects.filter(user=user).delete()


def is_locked(user: User) -> bool:
    """Whether anyone is kept from trying this account now, wherever from."""
    tallies = SignInTally.objects.filter(user=user, until__gt=timezone.now())
    return tallies.filter(count__gt=F("most")).exists()


def _raised(one: Counted, now: dt.datetime) -> SignInTally:
    until = now + one.limit.within
    with transaction.atomic():
        tally, _created = SignInTally.objects.select_for_update().get_or_create(
            what=_key(one.what), defaults={"until": until, "most": one.limit.most, "user": one.user}
        )
        if tally.until <= now:
            tally.count, tally.until, tally.most = 0, until, one.limit.most
        tally.count += 1
        tally.save(update_fields=["count", "until", "most"])
    return tally


def _key(what: str) -> str:
    """A keyed hash: the table tells no address, and no name that was typed."""
    return salted_hmac("network.accounts.attempts", what, algorithm="sha256").hexdigest()
