"""By the clock: who meets in two days is reminded, in every organisation apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maatwerk.tenancy.jobs import NoTenant
from maatwerk.training import jobs
from tests.factories import training as made


def test_job_reminds_in_its_own_organisation_only(app, noord, zuid, inside, sent_letters, at):
    with inside(noord):
        programme = made.a_programme()
        helper = made.a_helper(noord, programme)
        made.joined(made.a_run(programme, made.a_coach(noord)), helper)
    at(made.STARTS[0] - timedelta(days=2))
    with app.app_context():
        assert jobs.remind(str(zuid.id)) == 0
        assert jobs.remind(str(noord.id)) >= 1

    with inside(noord):
        assert [one.kind for one in sent_letters(to=helper.id)][-1] == "training_reminder"


@pytest.mark.parametrize("tenant", ["", "noord", "00000000-0000-4000-8000-000000000009"])
def test_job_without_a_tenant_is_refused(app, tenant):
    with app.app_context(), pytest.raises(NoTenant):
        jobs.remind(tenant)
