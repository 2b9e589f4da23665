"""Who fits whom: the question and who lived it first; staff propose, people talk and decide (requirement 84)."""

from __future__ import annotations

from datetime import timedelta

from maatwerk.plugin import Act, Step, Who, conditions, fits
from maatwerk.plugin import lazy_gettext as _

PROFESSIONAL_CONDITIONS = (
    conditions.answer_in_common("mode", _("A way to meet in common"), question="mode"),
    conditions.conduct_seen_for_minors(),
)
PROFESSIONAL_CRITERIA = (
    fits.answer_met("question", _("Question and experience"), 40, of="question", met_by="experience"),
    fits.shared_answer("field", _("Kind of work"), 20, question="field"),
    fits.wish(15, of="style", met_by="manner"),
    fits.availability(15),
    fits.answer_met("people", _("People to meet"), 10, of="people", met_by="reach"),
)
STUDENT_MENTOR_CONDITIONS = (conditions.later_year(),)
STUDENT_MENTOR_CRITERIA = (
    fits.answer_met("question", _("Question and experience"), 40, of="question", met_by="experience"),
    fits.availability(20),
    fits.interests(15),
    fits.wish(15, of="style", met_by="manner"),
    fits.shared_answer("field", _("Kind of work"), 10, question="field"),
)

# Both read who the other is and what they share; the mentor first, so that no student hears a no.
PROFESSIONAL_STEPS = (
    Step("propose", Who.COORDINATOR, Act.PROPOSE, _("The coordinator proposes")),
    Step("mentor_answers", Who.SUPPORTER, Act.ANSWER, _("%(The_supporter)s reads and answers"), timedelta(days=7)),
    Step("mentee_answers", Who.SEEKER, Act.ANSWER, _("%(The_seeker)s reads and answers"), timedelta(days=7)),
)
STUDENT_MENTOR_STEPS = (
    Step("propose", Who.COORDINATOR, Act.PROPOSE, _("The coordinator proposes")),
    Step("mentor_answers", Who.SUPPORTER, Act.ANSWER, _("%(The_supporter)s reads and answers"), timedelta(days=5)),
    Step("mentee_answers", Who.SEEKER, Act.ANSWER, _("%(The_seeker)s reads and answers"), timedelta(days=5)),
)
