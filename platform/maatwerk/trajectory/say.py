"""Sentences about a road that several pages and letters use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from maatwerk.language import formats
from maatwerk.programme.values import Variant
from maatwerk.trajectory.rules.road import OVER, Next, Phase, Reader, State, Step
from maatwerk.trajectory.rules.support import Attention, Reason

STATES: Mapping[str, Any] = {
    State.ACCEPTED: _("Both said yes"),
    State.KICKOFF_PLANNED: _("First meeting planned"),
    State.ACTIVE: _("On the road"),
    State.CLOSING: _("Closing"),
    State.CLOSED: _("Finished"),
    State.NEVER_STARTED: _("Never started"),
    State.ENDED_EARLY: _("Ended early"),
    State.REMATCHED: _("Ended, on to another match"),
    State.REFERRED: _("Ended, on to other help"),
}
STATE_TONES: Mapping[str, str] = {
    State.ACTIVE: "ok",
    State.CLOSING: "new",
    State.ACCEPTED: "new",
    State.KICKOFF_PLANNED: "new",
}
MOODS = {"great": _("Very good"), "good": _("Good"), "so_so": _("So-so"), "hard": _("Hard")}
INITIATIVE = {"seeker": _("%(seeker)s"), "supporter": _("%(supporter)s"), "both": _("Both of us")}
RHYTHMS = {
    "weekly": _("Every week"),
    "biweekly": _("Every two weeks"),
    "monthly": _("Every month"),
    "freely": _("As it suits us"),
}
REACH = {
    "phone": _("By phone"),
    "messages": _("By text message"),
    "email": _("By e-mail"),
    "at_school": _("We see each other at school"),
}
WEEKDAYS = {
    1: _("Monday"),
    2: _("Tuesday"),
    3: _("Wednesday"),
    4: _("Thursday"),
    5: _("Friday"),
    6: _("Saturday"),
    7: _("Sunday"),
}
_PARTIES = {
    "coordinator": _("the coordinator"),
    "teacher_coach": _("the teacher coach"),
    "guardian": _("parent or carer"),
    "care_coordinator": _("the school"),
}
END_KINDS = {
    "complete": _("The road was finished"),
    "ended_early": _("It ended early"),
    "never_started": _("It never started"),
}
AFTER = {
    "done": _("Stops here"),
    "wait_again": _("Goes back to the waiting list, for another match"),
    "care": _("Goes on to other help"),
}
FAREWELLS = {
    "together": _("They did something together"),
    "with_staff": _("In a talk with a coordinator"),
    "call": _("By phone"),
    "letter": _("With a card or a message"),
    "none": _("They did not say goodbye"),
}
CLOSING_STEPS = {
    "plan": _("Plan the last meeting"),
    "last_meeting": _("The last meeting"),
    "seeker_review": _("%(seeker)s looks back"),
    "supporter_review": _("%(supporter)s looks back"),
    "farewell": _("Saying goodbye"),
    "follow_up": _("Agree when you ask how it goes"),
}
ASKS = {
    "talk": _("wants to talk something over"),
    "stop": _("wants to stop"),
    "another": _("would like another match"),
}
ASK_REASONS = {
    "time": _("It takes too much time"),
    "no_click": _("We don't get on so well"),
    "goal_reached": _("What I wanted is reached"),
    "help_elsewhere": _("I get help somewhere else"),
    "something_else": _("Something else"),
}
WITH_WHOM = {
    "seeker": _("%(seeker)s"),
    "supporter": _("%(supporter)s"),
    "both": _("Both"),
    "guardian": _("A parent or carer"),
    "school": _("The school"),
}
GROUNDS = {
    "earned": _("Roads finished here"),
    "work": _("Work in care, youth work or education"),
    "study": _("A study for such work"),
}
PROGRESS = (_("Just begun"), _("A first step"), _("Halfway"), _("Almost there"), _("Reached"))
MEETING_STATES = {"planned": _("Planned"), "held": _("You met"), "moved": _("Moved"), "missed": _("Did not happen")}

_MINE = {
    Step.PLAN_KICKOFF: _("Plan the first meeting."),
    Step.FIRST_SESSION: _("Plan your first meeting together. With your agreement it is the start."),
    Step.WAIT_FOR_KICKOFF: _("The first meeting is on %(day)s."),
    Step.RECORD_KICKOFF: _("Write down who came to the first meeting of %(day)s."),
    Step.MAKE_AGREEMENT: _("Make your agreement together. It takes five minutes."),
    Step.CONFIRM_AGREEMENT: _("Read the agreement. Say yes, or change it together."),
    Step.SET_GOAL: _("Write down what the goal is, in your own words."),
    Step.LOG_MEETING: _("Say how the meeting of %(day)s was. It takes a minute."),
    Step.LOOK_BACK: _("Say how it was, in two taps."),
    Step.REVIEW_MIDWAY: _("Look back halfway. It takes two minutes."),
    Step.REVIEW_FINAL: _("Look back on the whole road. It takes three minutes."),
    Step.MEET: _("You meet on %(day)s."),
    Step.PLAN_MEETING: _("Plan your next meeting."),
    Step.OPEN_CLOSING: _("Start the closing. The planned end is %(day)s."),
    Step.GO_THROUGH_CLOSING: _("Go through the closing steps. The planned end is %(day)s."),
    Step.FOLLOW_UP: _("Ask %(seeker)s how it goes, on %(day)s."),
    Step.REST: _("Nothing needs to be done now."),
}
_OF_STAFF = {
    Step.PLAN_KICKOFF: _("Your coordinator plans the first meeting. You get a letter with the date."),
    Step.RECORD_KICKOFF: _("Your coordinator writes down how the first meeting went."),
    Step.OPEN_CLOSING: _("Your coordinator starts the closing with you. The planned end is %(day)s."),
    Step.GO_THROUGH_CLOSING: _("You round off together. The planned end is %(day)s."),
    Step.FOLLOW_UP: _("This road is finished. Your coordinator asks how it goes, on %(day)s."),
    Step.REST: _("Nothing needs to be done now."),
}
_OF_THE_OTHER = {
    Step.CONFIRM_AGREEMENT: _("%(other)s reads the agreement and says yes."),
    Step.LOG_MEETING: _("%(other)s says how the meeting of %(day)s was."),
    Step.LOOK_BACK: _("%(other)s says how it was."),
    Step.REVIEW_MIDWAY: _("%(other)s looks back halfway."),
    Step.REVIEW_FINAL: _("%(other)s looks back on the whole road."),
}
_OF_THE_TWO = {
    Step.FIRST_SESSION: _("%(seeker)s and %(supporter)s plan their first meeting."),
    Step.MAKE_AGREEMENT: _("%(seeker)s and %(supporter)s make their agreement."),
    Step.CONFIRM_AGREEMENT: _("%(whose)s still has to say yes to the agreement."),
    Step.SET_GOAL: _("%(seeker)s and %(supporter)s write down a first goal."),
    Step.LOG_MEETING: _("%(supporter)s says how the meeting of %(day)s was."),
    Step.LOOK_BACK: _("%(seeker)s says how it was."),
    Step.REVIEW_MIDWAY: _("Looking back halfway: %(whose)s."),
    Step.REVIEW_FINAL: _("Looking back on the whole road: %(whose)s."),
    Step.MEET: _("%(seeker)s and %(supporter)s meet on %(day)s."),
    Step.PLAN_MEETING: _("%(seeker)s and %(supporter)s plan their next meeting."),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the two are called."""

    seeker: str
    supporter: str

    def of(self, side: str) -> str:
        """The name on one side."""
        return self.seeker if side == "seeker" else self.supporter


