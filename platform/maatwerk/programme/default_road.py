"""The core's answers about the road together: phases, next step, topics, reviews, ends, and when to look."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import lazy_gettext as _

from maatwerk.programme import lists
from maatwerk.programme.values import (
    AttentionRule,
    ChecklistItem,
    Choice,
    EndReason,
    Kind,
    MeetingTopics,
    NextStep,
    PhasePlan,
    ReviewQuestion,
    Road,
    Side,
    Signal,
    Variant,
    Who,
)

PREPARATION = PhasePlan(
    "preparation",
    _("Preparation"),
    2,
    _("Both are ready: trained, known and willing."),
    (
        ChecklistItem("trained", _("%(The_supporter)s is trained"), Who.COORDINATOR),
        ChecklistItem("intake_done", _("The intake talk is done"), Who.COORDINATOR),
        ChecklistItem("both_yes", _("Both said yes"), Who.COORDINATOR),
    ),
)
START_UP = PhasePlan(
    "start_up",
    _("Start"),
    1,
    _("Getting to know each other, and making the agreement together."),
    (
        ChecklistItem("acquainted", _("You know each other a little"), Who.SUPPORTER),
        ChecklistItem("agreement", _("The agreement is made together"), Who.SUPPORTER),
        ChecklistItem("first_goal", _("There is a first goal"), Who.SEEKER),
    ),
)
GUIDANCE = PhasePlan(
    "guidance",
    _("Guidance"),
    5,
    _("Meeting regularly, working on the goals."),
    (
        ChecklistItem("rhythm", _("You meet in the rhythm you agreed"), Who.SUPPORTER),
        ChecklistItem("goals_looked_at", _("You looked at the goals together"), Who.SUPPORTER),
        ChecklistItem("midway", _("You both looked back midway"), Who.SEEKER),
    ),
)
DEEPENING = PhasePlan(
    "deepening",
    _("Deepening"),
    1,
    _("%(The_seeker)s does more alone; meeting less often is fine."),
    (
        ChecklistItem("own_steps", _("%(The_seeker)s takes own steps"), Who.SEEKER),
        ChecklistItem("end_named", _("You talked about when you stop"), Who.SUPPORTER),
    ),
)
CLOSURE = PhasePlan(
    "closure",
    _("Closing"),
    1,
    _("Looking back, saying goodbye, and knowing where to go next."),
    (
        ChecklistItem("last_meeting", _("The last meeting is planned"), Who.SUPPORTER),
        ChecklistItem("looked_back", _("You both looked back"), Who.SEEKER),
        ChecklistItem("farewell", _("You said goodbye"), Who.SUPPORTER),
        ChecklistItem("follow_up", _("It is clear who helps from here"), Who.COORDINATOR),
    ),
)
PHASES = (PREPARATION, START_UP, GUIDANCE, DEEPENING, CLOSURE)


def trajectory_phases(variant: Variant) -> tuple[PhasePlan, ...]:
    """Preparation, start-up, guidance, deepening, closure (requirement 40)."""
    return PHASES


def trajectory_next_step(variant: Variant) -> Callable[[Road], NextStep | None]:
    """The first thing of the phase's checklist that is not done."""
    plans = {plan.key: plan for plan in variant.trajectory_phases or PHASES}

    def first_open(road: Road) -> NextStep | None:
        for item in plans[road.phase].checklist:
            if item.key not in road.ticked:
                return NextStep(item.key, item.who, item.label)
        return None

    return first_open


def attention_rules(variant: Variant) -> tuple[AttentionRule, ...]:
    """No contact for two weeks, no kick-off for ten days, three weeks of waiting (domain.md section 8)."""
    return (
        AttentionRule("no_contact", Signal.NO_CONTACT, _("No contact for %(days)s days"), days=14),
        AttentionRule("no_kickoff", Signal.NO_KICKOFF_DATE, _("No first meeting planned for %(days)s days"), days=10),
        AttentionRule("missed", Signal.MISSED_IN_A_ROW, _("%(count)s meetings missed in a row"), count=3),
        AttentionRule("waiting", Signal.WAITING, _("Waiting for %(days)s days"), days=21),
    )


