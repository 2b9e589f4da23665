"""Sentences that several pages of this room use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from flask import g
from flask_babel import LazyString, force_locale, gettext, ngettext
from flask_babel import lazy_gettext as _

from maatwerk.intake.rules import Check, Close, Reason, Seen, Selection, Wait, working_days_left
from maatwerk.language import choice, formats
from maatwerk.people.rules import Kind, Missing, Why
from maatwerk.programme import lists, tailoring
from maatwerk.programme.queries import ProgrammeSettings
from maatwerk.programme.values import CheckInPlan, Choice, Outcome

RELATIONS = {
    "teacher": _("Teacher"),
    "counsellor": _("Study career counsellor"),
    "care_coordinator": _("Care coordinator"),
    "parent": _("Parent or carer"),
    "other": _("Someone else who knows the student well"),
}
# The same, as who it is to the young person.
RELATION_TO_YOU = {
    "teacher": _("your teacher"),
    "counsellor": _("your study career counsellor"),
    "care_coordinator": _("the care coordinator of your school"),
    "parent": _("your parent or carer"),
    "other": _("someone who knows you well"),
}
SUPPORT = (
    Choice("counsellor", _("Study career counsellor")),
    Choice("care_coordinator", _("Care coordinator at school")),
    Choice("social_work", _("School social work")),
    Choice("care", _("Help from outside school")),
    Choice("family", _("Family")),
    Choice("friends", _("Friends")),
    Choice("work", _("Someone at work or at the internship")),
)
SEEN = {
    Seen.DRAFT: _("Waits for you: does the student know now?"),
    Seen.RECEIVED: _("Received: we tell the student soon"),
    Seen.TOLD: _("The student knows and is thinking about it"),
    Seen.TALK_TO_PLAN: _("The student would like a talk; we plan it"),
    Seen.TALK_PLANNED: _("The talk is planned"),
    Seen.PREPARING: _("We are getting things ready"),
    Seen.WAITING: _("We are looking for someone who fits"),
    Seen.STARTED: _("Started"),
    Seen.ENDED: _("Closed, together with the student"),
}
SEEN_TONES = {Seen.DRAFT: "warn", Seen.STARTED: "ok", Seen.ENDED: "quiet"}
REASONS = {
    Reason.TOO_HEAVY: _("This asks for more help than we can give here."),
    Reason.NO_OWN_YES: _("There is no yes of their own yet."),
    Reason.NOT_ALONE: _("Whoever nominated sat in. The own yes counts in a talk without them."),
    Reason.DOUBTS: _("There are still doubts."),
    Reason.MULTIPLE_PROBLEMS: _("More than one thing is difficult at the same time."),
}
CHECKS = {
    Check.REFERENCE: _("Reference"),
    Check.AGREEMENT: _("Agreement signed"),
    Check.PROTOCOL: _("Protocol read and agreed to"),
    Check.VOG: _("Certificate of conduct (VOG)"),
}
SELECTIONS = {
    Selection.ADMITTED: _("Welcome: on to the training"),
    Selection.SECOND_TALK: _("Talk once more"),
    Selection.NOT_NOW: _("Not now"),
}


CLOSES = {
    Close.OWN_WISH: _("This person does not want it (any more)"),
    Close.NO_ANSWER: _("We can't reach this person"),
    Close.NOT_FOR_US: _("This programme does not fit"),
}


class Sighting(Protocol):
    """Something that was seen: the day, and the last day on which it counts."""

    seen_on: date | None
    valid_until: date | None


def to_reader(locale: str | None) -> AbstractContextManager[None]:
    """Words inside are in the language of whoever gets the letter: their own, else the organisation's."""
    return force_locale(locale or g.get("tenant_locale") or choice.FALLBACK)


def relation(key: str) -> LazyString | str:
    """What somebody is to the student."""
    return RELATIONS.get(key, RELATIONS["other"])


def moment(key: str | None) -> str:
    """What changes for a student now, to whoever reads a nomination; empty when nothing was named."""
    return next((str(found.label) for found in lists.MOMENTS if found.key == key), "")


