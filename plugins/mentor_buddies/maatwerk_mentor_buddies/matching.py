"""Who fits whom, nearby; the coordinator chooses from a shortlist, then the volunteer and the pupil say yes."""

from __future__ import annotations

from datetime import timedelta

from maatwerk.plugin import Act, Step, Who, conditions, fits
from maatwerk.plugin import lazy_gettext as _

CONDITIONS = (conditions.within_reach(), conditions.times_in_common())
CRITERIA = (
    fits.interests(30),
    fits.availability(15),
    fits.nearness(10),
    fits.answer_met("school", _("What is hard, and who is good at it"), 20, of="school", met_by="strengths"),
    fits.age_nearness(15),
    fits.wish(10, of="wish", met_by="likeness"),
)
STEPS = (
    Step("propose", Who.COORDINATOR, Act.PROPOSE, _("The coordinator chooses from a shortlist")),
    Step("volunteer_answers", Who.SUPPORTER, Act.ANSWER, _("%(The_supporter)s answers"), timedelta(days=5)),
    Step("pupil_answers", Who.SEEKER, Act.ANSWER, _("%(The_seeker)s answers"), timedelta(days=5)),
)
