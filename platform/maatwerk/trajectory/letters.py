"""What we write to people on a road: that something waits for them, never what is in the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from babel import Locale
from babel.dates import format_date
from flask import g
from flask_babel import lazy_gettext as _

from maatwerk.correspondence.values import Letter, LetterKind, Link
from maatwerk.language import formats
from maatwerk.people.model import Person
from maatwerk.programme.values import Variant
from maatwerk.trajectory.model import Ask, Kickoff, Match, Meeting

UNDO = timedelta(seconds=60)

MATCH_MADE = LetterKind(
    "match_made",
    subject=_("You two are matched"),
    body=(
        _("Good news: you both said yes."),
        _("Your coordinator plans the first meeting. You get a letter with the day and the place."),
    ),
    button=_("See what happens now"),
)
MATCH_MADE_PLAN_YOURSELF = LetterKind(
    "match_made_plan_yourself",
    subject=_("You two are matched: plan your first meeting"),
    body=(
        _("Good news: you both said yes."),
        _("You plan the first meeting together. There you make your agreement, and then you are on your way."),
    ),
    button=_("Plan the first meeting"),
)
KICKOFF_PLANNED = LetterKind(
    "kickoff_planned",
    subject=_("Your first meeting is planned"),
    body=(
        _("Your first meeting is on %(day)s, at %(time)s. Place: %(place)s."),
        _("Can't you come? Tell us today, so that we find another time."),
    ),
    button=_("See the first meeting"),
)
KICKOFF_PLANNED_FORMAL = LetterKind(
    "kickoff_planned_formal",
    subject=_("A first meeting is planned, and you are welcome"),
    body=(
        _("You are invited to a first meeting on %(day)s, at %(time)s. Place: %(place)s."),
        _("Can you not come? The meeting goes on, and we call you within two weeks."),
    ),
    register="u",
)
MEETING_PLANNED = LetterKind(
    "meeting_planned",
    subject=_("A meeting is planned on %(day)s"),
    body=(_("You meet on %(day)s, at %(time)s."), _("Doesn't it suit you? Move it in three taps.")),
    button=_("See the meeting"),
)
MEETING_MOVED = LetterKind(
    "meeting_moved",
    subject=_("Your meeting moved to %(day)s"),
    body=(_("Your meeting is now on %(day)s, at %(time)s."), _("Doesn't it suit you? Move it in three taps.")),
    button=_("See the meeting"),
)
AGREEMENT_TO_CONFIRM = LetterKind(
    "agreement_to_confirm",
    subject=_("Your agreement is ready to read"),
    body=(_("The two of you made an agreement."), _("Read it, and say yes or change it together.")),
    button=_("Read the agreement"),
)
AGREEMENT_MADE = LetterKind(
    "agreement_made",
    subject=_("You made an agreement together"),
    body=(_("You both said yes to your agreement."), _("Is something not right? Change it, at any time.")),
    button=_("Read the agreement"),
)
REVIEW_ASKED = LetterKind(
    "review_asked",
    subject=_("How was it so far?"),
    body=(_("You are on your way for a while now."), _("Look back for two minutes. It helps you and us.")),
    button=_("Look back"),
)
CLOSING_NEAR = LetterKind(
    "closing_near",
    subject=_("Your road together ends soon"),
    body=(
        _("The end that you planned is %(day)s."),
        _("Plan your last meeting, look back together, and say goodbye the way you like."),
    ),
    button=_("See how to round off"),
)
FAREWELL = LetterKind(
    "farewell",
    subject=_("Thank you, and all the best"),
    body=(
        _("Your road together is finished. Thank you for walking it."),
        _("We ask you once more how you are doing. Until then you can always write to us."),
    ),
    button=_("Look at your road"),
)
ASK_RECEIVED = LetterKind(
    "ask_received",
    subject=_("Somebody asks to talk to you"),
    body=(_("One of your matches has a question for you."), _("You find it on Today. Call them this week.")),
    button=_("Open Today"),
)
LOG_REMINDER = LetterKind(
    "log_reminder",
    subject=_("How was your meeting?"),
    body=(_("You planned a meeting, and it has passed."), _("Say how it was. It takes a minute.")),
    button=_("Say how it was"),
)
KINDS = (
    MATCH_MADE,
    MATCH_MADE_PLAN_YOURSELF,
    KICKOFF_PLANNED,
    KICKOFF_PLANNED_FORMAL,
    MEETING_PLANNED,
    MEETING_MOVED,
    AGREEMENT_TO_CONFIRM,
    AGREEMENT_MADE,
    REVIEW_ASKED,
    CLOSING_NEAR,
    FAREWELL,
    ASK_RECEIVED,
    LOG_REMINDER,
)
HOME = Link("sign_in", "/my")


def match_made(match: Match, variant: Variant) -> list[Letter]:
    """To both: the two are matched, and what happens now."""
    kind = MATCH_MADE_PLAN_YOURSELF if variant.kickoff.form == "first_session" else MATCH_MADE
    return [
        Letter(kind, to=person, subject=match.id, key=f"{kind.key}:{match.id}:{person}", link=HOME)
        for person in (match.seeker_person_id, match.supporter_person_id)
    ]


def _locale(reader: Person) -> Locale:
    """How the reader's language writes days; a letter is written by somebody else's hand."""
    return formats.BRITISH if (reader.locale or g.get("tenant_locale")) == "en" else formats.DUTCH


def _day(day: date | None, reader: Person) -> str:
    return "" if day is None else format_date(day, "EEEE d MMMM y", locale=_locale(reader))


def _when(moment: datetime, reader: Person) -> dict[str, str]:
    return {"day": _day(formats.local_day(moment), reader), "time": formats.clock_time(moment)}


def kickoff_planned(kickoff: Kickoff, to: Person, *, formal: bool, due: datetime) -> Letter:
    """To somebody who belongs at the first meeting: when and where; a parent is invited formally."""
    assert kickoff.starts_at is not None
    kind = KICKOFF_PLANNED_FORMAL if formal else KICKOFF_PLANNED
    key = f"{kind.key}:{kickoff.id}:{to.id}:{kickoff.starts_at.isoformat()}"
    values = {**_when(kickoff.starts_at, to), "place": kickoff.place or "–"}
    return Letter(kind, to=to.id, subject=kickoff.id, key=key, link=None if formal else HOME, values=values, due=due)


def meeting_planned(meeting: Meeting, to: Person, *, moved: bool, due: datetime) -> Letter:
    """To the other of the two: a meeting was planned or moved."""
    assert meeting.starts_at is not None
    kind = MEETING_MOVED if moved else MEETING_PLANNED
    key = f"{kind.key}:{meeting.id}:{to.id}:{meeting.starts_at.isoformat()}"
    values = _when(meeting.starts_at, to)
    return Letter(kind, to=to.id, subject=meeting.id, key=key, link=HOME, values=values, due=due)


def agreement_written(match: Match, agreement_id: UUID, to: UUID, *, in_person: bool) -> Letter:
    """To who did not write it: an agreement waits for a yes, or (made together) what they said yes to."""
    kind = AGREEMENT_MADE if in_person else AGREEMENT_TO_CONFIRM
    link = Link("sign_in", f"/matches/{match.id}/agreement")
    return Letter(kind, to=to, subject=match.id, key=f"{kind.key}:{agreement_id}:{to}", link=link)


def review_asked(match: Match, moment: str, to: UUID) -> Letter:
    """To one side: a look back is due, once for each moment."""
    link = Link("sign_in", f"/matches/{match.id}/review")
    return Letter(REVIEW_ASKED, to=to, subject=match.id, key=f"review_asked:{match.id}:{moment}:{to}", link=link)


def closing_near(match: Match, to: Person) -> Letter:
    """To one of the two: the planned end is near (told again when the end moves)."""
    key = f"closing_near:{match.id}:{to.id}:{match.planned_end}"
    values = {"day": _day(match.planned_end, to)}
    return Letter(CLOSING_NEAR, to=to.id, subject=match.id, key=key, link=HOME, values=values)


def farewell(match: Match) -> list[Letter]:
    """To both: thank you, once the road is closed."""
    return [
        Letter(FAREWELL, to=to, subject=match.id, key=f"farewell:{match.id}:{to}", link=HOME)
        for to in (match.seeker_person_id, match.supporter_person_id)
    ]


def ask_received(ask: Ask, coordinators: Iterable[UUID]) -> list[Letter]:
    """To the coordinator of the match (or all in reach): somebody asks; what and who stands inside only."""
    return [
        Letter(ASK_RECEIVED, to=to, subject=ask.id, key=f"ask_received:{ask.id}:{to}", link=Link("sign_in", "/today"))
        for to in coordinators
    ]


def log_reminder(meeting: Meeting, to: UUID) -> Letter:
    """To the supporter: a planned meeting has passed without a word about it."""
    key = f"log_reminder:{meeting.id}:{to}:{meeting.on.isoformat()}"
    return Letter(LOG_REMINDER, to=to, subject=meeting.id, key=key, link=HOME)
