"""By the clock: lead and deputy hear again, in every organisation apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from maatwerk.safeguarding import jobs
from maatwerk.tenancy.jobs import NoTenant
from tests.factories.safeguarding import a_worry


def test_job_reminds_in_its_own_organisation_only(app, noord, zuid, inside, sent_letters, at):
    with inside(noord):
        a_worry(noord["seeker"].person_id, noord["guardian"])
    at(datetime.now(UTC) + timedelta(days=4))
    with app.app_context():
        assert (jobs.remind(str(noord.id)), jobs.remind(str(zuid.id))) == (2, 0)

    with inside(noord):
        found = {letter.to_person_id for letter in sent_letters() if letter.kind == "something_still_waits"}
    assert found >= {noord["safeguarding_lead"].person_id, noord["safeguarding_deputy"].person_id}


@pytest.mark.parametrize("tenant", ["", "noord", "00000000-0000-4000-8000-000000000009"])
def test_job_without_a_tenant_is_refused(app, tenant):
    with app.app_context(), pytest.raises(NoTenant):
        jobs.remind(tenant)
