"""Giving out, recording and withdrawing certificates."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.access import policy
from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.people.model import Person
from maatwerk.programme import actions as programme_actions
from maatwerk.programme.model import Participation, Programme
from maatwerk.programme.registry import registry
from maatwerk.programme.values import Role
from maatwerk.tenancy import scope
from maatwerk.tenancy.model import Tenant
from maatwerk.training import letters, rules, say
from maatwerk.training.certificates import queries
from maatwerk.training.events import CertificateIssued
from maatwerk.training.model import Certificate, TrainingRun
from maatwerk.training.rules import Ground

# Without letters and figures that look alike: people read codes aloud.
ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"


@dataclass(frozen=True, slots=True)
class BroughtAlong:
    """A certificate from elsewhere, as an administrator records it."""

    person_id: UUID
    plugin: str
    role_key: str
    ground: str  # who gave it out, and for what
    issued_on: date
    valid_until: date | None = None


def bring_along(paper: BroughtAlong, *, by: Actor) -> UUID:
    """Record a certificate that somebody brings along from elsewhere (requirement 104, until certification is built).

    Raises:
        NotFound: `by` may not record certificates, or there is no such person or role.
        Refused: its days can't be right; the message says which.
    """
    role = _role(paper.plugin, paper.role_key)
    if role is None or not policy.may(by, "bring_along", "certificate"):
        raise NotFound("no certificate")
    with unit_of_work(by) as work:
        person = work.get(Person, paper.person_id)
        until = paper.valid_until or rules.valid_until(role, paper.role_key, paper.issued_on)
        wrong = rules.brought_along_wrong(paper.issued_on, until, work.today)
        if wrong is not None:
            raise Refused(say.wrong_days(wrong, until))
        row = Certificate(
            person_id=person.id,
            plugin=paper.plugin,
            role_key=paper.role_key,
            ground=Ground.BROUGHT_ALONG.value,
            ground_note=paper.ground,
            issued_on=paper.issued_on,
            valid_until=until,
        )
        return _give(work, row)


def _role(plugin: str, role_key: str) -> Role | None:
    for variant in registry().variants(plugin):
        for role in variant.roles:
            if role.key == role_key:
                return role
    return None


def issue(work: Work, run: TrainingRun, person_id: UUID, *, plugin: str, role: Role, under: Certificate | None) -> UUID:
    """Give out a role certificate after a training, under the certificate of who led it: the chain."""
    row = Certificate(
        person_id=person_id,
        plugin=plugin,
        role_key=run.role_key,
        curriculum_version=run.curriculum_version,
        run_id=run.id,
        ground=Ground.TRAINING.value,
        issuer_certificate_id=under.id if under else None,
        issued_on=work.today,
        valid_until=rules.valid_until(role, run.role_key, work.today),
    )
    certificate_id = _give(work, row)
    work.send(letters.certificate(person_id, certificate_id))
    return certificate_id


def _give(work: Work, row: Certificate) -> UUID:
    row.code = new_code()
    row.issuer = work.session.execute(select(Tenant.name).where(Tenant.id == scope.tenant_id())).scalar_one()
    row.issued_by = work.by.person_id or row.person_id
    work.add(row)
    work.announce(CertificateIssued(row.id, row.person_id, row.role_key, row.plugin))
    if queries.paper_counts(row, work.today):
        make_active(work, row.person_id, row.plugin, row.role_key)
    return row.id


def new_code() -> str:
    """A code that nobody guesses, in three groups: GH7K-3MNP-QRT4."""
    signs = "".join(secrets.choice(ALPHABET) for _sign in range(12))
    return "-".join(signs[at : at + 4] for at in (0, 4, 8))


def make_active(work: Work, person_id: UUID, plugin: str, role_key: str) -> None:
    """An admitted supporter with the certificate of the role is active from now on."""
    waiting = work.find(
        select(Participation)
        .join(Programme, Programme.id == Participation.programme_id)
        .where(
            Participation.person_id == person_id,
            Participation.side == "supporter",
            Participation.role_key == role_key,
            Participation.state == "admitted",
            Programme.variant.startswith(f"{plugin}/", autoescape=True),
        )
        .order_by(Participation.id)
        .with_for_update(of=Participation)
    )
    for participation in waiting:
        programme_actions.move(work, participation, "active", "certified")


def withdraw(certificate_id: UUID, *, by: Actor) -> None:
    """A certificate counts no more from today; what was given out under it before still counts.

    Raises:
        NotFound: no such certificate within reach of `by`.
        Clash: it was withdrawn before.
    """
    with unit_of_work(by) as work:
        row = work.get(Certificate, certificate_id, lock=True, to="withdraw")
        if row.withdrawn_on is not None:
            raise Clash(_("This certificate was withdrawn already."))
        row.withdrawn_on = work.today
        work.send(letters.withdrawn(row.person_id, row.id))
