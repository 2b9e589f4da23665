"""What is done by the clock."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from maatwerk.access.model import Draft, Pass
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake import jobs
from maatwerk.intake.nominations import actions
from maatwerk.tenancy.jobs import NoTenant
from tests.factories import intake


def test_daily_runs_inside_its_own_organisation_only(app, noord, zuid, inside, at):
    held = {}
    for tenant in (noord, zuid):
        with inside(tenant):
            email = f"{uuid4().hex}@school.example"
            actions.keep_until_proven(tenant.programmes[intake.TUTOR], intake.typed(), name="Anna de Wit", email=email)
            held[tenant.slug] = db.session.scalars(select(Pass.id).where(Pass.email == email)).one()
    at(clock.now() + timedelta(days=15))

    with app.app_context():
        jobs.daily(str(noord.id))

    with inside(noord):
        assert db.session.scalars(select(Draft).where(Draft.holder_id == held["noord"])).all() == []
    with inside(zuid):
        assert len(db.session.scalars(select(Draft).where(Draft.holder_id == held["zuid"])).all()) == 1


def test_daily_without_an_organisation_is_refused(app):
    with app.app_context(), pytest.raises(NoTenant):
        jobs.daily(str(uuid4()))
