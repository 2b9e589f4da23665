"""The road: five phases in the same proportions, each with its own checklist, and when somebody looks."""

from __future__ import annotations

from dataclasses import replace

from maatwerk.plugin import (
    CLOSURE,
    DEEPENING,
    GUIDANCE,
    PREPARATION,
    START_UP,
    AttentionRule,
    CheckInPlan,
    ChecklistItem,
    Choice,
    MeetingTopics,
    PhasePlan,
    Signal,
    Who,
)
from maatwerk.plugin import lazy_gettext as _

# After two sessions, then monthly.
CHECK_INS = CheckInPlan(after_meetings=2, every_days=30)


def _phase(plan: PhasePlan, goal: object, *items: ChecklistItem) -> PhasePlan:
    return replace(plan, goal=goal, checklist=items)


_READY = ChecklistItem("trained", _("%(The_supporter)s has the certificate"), Who.TEACHER_COACH)
_AGREEMENT = ChecklistItem("agreement", _("You made the agreement together"), Who.SUPPORTER)
_GOAL = ChecklistItem("first_goal", _("There is a first goal"), Who.SEEKER)
_LOOKED_BACK = ChecklistItem("looked_back", _("You both looked back"), Who.SEEKER)
_FAREWELL = ChecklistItem("farewell", _("You said goodbye"), Who.SUPPORTER)

# Two weeks to prepare, then one, five, one and one of every eight.
TUTOR = (
    _phase(
        PREPARATION,
        _("Someone who fits is found, and both want it."),
        _READY,
        ChecklistItem("subject_named", _("It is clear what the help is for"), Who.SEEKER),
    ),
    _phase(
        START_UP,
        _("The first session: what do you want to reach, and how do you go about it?"),
        _AGREEMENT,
        ChecklistItem("material", _("You have the book or assignment at hand"), Who.SEEKER),
        _GOAL,
    ),
    _phase(
        GUIDANCE,
        _("Every week forty-five minutes on the subject."),
        ChecklistItem("weekly", _("You meet every week"), Who.SUPPORTER),
        ChecklistItem("halfway", _("You looked halfway at whether it works"), Who.SEEKER),
    ),
    _phase(
        DEEPENING,
        _("%(The_seeker)s works alone, and brings questions."),
        ChecklistItem("alone", _("One assignment is done alone"), Who.SEEKER),
    ),
    _phase(
        CLOSURE,
        _("A last session: what can you do now, and who helps from here?"),
        _LOOKED_BACK,
        ChecklistItem("next_help", _("It is clear where to go with new questions"), Who.SUPPORTER),
        _FAREWELL,
    ),
)
MENTOR = (
    _phase(
        PREPARATION,
        _("A circle is formed, and everyone in it said yes."),
        _READY,
        ChecklistItem("room", _("There is a fixed place to meet"), Who.COORDINATOR),
    ),
    _phase(
        START_UP,
        _("The kick-off: getting to know each other and the school."),
        ChecklistItem("tour", _("You walked through the school together"), Who.SUPPORTER),
        _AGREEMENT,
    ),
    _phase(
        GUIDANCE,
        _("Every other week together: school work, rules, people, questions."),
        ChecklistItem("everyone_spoke", _("You spoke with everyone on their own once"), Who.SUPPORTER),
        ChecklistItem("first_report", _("You talked about the first results"), Who.SUPPORTER),
        ChecklistItem("halfway", _("You looked halfway at whether it works"), Who.SEEKER),
    ),
    _phase(
        DEEPENING,
        _("The circle finds its own way; you keep an eye on those who are quiet."),
        ChecklistItem("own_topic", _("The circle chose a topic itself"), Who.SEEKER),
    ),
    _phase(
        CLOSURE,
        _("A last time together before Christmas."),
        _LOOKED_BACK,
        ChecklistItem("counsellor", _("Everyone knows their study counsellor"), Who.SUPPORTER),
        _FAREWELL,
    ),
)
BUDDY = (
    _phase(
        PREPARATION,
        _("Someone who fits is found, and both want it."),
        _READY,
        ChecklistItem("wish_known", _("%(The_supporter)s knows what is wished"), Who.COORDINATOR),
    ),
    _phase(
        START_UP,
        _("The kick-off with the coordinator, and getting to know each other."),
        _AGREEMENT,
        ChecklistItem("fun", _("You did something fun together"), Who.SUPPORTER),
        _GOAL,
    ),
    _phase(
        GUIDANCE,
        _("Every week together: talking, doing things, taking steps."),
        ChecklistItem("weekly", _("You meet every week"), Who.SUPPORTER),
        ChecklistItem("halfway", _("You both looked back midway"), Who.SEEKER),
    ),
    _phase(
        DEEPENING,
        _("%(The_seeker)s takes own steps; meeting less often is fine."),
        ChecklistItem("network", _("There is someone else to turn to as well"), Who.SEEKER),
        ChecklistItem("end_named", _("You talked about when you stop"), Who.SUPPORTER),
    ),
    _phase(
        CLOSURE,
        _("Looking back, and saying goodbye well."),
        _LOOKED_BACK,
        _FAREWELL,
        ChecklistItem("follow_up", _("It is clear who helps from here"), Who.COORDINATOR),
    ),
)


def attention(*, days: int) -> tuple[AttentionRule, ...]:
    """Contact that stops, a start that waits, and too few hours: what takes the effect away."""
    return (
        AttentionRule("no_contact", Signal.NO_CONTACT, _("No contact for %(days)s days"), days=days),
        AttentionRule("no_kickoff", Signal.NO_KICKOFF_DATE, _("No first meeting planned for %(days)s days"), days=10),
        AttentionRule("few_meetings", Signal.FEW_MEETINGS, _("Too few meetings to help"), days=35, count=3),
        AttentionRule("waiting", Signal.WAITING, _("Waiting for %(days)s days"), days=21),
    )


TUTOR_TOPICS = MeetingTopics(
    (
        Choice("explained", _("Explained the subject")),
        Choice("assignment", _("Worked on an assignment")),
        Choice("test", _("Prepared a test")),
        Choice("planning", _("Planning")),
        Choice("language", _("Language")),
        Choice("confidence", _("Believing in myself")),
        Choice("other", _("Something else")),
    )
)
MENTOR_TOPICS = MeetingTopics(
    (
        Choice("settling", _("Settling in")),
        Choice("people", _("Getting to know people")),
        Choice("rules", _("Rules and systems of the school")),
        Choice("planning", _("Planning")),
        Choice("internship", _("Internship")),
        Choice("course_choice", _("Course and choices")),
        Choice("outing", _("Doing something together")),
        Choice("other", _("Something else")),
    )
)