def next_step(step: Next, reader: Reader, names: Names) -> str:
    """What happens next, told to this reader: their own step, or what they wait for."""
    other = names.supporter if reader is Reader.SEEKER else names.seeker
    whose = formats.listing(names.of(side) for side in sorted(step.whose) if side != Reader.STAFF)
    values = {"day": formats.weekday(step.on), "other": other, "whose": whose}
    values |= {"seeker": names.seeker, "supporter": names.supporter}
    if step.mine(reader):
        sentence = _MINE[step.step]
    elif reader is Reader.STAFF:
        sentence = _OF_THE_TWO.get(step.step, _MINE[step.step])
    elif Reader.STAFF in step.whose or not step.whose:
        sentence = _OF_STAFF.get(step.step, _MINE[step.step])
    else:
        sentence = _OF_THE_OTHER.get(step.step, _MINE[step.step])
    return str(sentence).replace("%%", "%") % values


_ALWAYS = {
    Reason.PAST_END: lambda n: ngettext(
        "The planned end was %(num)d day ago", "The planned end was %(num)d days ago", n
    ),
    Reason.KICKOFF_PASSED: lambda n: ngettext(
        "The first meeting was %(num)d day ago. Write down who came",
        "The first meeting was %(num)d days ago. Write down who came",
        n,
    ),
    Reason.NO_FIRST_SESSION: lambda n: ngettext(
        "No first meeting planned for %(num)d day", "No first meeting planned for %(num)d days", n
    ),
    Reason.CLOSING_WAITS: lambda n: gettext("The closing is not finished yet"),
    Reason.CLOSING_OPENS: lambda n: gettext("The closing can start"),
    Reason.AGREEMENT_WAITS: lambda n: gettext("There is no agreement yet"),
    Reason.PHASE_DUE: lambda n: gettext("The next phase can start"),
    Reason.FOLLOW_UP: lambda n: gettext("Ask how it goes after the farewell"),
    Reason.CATCH_UP: lambda n: gettext("Somebody missed the first meeting. Speak to them"),
    Reason.ASK: lambda n: gettext("Somebody asks to talk to you"),
}


