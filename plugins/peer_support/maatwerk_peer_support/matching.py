"""Who fits whom, and who decides: by subject, by course, or by wish and interests."""

from __future__ import annotations

from datetime import timedelta

from maatwerk.plugin import Act, Step, Who, conditions, fits
from maatwerk.plugin import lazy_gettext as _

# The student picks, the tutor answers within a day, the teacher coach confirms.
TUTOR_CONDITIONS = (conditions.same_partner(), conditions.subject_offered(), conditions.later_year())
TUTOR_CRITERIA = (
    fits.subject(45),
    fits.availability(25),
    fits.course(15),
    fits.language(10),
    fits.history(5),
)
TUTOR_STEPS = (
    Step("pick", Who.SEEKER, Act.PICK, _("%(The_seeker)s picks one of at least three"), pick_from=3),
    Step("tutor_answers", Who.SUPPORTER, Act.ANSWER, _("%(The_supporter)s answers within a day"), timedelta(hours=24)),
    Step("coach_confirms", Who.TEACHER_COACH, Act.CONFIRM, _("The teacher coach agrees"), timedelta(days=3)),
)

# The coordinator forms a circle of one course; then everybody answers for themselves.
MENTOR_CONDITIONS = (conditions.same_partner(), conditions.same_course(), conditions.first_year())
MENTOR_CRITERIA = (
    fits.course(35),
    fits.site(20),
    fits.availability(20),
    fits.interests(15),
    fits.shared_answer("route", _("Same road before this course"), 10, question="route"),
)
MENTOR_STEPS = (
    Step("form_circle", Who.COORDINATOR, Act.FORM_CIRCLE, _("The coordinator forms a circle")),
    Step("mentor_answers", Who.SUPPORTER, Act.ANSWER, _("%(The_supporter)s answers"), timedelta(days=5)),
    Step("first_year_answers", Who.SEEKER, Act.ANSWER, _("%(The_seeker)s answers"), timedelta(days=5)),
)

# The coordinator proposes; the buddy answers first, so that no student hears a no.
BUDDY_CONDITIONS = (conditions.same_partner(), conditions.later_year())
BUDDY_CRITERIA = (
    fits.interests(35),
    fits.wish(25, of="wish", met_by="likeness"),
    fits.availability(20),
    fits.shared_answer("experience", _("Went through the same"), 20, question="experience"),
)
BUDDY_STEPS = (
    Step("propose", Who.COORDINATOR, Act.PROPOSE, _("The coordinator proposes")),
    Step("buddy_answers", Who.SUPPORTER, Act.ANSWER, _("%(The_supporter)s answers"), timedelta(days=5)),
    Step("student_answers", Who.SEEKER, Act.ANSWER, _("%(The_seeker)s answers"), timedelta(days=5)),
)