def chosen(choices: Iterable[Choice], keys: Iterable[str]) -> list[str]:
    """The words of chosen answers, in the order in which they were offered; what is no longer offered is left out."""
    wanted = set(keys)
    return [str(choice.label) for choice in choices if choice.key in wanted]


def reason(key: str) -> str:
    """Why a talk came to its outcome, to staff; a variant's own reason is shown as its key."""
    return str(REASONS[Reason(key)]) if key in list(Reason) else key.replace("_", " ")


def verdict_title(outcome: str, name: str) -> str:
    """The outcome of an intake talk as a heading, to staff."""
    return {
        Outcome.SUITABLE: gettext("%(name)s can take part", name=name),
        Outcome.EXPERIENCED: gettext("%(name)s can take part, beside someone with experience", name=name),
        Outcome.SECOND_TALK: gettext("First another talk with %(name)s", name=name),
        Outcome.CARE: gettext("We bring %(name)s to other help", name=name),
    }[Outcome(outcome)]


def selection_title(outcome: str, name: str) -> str:
    """The outcome of a selection talk as a heading, to staff."""
    return {
        Selection.ADMITTED: gettext("%(name)s is welcome", name=name),
        Selection.SECOND_TALK: gettext("First another talk with %(name)s", name=name),
        Selection.NOT_NOW: gettext("Not now for %(name)s", name=name),
    }[Selection(outcome)]


def aims(chosen: ProgrammeSettings) -> str:
    """What a programme is for, as it was chosen (requirement 19); empty while nothing was."""
    wanted = chosen.chosen.get(tailoring.AIMS.key, ())
    found = [str(aim.label) for aim in lists.AIMS if aim.key in wanted]
    return gettext("What it is for: %(aims)s.", aims="; ".join(found)) if found else ""


@dataclass(frozen=True, slots=True)
class Learning:
    """What a helper learns in one programme, and how they are supported: as the programme is set up."""

    role: str
    training: str
    meetings: tuple[str, ...]  # what each covers
    support: str


def learning(chosen: ProgrammeSettings) -> Learning:
    """The training and the support of a programme, for the page where people apply (requirement 28)."""
    curriculum, role = chosen.variant.training_modules, chosen.supporter
    meetings: tuple[str, ...] = ()
    training = ""
    if curriculum is not None and role.needs_certificate:
        training = ngettext(
            "Before you start: a training of %(num)d meeting of %(length)s.",
            "Before you start: a training of %(num)d meetings of %(length)s each.",
            curriculum.sessions,
            length=formats.duration(curriculum.session_minutes),
        )
        numbers = range(1, curriculum.sessions + 1)
        meetings = tuple(formats.listing(module.label for module in curriculum.of_session(at)) for at in numbers)
    return Learning(role.words.plural.capitalize(), training, meetings, _support(chosen.variant.check_ins))


def _support(plan: CheckInPlan) -> str:
    if plan.after_meetings:
        first = ngettext(
            "After %(num)d meeting someone asks you how it goes.",
            "After %(num)d meetings someone asks you how it goes.",
            plan.after_meetings,
        )
    else:
        first = ngettext(
            "In the first month someone asks you once how it goes.",
            "In the first month someone asks you %(num)d times how it goes.",
            plan.in_first_month,
        )
    return f"{first} " + ngettext("After that every day.", "After that every %(num)d days.", plan.every_days)


def scores(rubric: Iterable[Choice], given: Mapping[str, int]) -> list[tuple[str, int]]:
    """The skills of a selection talk with their scores, in the variant's order."""
    return [(str(skill.label), given[skill.key]) for skill in rubric if skill.key in given]


def working_days(left: int) -> str:
    """How long there is, or how late it is, in working days."""
    if left < 0:
        return ngettext("%(num)d working day too late", "%(num)d working days too late", -left)
    if left == 0:
        return gettext("today at the latest")
    return ngettext("within %(num)d working day", "within %(num)d working days", left)