def meeting_topics(variant: Variant) -> MeetingTopics:
    """Nine topics, three at most for one meeting."""
    return MeetingTopics(lists.MEETING_TOPICS)


def activities(variant: Variant) -> tuple[Choice, ...]:
    """Talk, work, walk, visit, practise, do something fun."""
    return lists.ACTIVITIES


_AGAIN = (Choice("yes", _("Yes")), Choice("maybe", _("Maybe")), Choice("no", _("No")))


_REVIEW = (
    ReviewQuestion("click", Kind.SCALE, _("How well do you get on together?")),
    ReviewQuestion("goal", Kind.SCALE, _("How far did you get with what you wanted to reach?"), sides=(Side.SEEKER,)),
    ReviewQuestion(
        "school",
        Kind.SCALE,
        _("How is school going: results and planning?"),
        sides=(Side.SEEKER,),
        outcome="school",
    ),
    # The two questions of the source, midway and at the end (requirement 13).
    ReviewQuestion(
        "who_am_i",
        Kind.SCALE,
        _("I know better who I am and who I want to be."),
        sides=(Side.SEEKER,),
        outcome="person",
    ),
    ReviewQuestion(
        "what_can_i",
        Kind.SCALE,
        _("I know better what I can do and want to be able to do."),
        sides=(Side.SEEKER,),
        outcome="person",
    ),
    ReviewQuestion("grew", Kind.SCALE, _("How much did %(the_seeker)s grow, as you see it?"), sides=(Side.SUPPORTER,)),
    ReviewQuestion(
        "learnt", Kind.SCALE, _("How much did you learn yourself?"), sides=(Side.SUPPORTER,), moments=("final",)
    ),
    ReviewQuestion("change", Kind.TEXT, _("What should change?"), moments=("midway",), required=False),
    ReviewQuestion("good", Kind.TEXT, _("What was good?"), moments=("final",), required=False),
    ReviewQuestion(
        "again",
        Kind.CHOICE,
        _("Would you do this again?"),
        sides=(Side.SUPPORTER,),
        moments=("final",),
        choices=_AGAIN,
    ),
    ReviewQuestion(
        "recommend",
        Kind.CHOICE,
        _("Would you recommend it to a friend?"),
        sides=(Side.SEEKER,),
        moments=("final",),
        choices=_AGAIN,
    ),
)


def review_questions(variant: Variant) -> tuple[ReviewQuestion, ...]:
    """The two questions of the source (who am I, what can I), the bond, and what should change."""
    return _REVIEW


def end_reasons(variant: Variant) -> tuple[EndReason, ...]:
    """Reasons without blame; exactly one of them is compared with "1 in 7" (requirement 29)."""
    return (
        EndReason("reached", _("What we wanted is reached"), ("complete", "ended_early")),
        EndReason("time_over", _("The agreed time is over"), ("complete",)),
        EndReason("no_click", _("There was no click"), ("ended_early", "never_started")),
        EndReason(
            "no_motivation", _("%(The_seeker)s did not want it after all"), ("never_started",), own_motivation=True
        ),
        EndReason("no_time", _("No time"), ("ended_early", "never_started")),
        EndReason("left_school", _("Left school or changed course"), ("ended_early", "never_started")),
        EndReason("moved", _("Moved away"), ("ended_early", "never_started")),
        EndReason("faded", _("Contact faded"), ("ended_early",)),
        EndReason("other_help", _("Other help fits better"), ("ended_early", "never_started"), (Who.COORDINATOR,)),
        EndReason("rather_not_say", _("Rather not say"), ("ended_early", "never_started")),
    )
