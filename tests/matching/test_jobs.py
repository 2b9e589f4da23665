"""What the clock does, in its tenant or not at all."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from maatwerk.ground import clock
from maatwerk.matching import actions, jobs, letters
from maatwerk.matching.letters import KINDS
from maatwerk.tenancy.jobs import NoTenant
from tests.factories import matching as make


def test_hourly_ends_what_is_over(app: Flask, school: Any, inside: Any):
    with inside(school):
        programme = make.a_programme()
        noor, sem = make.a_seeker(programme), make.a_supporter(programme)
        proposal = actions.propose(noor.id, sem.id, by=school["coordinator"])
    clock.reset(clock.now() + timedelta(days=6))
    try:
        with app.app_context():
            jobs.hourly(str(school.id))
    finally:
        clock.reset(None)

    with inside(school):
        assert make.stored(proposal).state == "expired"


def test_hourly_without_a_tenant_is_refused(app: Flask):
    with app.app_context(), pytest.raises(NoTenant):
        jobs.hourly("")


@pytest.mark.parametrize("kind", KINDS, ids=[kind.key for kind in KINDS])
def test_letters_hold_no_name_and_no_dossier(kind: Any):
    """Ruling 12: a first name in the greeting only; nothing about the other but that they are there."""
    said = " ".join(str(text) for text in (kind.subject, *kind.body, kind.button))

    assert set(re.findall(r"%\((\w+)\)", said)) == ({"day"} if kind == letters.REMINDER else set())


def test_letters_are_sent_once_by_their_keys(school: Any, inside: Any):
    with inside(school):
        programme = make.a_programme()
        noor, sem = make.a_seeker(programme), make.a_supporter(programme)
        proposal = make.stored(actions.propose(noor.id, sem.id, by=school["coordinator"]))

        asked = [letters.to_answer(letters.PROPOSED_SUPPORTER, proposal, sem.person_id).key for _ in range(2)]
        other = letters.to_answer(letters.PROPOSED_SEEKER, proposal, noor.person_id).key

    assert asked[0] == asked[1] != other
