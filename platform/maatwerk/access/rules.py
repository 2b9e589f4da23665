"""What counts as proof of who somebody is, and what a role asks of whoever gives or gets it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from maatwerk.access.actor import Grant

FRESH = timedelta(minutes=15)
# Whoever has one of these reads every worry (ruling 7).
READERS = ("safeguarding_lead", "safeguarding_deputy")


class Answer(Enum):
    """What becomes of a role that somebody wants to give."""

    GIVEN = "given"
    WAITS = "waits"  # for a yes of somebody who has it
    UNBOUND = "unbound"  # it needs a place
    OWN = "own"  # nobody gives this one to themselves
    UNEXPLAINED = "unexplained"  # to oneself only with a reason


def may_give(grant: Grant, *, own: bool, explained: bool, sitting: int, system: bool) -> Answer:
    """May this role be given now? `sitting` is how many read worries already.

    An administrator gives roles and sees no file: to themselves only with a reason that others hear of, and what
    opens worries never; that waits for who reads them now, and only when nobody does is it given at once.
    """
    if not grant.reaches:
        return Answer.UNBOUND
    if system:
        return Answer.GIVEN
    if grant.role in READERS:
        if own:
            return Answer.OWN
        return Answer.WAITS if sitting else Answer.GIVEN
    return Answer.UNEXPLAINED if own and not explained else Answer.GIVEN


def may_end(role: str, *, others: int, open_doors: bool, system: bool) -> bool:
    """May this role end? Not the last administrator's; once the doors are open, not the last reader's of worries."""
    if role == "administrator":
        return others > 0
    return role not in READERS or others > 0 or not open_doors or system


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
