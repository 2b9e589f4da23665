"""What is done by the clock, inside its tenant or not at all."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from maatwerk import testing
from maatwerk.ground import clock
from maatwerk.people import jobs
from maatwerk.tenancy.jobs import NoTenant
from tests.factories import people as made


def test_consents_are_reminded_of_by_the_clock(app: Flask, noord: testing.TenantFixture, inside: Any, at: Any) -> None:
    with inside(noord):
        child, programme = made.a_person(birth_date=made.born(14)), made.a_programme()
        made.a_participation(child, programme)
        made.a_guardian(child)
        made.asked(child, programme)
    at(clock.now() + clock.days(7.1))
    with app.app_context():
        assert jobs.consents(str(noord.id)) >= 1


@pytest.mark.parametrize("job", [jobs.consents, jobs.forget_files])
def test_a_job_without_its_tenant_is_refused(app: Flask, job: Any) -> None:
    with app.app_context(), pytest.raises(NoTenant):
        job(str(uuid4()))


def test_nothing_young_is_thrown_away(app: Flask, noord: testing.TenantFixture) -> None:
    with app.app_context():
        assert jobs.forget_files(str(noord.id)) == 0
