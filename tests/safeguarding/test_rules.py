"""Who hears of a worry, and what still waits (ruling 7)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.safeguarding.rules import (
    DEPUTY,
    LEAD,
    Reader,
    State,
    Urgency,
    asks_again,
    hear,
    may_become,
    sort_rank,
)

DAY = date(2026, 11, 24)
ANNA, BRAM, CAS = UUID(int=1), UUID(int=2), UUID(int=3)
people = st.sampled_from([ANNA, BRAM, CAS])
readers = st.builds(Reader, people, st.just("Anna"), st.sampled_from([LEAD, DEPUTY]))


def test_lead_and_deputy_hear_of_a_worry():
    lead, deputy = Reader(BRAM, "Bram", LEAD), Reader(ANNA, "Anna", DEPUTY)

    assert hear([deputy, lead], about=CAS) == (lead, deputy)


def test_nobody_hears_of_a_worry_about_themselves():
    """A worry about the lead goes past the lead, to the deputy alone."""
    lead, deputy = Reader(ANNA, "Anna", LEAD), Reader(BRAM, "Bram", DEPUTY)

    assert hear([lead, deputy], about=ANNA) == (deputy,)
    assert hear([lead], about=ANNA) == ()


def test_who_is_lead_and_deputy_gets_one_letter():
    assert hear([Reader(ANNA, "Anna", DEPUTY), Reader(ANNA, "Anna", LEAD)], about=CAS) == (Reader(ANNA, "Anna", LEAD),)


@given(st.lists(readers, max_size=8), people)
def test_hear_names_each_once_and_never_the_one_it_is_about(found, about):
    heard = [reader.person_id for reader in hear(found, about)]

    assert len(heard) == len(set(heard))
    assert set(heard) == {reader.person_id for reader in found} - {about}


@pytest.mark.parametrize(
    ("now", "then", "yes"),
    [
        (State.RECEIVED, State.READ, True),
        (State.RECEIVED, State.ACKNOWLEDGED, True),
        (State.READ, State.ACKNOWLEDGED, True),
        (State.READ, State.READ, False),
        (State.READ, State.RECEIVED, False),
        (State.ACKNOWLEDGED, State.READ, False),
        (State.ACKNOWLEDGED, State.ACKNOWLEDGED, False),
    ],
)
def test_worry_only_goes_on(now, then, yes):
    assert may_become(now, then) is yes


def test_reminder_comes_every_day_after_the_first_until_read():
    """Ruling 7: at once and daily until read."""
    later = [asks_again(State.RECEIVED, DAY, DAY + timedelta(days=after)) for after in (0, 1, 2, 30)]

    assert later == [False, True, True, True]
    assert asks_again(State.READ, DAY, DAY + timedelta(days=3)) is False
    assert asks_again(State.ACKNOWLEDGED, DAY, DAY + timedelta(days=3)) is False


def test_list_puts_unread_and_urgent_first():
    ranked = sorted(
        [(state, urgency) for state in State for urgency in (Urgency.TODAY, Urgency.UNSURE)],
        key=lambda found: sort_rank(*found),
    )

    assert ranked == [
        (State.RECEIVED, Urgency.TODAY),
        (State.RECEIVED, Urgency.UNSURE),
        (State.READ, Urgency.TODAY),
        (State.READ, Urgency.UNSURE),
        (State.ACKNOWLEDGED, Urgency.TODAY),
        (State.ACKNOWLEDGED, Urgency.UNSURE),
    ]


def test_unsure_ranks_with_this_week():
    """Not knowing is no reason to wait longer, nor to be put behind."""
    assert sort_rank(State.RECEIVED, Urgency.UNSURE) == sort_rank(State.RECEIVED, Urgency.THIS_WEEK)
