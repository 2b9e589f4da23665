"""Who stands how to a worry, and who stands near enough to someone to raise one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Uuid, column, or_, select, table

from maatwerk.access.actor import Actor
from maatwerk.access.policy import kind, relation
from maatwerk.people.model import Guardianship, Person
from maatwerk.safeguarding.model import Concern

kind("concern", Concern)

# Tables of rooms that this one may not import, by name only: row-level security keeps them to the tenant.
_MATCH = table("match", column("seeker_person_id", Uuid), column("supporter_person_id", Uuid))
_NOMINATION = table("nomination", column("by_person_id", Uuid), column("person_id", Uuid))
_ENROLMENT = table("enrolment", column("run_id", Uuid), column("person_id", Uuid))
_RUN = table("training_run", column("id", Uuid), column("trainer_id", Uuid))


@relation("concern", "own")
def _own(actor: Actor, role: str) -> ColumnElement[bool]:
    """Who raised it."""
    return Concern.raised_by == actor.person_id


@relation("concern", "not_about_me")
def _not_about_me(actor: Actor, role: str) -> ColumnElement[bool]:
    """Lead and deputy read every worry but one about themselves."""
    return Concern.person_id != actor.person_id


@relation("person", "tied")
def _tied(actor: Actor, role: str) -> ColumnElement[bool]:
    """Oneself, the other of one's match, one's child, whom one nominated, whom one trains."""
    me = actor.person_id
    return or_(
        Person.id == me,
        Person.id.in_(select(_MATCH.c.seeker_person_id).where(_MATCH.c.supporter_person_id == me)),
        Person.id.in_(select(_MATCH.c.supporter_person_id).where(_MATCH.c.seeker_person_id == me)),
        Person.id.in_(
            select(Guardianship.child_id).where(Guardianship.guardian_id == me, Guardianship.shielded.is_(False))
        ),
        Person.id.in_(select(_NOMINATION.c.person_id).where(_NOMINATION.c.by_person_id == me)),
        Person.id.in_(
            select(_ENROLMENT.c.person_id).where(
                _ENROLMENT.c.run_id.in_(select(_RUN.c.id).where(_RUN.c.trainer_id == me))
            )
        ),
    )
