"""Whom staff may take to be experienced with several problems at once (requirement 37)."""

from __future__ import annotations

import pytest

from maatwerk.trajectory.rules.experience import ENOUGH, Ground, Hindrance, hindrance, offered


@pytest.mark.parametrize(
    ("ground", "finished", "why"),
    [
        (Ground.EARNED, ENOUGH - 1, Hindrance.TOO_FEW),
        (Ground.EARNED, ENOUGH, None),
        (Ground.WORK, 0, None),
        (Ground.STUDY, 0, None),
    ],
)
def test_experience_is_earned_on_the_road_or_brought_along(ground, finished, why):
    assert hindrance(ground, finished=finished, prepared=True, marked=False, side="supporter") is why


def test_nobody_is_marked_without_extra_preparation():
    """Requirement 37: plus extra training."""
    assert hindrance(Ground.WORK, finished=9, prepared=False, marked=False, side="supporter") is Hindrance.NOT_PREPARED


def test_only_who_gives_support_is_marked_and_once():
    known = {"finished": 9, "prepared": True}

    assert hindrance(Ground.EARNED, **known, marked=True, side="supporter") is Hindrance.MARKED
    assert hindrance(Ground.EARNED, **known, marked=False, side="seeker") is Hindrance.NO_SUPPORTER


def test_ground_that_is_not_there_yet_is_not_offered():
    assert offered(ENOUGH - 1) == (Ground.WORK, Ground.STUDY)
    assert offered(ENOUGH) == (Ground.EARNED, Ground.WORK, Ground.STUDY)
