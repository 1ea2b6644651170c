"""Help from the machine's own command line."""

from network.accounts import attempts, second_factor, sign_ins
from network.models import SignInEvent, User


def rescue(user: User, *, reset_second_factor: bool) -> None:
    """Unlock the account and, if asked, let it set up a new second factor; both are recorded."""
    attempts.unlock(user)
    sign_ins.record(SignInEvent.UNLOCKED, user)
    if reset_second_factor:
        second_factor.reset(user)
        sign_ins.record(SignInEvent.RESET, user)