def _dated(reason: Reason, days: int) -> str:
    if reason is Reason.CHECK_IN:
        if days == 0:
            return gettext("It is time for a check-in")
        return ngettext("A check-in is due for %(num)d day", "A check-in is due for %(num)d days", days)
    return str(_ALWAYS[reason](days))


def attention(found: Attention, variant: Variant) -> str:
    """Why staff should look, in words: the variant's own where it has a rule, else ours."""
    for rule in variant.attention_rules or ():
        if found.key and rule.key == found.key:
            return str(rule.label) % {"days": found.days, "count": rule.count or 0}
    return _dated(found.reason, found.days)


def last_contact(on: date | None) -> str:
    """When the two last met, in words."""
    return gettext("not met yet") if on is None else formats.ago(on)


def phase_label(variant: Variant, key: str) -> str:
    """What a phase is called in this programme."""
    plans = {plan.key: plan for plan in variant.trajectory_phases or ()}
    found = plans.get(key)  # type: ignore[call-overload]
    return str(found.label) if found else key


def phase_number(key: str) -> int:
    """Which of the five it is, from 1."""
    return list(Phase).index(Phase(key)) + 1


def party(key: str, variant: Variant) -> str:
    """In what part somebody was at a first meeting, in this programme's own words."""
    if key in ("seeker", "supporter"):
        return variant.role_of(key).words.with_article
    return str(_PARTIES[key])


def who(who: str, names: Names) -> str:
    """Who does something of a checklist (requirement 40)."""
    return names.of(who) if who in ("seeker", "supporter") else str(_PARTIES[who])


def initiative(counts: Mapping[Any, int], names: Names) -> str:
    """How often what they did came from whom (requirement 8)."""
    return formats.listing(f"{named(INITIATIVE[side], names)} {count}" for side, count in counts.items())


def state_tone(state: str) -> str:
    """The tone of a state's label."""
    return "quiet" if state in OVER else STATE_TONES.get(state, "quiet")


def labels(choices: Iterable[Any], keys: Iterable[str]) -> str:
    """The labels of chosen keys, as a list in words; what is no longer offered keeps its key."""
    known = {choice.key: str(choice.label) for choice in choices}
    return formats.listing(known.get(key, key) for key in keys)


def length(minutes: int | None) -> str:
    """How long they were together."""
    return formats.duration(minutes)


_PARTS = {
    ("seeker", "interested"): _("Fill in your application. It takes three minutes."),
    ("seeker", "applied"): _("We read your application and invite you for a talk within five working days."),
    ("seeker", "interviewed"): _("We talk it over and tell you this week what comes next."),
    ("seeker", "admitted"): _("You are in. One thing is still missing: a consent or a permission. We asked for it."),
    ("seeker", "waiting"): _("We look for somebody who suits you. You get a letter as soon as there is someone."),
    ("seeker", "matched"): _("You are matched. You get a letter about the first meeting."),
    ("supporter", "interested"): _("Fill in your application. It takes five minutes."),
    ("supporter", "applied"): _("We read your application and invite you for a talk within a week."),
    ("supporter", "interviewed"): _("We talk it over and tell you this week what comes next."),
    ("supporter", "admitted"): _("You are in. Follow the training; after it you can start."),
    ("supporter", "active"): _("You are ready. We look for somebody who suits you, and write to you."),
    ("supporter", "paused"): _("You take a break. Tell your coordinator when you want to go on."),
}


def part(side: str, state: str) -> str:
    """Where somebody without a match stands, and what happens next."""
    return str(_PARTS.get((side, state), _("Your coordinator knows what comes next.")))


def named(words: Any, names: Names) -> str:
    """A label that holds a name, filled in."""
    return str(words) % {"seeker": names.seeker, "supporter": names.supporter}
