"""Nominating, telling, answering. Each verb is one unit of work."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account, Draft, Pass
from maatwerk.access.work import Clash, Refused, Work, unit_of_work
from maatwerk.ground import clock
from maatwerk.intake import letters, rules, say
from maatwerk.intake.applications.actions import new_person, open_application, reading
from maatwerk.intake.applications.queries import account_of
from maatwerk.intake.model import Nomination
from maatwerk.intake.rules import Nominated, Nominee
from maatwerk.language import formats
from maatwerk.people.model import ExternalNumber, Person
from maatwerk.people.rules import age_on
from maatwerk.programme import actions as programmes
from maatwerk.programme.model import Participation, Programme
from maatwerk.programme.queries import participation_of, settings_of
from maatwerk.programme.values import Side

PASS_DAYS = 180  # as long as a nomination usually takes to become a match
TOLD_DAYS = 60
SOURCE = "nomination"  # a student number that only who nominated has told us


def keep_until_proven(programme_id: UUID, typed: Nominated, *, name: str, email: str) -> None:
    """Keep what a visitor typed as their own draft until their address is proven; nobody else can read it.

    Says nothing about who is known: the letter is the same for everybody.
    """
    with unit_of_work(SYSTEM) as work:
        programme = work.get(Programme, programme_id)
        person_id = _nominator(work, name, email)
        pass_id = work.give_pass("nominator", person_id, email, days=PASS_DAYS)
        draft_id = uuid4()
        draft = Draft(id=draft_id, holder_id=pass_id, form=letters.to_send(draft_id), saved_at=work.now)
        draft.values = _packed(programme_id, rules.kept(typed))
        work.add(draft)
        work.send(letters.nomination_confirm(person_id, pass_id, draft_id, programme.name))


def _nominator(work: Work, name: str, email: str) -> UUID:
    """Who reads mail at this address: an account's person, who nominated before, or somebody new."""
    known = work.session.scalars(select(Account.person_id).where(Account.email == email.lower())).first()
    if known is None:
        known = work.session.scalars(
            select(Pass.person_id)
            .where(Pass.email == email.lower(), Pass.kind == "nominator", Pass.confirmed_at.is_not(None))
            .order_by(Pass.confirmed_at)
        ).first()
    if known is not None:
        return known
    given, _space, family = name.partition(" ")
    return new_person(work, given, family, email=email, locale=reading()).id


def _packed(programme_id: UUID, typed: Nominated) -> str:
    values = {"programme": str(programme_id), **asdict(typed)}
    return json.dumps(values, default=str)


def unpacked(text: str) -> tuple[UUID, Nominated]:
    """The programme and the nomination that a draft holds."""
    found = json.loads(text)
    whom = found["nominee"]
    born = date.fromisoformat(whom["birth_date"]) if whom["birth_date"] else None
    nominee = Nominee(whom["given_name"], whom["family_name"], whom["email"], whom["number"], born)
    typed = Nominated(
        found["knows"], found["relation"], tuple(found["themes"]), found["why"], nominee, found.get("moment", "")
    )
    return UUID(found["programme"]), typed


def send_draft(draft_id: UUID, *, by: Actor) -> None:
    """Send the nomination that waited for its maker's address.

    Raises:
        Clash: it was sent already.
    """
    with unit_of_work(by) as work:
        draft = work.one(select(Draft).where(Draft.id == draft_id, Draft.holder_id == by.holder_id).with_for_update())
        if draft is None:
            raise Clash(_("This nomination was sent already. You find it in your list."))
        programme_id, typed = unpacked(draft.values)
        work.remove(draft)
        _nominate(work, programme_id, typed)


def nominate(programme_id: UUID, typed: Nominated, *, by: Actor) -> None:
    """Nominate a student as someone with an account: nothing to prove."""
    with unit_of_work(by) as work:
        _nominate(work, programme_id, rules.kept(typed))


def _nominate(work: Work, programme_id: UUID, typed: Nominated) -> None:
    by = work.by
    assert by.person_id is not None  # the pages let nobody else in
    programme = work.get(Programme, programme_id)
    nomination = Nomination(
        programme_id=programme.id,
        state="draft",
        knows=typed.knows,
        by_person_id=by.person_id,
        by_pass_id=by.pass_id,
        relation=typed.relation,
        themes=list(typed.themes),
        moment=typed.moment or None,
        made_at=work.now,
    )
    if typed.knows:
        _name(work, nomination, programme, typed.nominee, typed.why)
    work.add(nomination)
    if typed.knows:
        _thank(work, nomination, programme)


def _name(work: Work, nomination: Nomination, programme: Programme, nominee: Nominee, why: str) -> None:
    """From here on the nomination is about somebody, who hears of it in time."""
    person = _nominee(work, nominee)
    nomination.person_id, nomination.called, nomination.why = person.id, nominee.given_name, why
    nomination.state, nomination.knows = "sent", True
    nomination.tell_by = rules.working_days_after(work.today, settings_of(programme).nomination_days)
    nomination.participation_id = _participation(work, programme, person.id).id


def _participation(work: Work, programme: Programme, person_id: UUID) -> Participation:
    return participation_of(person_id, programme.id, Side.SEEKER) or programmes.enter(
        work, programme, person_id, Side.SEEKER
    )


