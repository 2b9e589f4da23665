"""Who is experienced with several problems at once: staff say so, on a ground, never a sum alone (requirement 37)."""

from __future__ import annotations

from enum import StrEnum

ENOUGH = 2  # roads finished as planned, on which both looked back


class Ground(StrEnum):
    """What the experience rests on."""

    EARNED = "earned"  # on roads finished here
    WORK = "work"  # in care, youth work or education
    STUDY = "study"  # for such work


class Hindrance(StrEnum):
    """Why somebody can't be marked now."""

    NO_SUPPORTER = "no_supporter"
    MARKED = "marked"
    TOO_FEW = "too_few"
    NOT_PREPARED = "not_prepared"


def hindrance(ground: Ground, *, finished: int, prepared: bool, marked: bool, side: str) -> Hindrance | None:
    """What stands in the way of marking a supporter as experienced (requirement 37); None when nothing does.

    Args:
        finished: roads finished as planned here, on which both looked back.
        prepared: staff talked over what is asked, and the extra training was followed.
    """
    if side != "supporter":
        return Hindrance.NO_SUPPORTER
    if marked:
        return Hindrance.MARKED
    if ground is Ground.EARNED and finished < ENOUGH:
        return Hindrance.TOO_FEW
    return None if prepared else Hindrance.NOT_PREPARED


def offered(finished: int) -> tuple[Ground, ...]:
    """The grounds that staff may choose from."""
    return tuple(ground for ground in Ground if ground is not Ground.EARNED or finished >= ENOUGH)
