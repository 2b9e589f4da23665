"""The road of a year: everybody starts together, an hour a week at school, less often from month eight."""

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

CHECK_INS = CheckInPlan(in_first_month=2, every_days=30)


def _phase(plan: PhasePlan, share: int, goal: object, *items: ChecklistItem) -> PhasePlan:
    return replace(plan, share=share, goal=goal, checklist=items)


PHASES = (
    _phase(
        PREPARATION,
        6,
        _("The pupil wants it, parents know of it, the volunteer is ready."),
        ChecklistItem("trained", _("%(The_supporter)s followed the course"), Who.COORDINATOR),
        ChecklistItem("room", _("The school has a quiet place to meet"), Who.COORDINATOR),
    ),
    _phase(
        START_UP,
        4,
        _("The kick-off with everybody, and getting to know each other."),
        ChecklistItem("agreement", _("You made the agreement together"), Who.SUPPORTER),
        ChecklistItem("likes", _("You know what the other likes"), Who.SUPPORTER),
        ChecklistItem("first_goal", _("There is a first goal"), Who.SEEKER),
    ),
    _phase(
        GUIDANCE,
        30,
        _("Every week an hour, at school, about what matters to the pupil."),
        ChecklistItem("weekly", _("You meet every week"), Who.SUPPORTER),
        ChecklistItem("with_school", _("The coordinator talked with the school this term"), Who.COORDINATOR),
        ChecklistItem("halfway", _("You both looked back midway"), Who.SEEKER),
    ),
    _phase(
        DEEPENING,
        14,
        _("%(The_seeker)s does more alone; every other week is fine."),
        ChecklistItem("alone", _("%(The_seeker)s did something alone that was hard before"), Who.SEEKER),
        ChecklistItem("end_named", _("You talked about when you stop"), Who.SUPPORTER),
    ),
    _phase(
        CLOSURE,
        4,
        _("Looking back, and saying goodbye well."),
        ChecklistItem("looked_back", _("You both looked back"), Who.SEEKER),
        ChecklistItem("farewell", _("You said goodbye"), Who.SUPPORTER),
        ChecklistItem("follow_up", _("It is clear who helps from here"), Who.COORDINATOR),
    ),
)
ATTENTION = (
    AttentionRule("no_contact", Signal.NO_CONTACT, _("No contact for %(days)s days"), days=14),
    AttentionRule("no_kickoff", Signal.NO_KICKOFF_DATE, _("No kick-off planned for %(days)s days"), days=10),
    AttentionRule("missed", Signal.MISSED_IN_A_ROW, _("%(count)s meetings missed in a row"), count=3),
    AttentionRule("waiting", Signal.WAITING, _("Waiting for %(days)s days"), days=21),
)
TOPICS = MeetingTopics(
    (
        Choice("homework", _("School work")),
        Choice("planning", _("Planning")),
        Choice("friends", _("Friends and feeling at home")),
        Choice("confidence", _("Believing in myself")),
        Choice("speaking", _("Saying something in class")),
        Choice("choices", _("Course and choices")),
        Choice("home", _("Home")),
        Choice("hobby", _("Something that is fun")),
        Choice("other", _("Something else")),
    )
)