def _nominee(work: Work, nominee: Nominee) -> Person:
    """The student that a source knows by this number and birth date, else somebody new (ruling 4)."""
    if nominee.number:
        known = (
            select(Person)
            .join(
                ExternalNumber, (ExternalNumber.tenant_id == Person.tenant_id) & (ExternalNumber.person_id == Person.id)
            )
            .where(ExternalNumber.number == nominee.number, Person.birth_date == nominee.birth_date)
        )
        found = work.find(known.distinct())
        if len(found) == 1:
            return found[0]
    person = new_person(
        work, nominee.given_name, nominee.family_name, email=nominee.email or None, birth_date=nominee.birth_date
    )
    if nominee.number:
        _keep_number(work, person.id, nominee.number)
    return person


def _keep_number(work: Work, person_id: UUID, number: str) -> None:
    taken = select(ExternalNumber.id).where(ExternalNumber.source == SOURCE, ExternalNumber.number == number)
    if work.one(taken) is None:
        work.add(ExternalNumber(person_id=person_id, source=SOURCE, number=number, seen_at=work.now))


def _thank(work: Work, nomination: Nomination, programme: Programme) -> None:
    reader = work.get(Person, nomination.by_person_id)
    with say.to_reader(reader.locale):
        day = formats.weekday(nomination.tell_by)
    work.send(letters.nomination_received(nomination.id, reader.id, nomination.by_pass_id, programme.name, day))


def finish(nomination_id: UUID, nominee: Nominee, why: str, *, by: Actor) -> None:
    """Name the student in a draft: now they know.

    Raises:
        NotFound: no nomination of your own by this id.
        Clash: it was finished already.
    """
    with unit_of_work(by) as work:
        nomination = work.get(Nomination, nomination_id, lock=True, to="finish")
        if nomination.state != "draft":
            raise Clash(_("This nomination was sent already. You find it in your list."))
        programme = work.get(Programme, nomination.programme_id)
        _name(work, nomination, programme, nominee, why)
        work.session.flush()
        _thank(work, nomination, programme)


def tell(nomination_id: UUID, *, by: Actor) -> None:
    """Write to the student that somebody thought of them.

    Raises:
        Clash: they were told already.
        Refused: we have no address, or the student is under twelve: then somebody tells it in a talk.
    """
    with unit_of_work(by) as work:
        nomination = work.get(Nomination, nomination_id, lock=True, to="tell")
        person = _to_tell(work, nomination)
        if not may_write_to(person, account_of(person.id)):
            raise Refused(
                _("We can't write to %(name)s. Tell it in a talk, and note the answer here.", name=person.called)
            )
        pass_id = None
        if account_of(person.id) is None:
            pass_id = work.give_pass("applicant", person.id, person.email or "", days=TOLD_DAYS)
        nomination.state, nomination.told_at = "told", work.now
        programme = work.get(Programme, nomination.programme_id)
        work.send(letters.nomination_told(nomination.id, person.id, pass_id, programme.name))


def _to_tell(work: Work, nomination: Nomination) -> Person:
    if nomination.state != "sent" or nomination.person_id is None:
        raise Clash(_("Somebody told this student already."))
    return work.get(Person, nomination.person_id)


def may_write_to(person: Person, account_id: UUID | None) -> bool:
    """Can a letter tell it? To a child, or where no address is known, somebody tells it in a talk."""
    child = person.birth_date is not None and age_on(person.birth_date, clock.today()) < rules.OWN_ACCOUNT_FROM
    return not child and bool(person.email or account_id)


def note_answer(nomination_id: UUID, addition: str, *, wants: bool, by: Actor) -> None:
    """A student was told in a talk and answered there.

    Raises:
        Clash: there is an answer already.
    """
    with unit_of_work(by) as work:
        nomination = work.get(Nomination, nomination_id, lock=True, to="tell")
        if nomination.state not in ("sent", "told"):
            raise Clash(_("There is an answer already."))
        nomination.told_at = nomination.told_at or work.now
        _answer(work, nomination, addition, wants)


def answer(nomination_id: UUID, addition: str, *, wants: bool, by: Actor) -> UUID | None:
    """The student's own answer: a talk (then the id of their application), or no thanks (None).

    Raises:
        Clash: they answered already.
    """
    with unit_of_work(by) as work:
        nomination = work.get(Nomination, nomination_id, lock=True, to="answer")
        if nomination.state != "told":
            raise Clash(_("You answered already. Thank you!"))
        return _answer(work, nomination, addition, wants)


def _answer(work: Work, nomination: Nomination, addition: str, wants: bool) -> UUID | None:
    assert nomination.person_id is not None
    assert nomination.participation_id is not None
    nomination.addition, nomination.answer = addition, "yes" if wants else "no"
    nomination.state, nomination.answered_at = "answered", work.now
    part = work.get(Participation, nomination.participation_id, lock=True)
    if not wants:
        if part.state == "interested":
            programmes.move(work, part, "withdrawn", reason="no_thanks")
        return None
    if part.state == "interested":
        programmes.move(work, part, "applied")
    return open_application(work, nomination.person_id, part.programme_id, part.side, part.id).id
