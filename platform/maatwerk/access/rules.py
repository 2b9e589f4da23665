"""What counts as proof of who somebody is, and what a role asks of whoever gives or gets it."""

from __future__ import annotations

from datetime import datetime, timedelta

FRESH = timedelta(minutes=15)


def is_fresh(proven_at: datetime | None, now: datetime) -> bool:
    """Was something proven so lately that it still counts?"""
    return proven_at is not None and now - proven_at <= FRESH


def proven_anew(*, linked: bool, factors: int, fresh_at: datetime | None, now: datetime) -> bool:
    """Did somebody just prove who they are: by their app if they have one, else by their way in?"""
    return is_fresh(fresh_at, now) and (factors >= 2 or not linked)


def may_link(
    *, linked: bool, factors: int, fresh_at: datetime | None, mailbox_at: datetime | None, now: datetime
) -> bool:
    """May an authenticator app be linked now?

    The first one only by who just opened a letter: a password alone may be stolen. Another one instead of it only by
    who just typed a code of the one that is linked; who lost that asks an administrator.
    """
    if linked:
        return factors >= 2 and is_fresh(fresh_at, now)
    return is_fresh(mailbox_at, now)
