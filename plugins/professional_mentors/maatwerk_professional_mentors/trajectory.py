"""The road: half a year to a year, at the pace two people agree on, with a look back that decides how it goes on."""

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


_TRAINED = ChecklistItem("trained", _("%(The_supporter)s has the certificate"), Who.COORDINATOR)
_QUESTION = ChecklistItem("question_known", _("The question, and what is behind it, is clear"), Who.COORDINATOR)
_AGREEMENT = ChecklistItem("agreement", _("You agreed how often and how you meet"), Who.SUPPORTER)
_GOAL = ChecklistItem("first_goal", _("There is a first goal"), Who.SEEKER)
_LOOKED_BACK = ChecklistItem("looked_back", _("You both looked back"), Who.SEEKER)
_FAREWELL = ChecklistItem("farewell", _("You said goodbye"), Who.SUPPORTER)


def _road(start: int, guide: int, deepen: int, close: int) -> tuple[PhasePlan, ...]:
    """Five phases; the numbers are weeks of the usual length."""
    return (
        _phase(PREPARATION, 4, _("Both had a talk, and someone who fits is found."), _TRAINED, _QUESTION),
        _phase(
            START_UP,
            start,
            _("The introduction, and your own agreements."),
            _AGREEMENT,
            ChecklistItem("work_seen", _("You told each other about your road so far"), Who.SUPPORTER),
            _GOAL,
        ),
        _phase(
            GUIDANCE,
            guide,
            _("Talking, trying, looking around, meeting people."),
            ChecklistItem("introduced", _("%(The_supporter)s introduced someone"), Who.SUPPORTER),
            ChecklistItem("step_taken", _("%(The_seeker)s took a step alone"), Who.SEEKER),
            ChecklistItem("halfway", _("You both looked back midway, and chose: go on, or close"), Who.SEEKER),
        ),
        _phase(
            DEEPENING,
            deepen,
            _("%(The_seeker)s leads; meeting less often is fine."),
            ChecklistItem("own_network", _("There are others to turn to as well"), Who.SEEKER),
            ChecklistItem("end_named", _("You talked about when you stop"), Who.SUPPORTER),
        ),
        _phase(
            CLOSURE,
            close,
            _("Looking back at the question, and saying goodbye well."),
            _LOOKED_BACK,
            _FAREWELL,
            ChecklistItem("follow_up", _("It is clear who helps from here"), Who.COORDINATOR),
        ),
    )


PROFESSIONAL = _road(4, 19, 12, 4)
STUDENT_MENTOR = _road(3, 14, 6, 3)


def attention(*, days: int) -> tuple[AttentionRule, ...]:
    """Rhythm is theirs, so silence counts later than elsewhere."""
    return (
        AttentionRule("no_contact", Signal.NO_CONTACT, _("No contact for %(days)s days"), days=days),
        AttentionRule("no_kickoff", Signal.NO_KICKOFF_DATE, _("No introduction planned for %(days)s days"), days=10),
        AttentionRule("missed", Signal.MISSED_IN_A_ROW, _("%(count)s meetings missed in a row"), count=3),
        AttentionRule("waiting", Signal.WAITING, _("Waiting for %(days)s days"), days=21),
    )


TOPICS = MeetingTopics(
    (
        Choice("direction", _("What I want")),
        Choice("work", _("Work and internship")),
        Choice("school", _("School")),
        Choice("applying", _("Applying for something")),
        Choice("people", _("People I met")),
        Choice("confidence", _("Believing in myself")),
        Choice("planning", _("Planning")),
        Choice("life", _("Life beside school")),
        Choice("visit", _("A visit")),
    )
)
