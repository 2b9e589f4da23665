"""Staff say who is experienced with several problems at once, and matching hears it (requirement 37)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from maatwerk.access.work import Clash, NotFound, Refused
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.programme.model import Participation
from maatwerk.trajectory.closing import actions as closing
from maatwerk.trajectory.experience import actions, queries
from maatwerk.trajectory.rules.closing import Farewell, Kind
from maatwerk.trajectory.rules.experience import Ground
from tests.factories import trajectory as make


def _finished(pair: make.Pair, *, both: bool = True) -> None:
    """Their road is finished as planned; without both, only the young person looked back."""
    today = clock.today()
    closing.open_closing(pair.match_id, Kind.COMPLETE, today, by=pair.coordinator)
    make.looked_back(pair, pair.seeker)
    if both:
        make.looked_back(pair, pair.supporter)
    else:
        closing.leave_out(pair.match_id, closing.Step.SUPPORTER_REVIEW, "moved away", by=pair.coordinator)
    closing.say_goodbye(pair.match_id, today, Farewell.TOGETHER, by=pair.coordinator)
    closing.follow_up_on(pair.match_id, make.tomorrow().date(), by=pair.coordinator)
    closing.close(pair.match_id, closing.Ending(), by=pair.coordinator)


def _part(pair: make.Pair) -> Participation:
    db.session.rollback()
    return db.session.scalars(select(Participation).where(Participation.id == pair.match.supporter_id)).one()


def test_two_finished_roads_on_which_both_looked_back_are_experience(here):
    one, two, three = (make.agreed(make.begun(pair)) for pair in make.pairs(here, seekers=3))
    _finished(one)
    _finished(two, both=False)
    part_id = one.match.supporter_id
    with pytest.raises(Refused):
        actions.mark(part_id, Ground.EARNED, prepared=True, by=here["coordinator"])
    assert (queries.finished(one.supporter.person_id), _part(one).experienced) == (1, False)

    _finished(three)
    actions.mark(part_id, Ground.EARNED, prepared=True, by=here["coordinator"])

    mark = queries.mark_of(part_id)
    assert (_part(one).experienced, mark.ground, mark.marked_by) == (True, "earned", here["coordinator"].person_id)


def test_experience_brought_along_needs_preparation_too(here):
    pair = make.a_pair(here)
    part_id = pair.match.supporter_id

    with pytest.raises(Refused):
        actions.mark(part_id, Ground.WORK, prepared=False, by=here["coordinator"])
    actions.mark(part_id, Ground.WORK, prepared=True, by=here["coordinator"])
    with pytest.raises(Clash):
        actions.mark(part_id, Ground.STUDY, prepared=True, by=here["coordinator"])

    assert queries.mark_of(part_id).ground == "work"


def test_mark_that_is_taken_back_stays_dated(here):
    pair = make.a_pair(here)
    part_id = pair.match.supporter_id
    actions.mark(part_id, Ground.STUDY, prepared=True, by=here["coordinator"])

    actions.take_back(part_id, by=here["coordinator"])

    assert (_part(pair).experienced, queries.mark_of(part_id)) == (False, None)
    with pytest.raises(Clash):
        actions.take_back(part_id, by=here["coordinator"])
    actions.mark(part_id, Ground.WORK, prepared=True, by=here["coordinator"])
    assert queries.mark_of(part_id).ground == "work"


@pytest.mark.parametrize("role", ["teacher_coach", "administrator", "safeguarding_lead", "supporter"])
def test_nobody_but_a_coordinator_marks(here, role):
    pair = make.a_pair(here)

    with pytest.raises(NotFound):
        actions.mark(pair.match.supporter_id, Ground.WORK, prepared=True, by=here[role])


def test_who_asks_for_support_is_never_marked(here):
    pair = make.a_pair(here)

    with pytest.raises(Refused):
        actions.mark(pair.match.seeker_id, Ground.WORK, prepared=True, by=here["coordinator"])


def test_page_marks_in_two_taps_and_takes_back(here, client_for):
    pair = make.road(here)
    client, url = client_for(here["coordinator"]), f"/supporters/{pair.match.supporter_id}/experience"
    pages = (f"/matches/{pair.match_id}", f"/people/{pair.supporter.person_id}")
    links = [client.get(page).text.count(f'href="{url}"') for page in pages]
    offered = client.get(url).text

    refused = client.submit(url, {"ground": "work"})
    marked = client.submit(url, {"ground": "work", "prepared": "y"})
    after = client.get(url).text
    back = client.submit(f"{url}/take-back", {})

    assert (links, "Roads finished here</span>" in offered) == ([1, 1], False)
    assert [answer.status_code for answer in (refused, marked, back)] == [422, 303, 303]
    assert "Work in care, youth work or education" in after
    assert client_for(pair.supporter).get(url).status_code == 404
    assert client.get(f"/supporters/{pair.match.seeker_id}/experience").status_code == 404
