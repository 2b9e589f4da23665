"""What this room does when something happens elsewhere, and by the clock; people's verbs stand in its sub-rooms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account, Draft, Pass
from maatwerk.access.work import Work, unit_of_work
from maatwerk.ground import clock
from maatwerk.intake.letters import to_send
from maatwerk.intake.model import Application, Nomination
from maatwerk.intake.talks.actions import wait_if_ready
from maatwerk.people.model import ExternalNumber, Person
from maatwerk.people.queries import readiness
from maatwerk.programme import actions as programmes
from maatwerk.programme.model import Participation
from maatwerk.programme.values import Side

KEPT_DAYS = 14  # what nobody proved to be theirs; the button in the letter works for seven


def on_consent(event: Any, work: Work) -> None:
    """A consent or permission came in: who has everything now goes on to the waiting list."""
    for part in _seekers(work, event.person_id, "admitted"):
        wait_if_ready(work, part)


def on_withdrawn(event: Any, work: Work) -> None:
    """A consent or permission was taken back: who waits for a match stops waiting until it is there again."""
    for part in _seekers(work, event.person_id, "waiting"):
        if not readiness(part.person_id, part.programme_id).ready:
            programmes.move(work, part, "admitted", reason="consent_withdrawn")


def _seekers(work: Work, person_id: UUID, state: str) -> list[Participation]:
    return work.find(
        select(Participation)
        .where(Participation.person_id == person_id, Participation.side == Side.SEEKER, Participation.state == state)
        .with_for_update()
    )


def throw_away(*, by: Actor = SYSTEM) -> int:
    """Throw away what visitors typed and nobody proved to be theirs within two weeks; gives how much it was.

    The letter promised it: "Was it not you? Then do nothing."
    """
    with unit_of_work(by) as work:
        before = work.now - clock.days(KEPT_DAYS)
        gone = set()
        drafts = work.find(select(Draft).where(Draft.form.startswith(to_send("")), Draft.saved_at < before))
        for draft in drafts:
            gone.add(work.get(Pass, draft.holder_id).person_id)
            work.remove(draft)
        applications = work.find(_never_proven(before))
        for application in applications:
            gone.add(application.person_id)
            work.remove(application)
        for person_id in gone:
            if person_id is not None:
                _forget(work, person_id)
        return len(drafts) + len(applications)


def _never_proven(before: Any) -> Any:
    proven = exists(
        select(Pass.id).where(Pass.person_id == Application.person_id, Pass.confirmed_at.is_not(None))
    ) | exists(select(Account.id).where(Account.person_id == Application.person_id))
    return select(Application).where(
        Application.submitted_at.is_(None),
        Application.participation_id.is_(None),
        Application.saved_at < before,
        ~proven,
    )


def _forget(work: Work, person_id: UUID) -> None:
    """An address that nobody proved, and nothing else known of whoever has it: the bare row stays, empty."""
    person = work.get(Person, person_id, lock=True)
    known = (
        select(Account.id).where(Account.person_id == person_id),
        select(Pass.id).where(Pass.person_id == person_id, Pass.confirmed_at.is_not(None)),
        select(Participation.id).where(Participation.person_id == person_id),
        select(ExternalNumber.id).where(ExternalNumber.person_id == person_id),
        select(Nomination.id).where(Nomination.by_person_id == person_id),
        select(Draft.id).join(Pass, Pass.id == Draft.holder_id).where(Pass.person_id == person_id),
    )
    if any(work.session.execute(statement.limit(1)).scalar() for statement in known):
        return
    for held in work.find(select(Pass).where(Pass.person_id == person_id, Pass.ended_at.is_(None))):
        held.ended_at = work.now
    person.given_name = person.prefix = person.family_name = person.email = None
    person.sort_key = person.search_key = ""
    person.erased_at = work.now