def waits(wait: Wait, due: date | None, at: datetime | None, today: date) -> str:
    """Why somebody at the door asks for a coordinator, in words."""
    if wait is Wait.TELL and due is not None:
        return gettext("Nominated; must hear of it from us: %(when)s", when=working_days(working_days_left(today, due)))
    if wait is Wait.CONCLUDE and at is not None:
        if formats.local_day(at) > today:
            return gettext("Has a talk on %(moment)s", moment=formats.moment(at))
        return gettext("Had a talk on %(day)s: how did it go?", day=formats.weekday(at))
    return str(_WAITS[wait])


_WAITS = {
    Wait.TELL: _("Nominated; must hear of it from us"),
    Wait.READ: _("Applied; read it and plan a talk"),
    Wait.PLAN: _("Would like a talk: plan one"),
    Wait.CONCLUDE: _("The talk has no date yet"),
    Wait.HAND_OVER: _("Is to be brought into touch with other help"),
    Wait.CONSENT: _("Can take part, but a consent or permission is missing"),
    Wait.CHECKS: _("Is welcome, but something must still be seen"),
}


_LACKING = {
    Why.NO_BIRTH_DATE: _("The birth date is missing"),
    Why.NO_GUARDIAN: _("No parent or carer is known who may consent"),
    Why.NOT_ASKED: _("Not asked yet"),
    Why.OPEN: _("Asked, no answer yet"),
    Why.NO: _("The answer was no"),
    Why.WITHDRAWN: _("It was taken back"),
    Why.OVER: _("It is over and must be asked again"),
}


def lacking(missing: Sequence[Missing]) -> str:
    """Which consents and permissions keep somebody from going on, and how they stand."""
    if not missing:  # all that the organisation asks is there, so it is this programme's own
        return gettext("Permission for this programme: %(how)s", how=_LACKING[Why.NOT_ASKED])
    said = dict.fromkeys(_lacks(one) for one in missing)
    return "; ".join(said)


def _lacks(one: Missing) -> str:
    how = str(_LACKING[one.why])
    if one.kind is Kind.PERMISSION:
        return gettext("Permission: %(how)s", how=how)
    if one.kind is Kind.CONSENT:
        return gettext("Consent: %(how)s", how=how)
    return how


def seen(row: Sighting | None, missing: bool) -> str:
    """When something was seen of a supporter, and until when that counts."""
    if row is None:
        return gettext("still to see")
    if missing:
        return gettext("no longer valid since %(day)s", day=formats.day(row.valid_until))
    if row.valid_until is None:
        return gettext("seen on %(day)s", day=formats.day(row.seen_on))
    return gettext(
        "seen on %(day)s, valid until %(until)s", day=formats.day(row.seen_on), until=formats.day(row.valid_until)
    )


def still_to_see(missing: Iterable[Check]) -> str:
    """What must still be seen of a supporter."""
    return gettext("Still to see: %(what)s", what=formats.listing(CHECKS[check] for check in missing))


TABS = {
    "tell": _("To tell"),
    "read": _("To read"),
    "plan": _("Talk to plan"),
    "conclude": _("Talks"),
    "ready": _("Not ready yet"),
}
NEXT = {
    Wait.TELL: _("Read and tell"),
    Wait.READ: _("Read and plan"),
    Wait.PLAN: _("Plan a talk"),
    Wait.CONCLUDE: _("Write down how it went"),
    Wait.HAND_OVER: _("Write down to whom"),
    Wait.CONSENT: _("See who must answer"),
    Wait.CHECKS: _("Tick off what you saw"),
}
# Why a tab is empty, and what brings somebody onto it.
NOBODY = {
    "tell": (
        _("Everybody who was nominated knows it"),
        _("New nominations come in by the page for nominating. Share its address with teachers and counsellors."),
    ),
    "read": (_("No application waits for you"), _("New applications come in by the page for applying.")),
    "plan": (
        _("Everybody who wants a talk has a date"),
        _("You find those talks at Talks."),
    ),
    "conclude": (_("No talk is planned"), _("Plan one for somebody who applied or would like a talk.")),
    "ready": (
        _("Everybody who was admitted can go on"),
        _("Who needs no consent any more stands on the waiting list or goes to the training."),
    ),
}
