"""The postman: takes a letter from the outbox, mints its link, delivers it once.

queued → sending (committed) → sent. After a crash a letter in "sending" is uncertain: a sign-in is sent
again, a reminder once at most (trust.md section 4). Lives above correspondence because links are access's.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from maatwerk.access import links
from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Account, Pass
from maatwerk.access.work import Work, unit_of_work
from maatwerk.correspondence import sending
from maatwerk.correspondence.model import Letter
from maatwerk.ground.database import db

log = logging.getLogger("maatwerk.postman")
UNCERTAIN_AFTER = timedelta(minutes=10)
TRIES = 8


def install(app: Flask) -> None:
    """Tell correspondence who carries its letters."""
    app.extensions["maatwerk.postman"] = carry
    app.extensions["maatwerk.sweeper"] = sweep


def carry(letter_id: UUID) -> str:
    """Deliver one letter if it is queued and due; says its state afterwards."""
    with unit_of_work(SYSTEM) as work:
        letter = _claim(work, letter_id)
        if letter is None:
            return "not waiting"
        token = links.for_letter(work, letter)
    return _deliver(letter_id, token)


def _claim(work: Work, letter_id: UUID) -> Letter | None:
    letter: Letter | None = work.one(
        select(Letter)
        .where(Letter.id == letter_id, Letter.state == "queued", Letter.due_at <= work.now)
        .with_for_update(skip_locked=True)
    )
    if letter is not None:
        letter.state, letter.sending_since, letter.attempts = "sending", work.now, letter.attempts + 1
    return letter


def _deliver(letter_id: UUID, token: str | None) -> str:
    with unit_of_work(SYSTEM) as work:
        letter = work.get(Letter, letter_id)
        try:
            message = sending.compose(letter, _reader(work, letter), sending.organisation_now(), token)
        except (sending.Undeliverable, ValueError, KeyError) as error:
            letter.state, letter.failure = "failed", type(error).__name__
            return letter.state
    return _hand_over(letter_id, message)


def _hand_over(letter_id: UUID, message: EmailMessage) -> str:
    failure, final = None, False
    try:
        sending.deliver(message)
    except smtplib.SMTPRecipientsRefused as error:
        failure, final = "refused", all(code >= 500 for code, _text in error.recipients.values())
    except (smtplib.SMTPException, OSError) as error:
        failure = type(error).__name__
    with unit_of_work(SYSTEM) as work:
        letter = work.get(Letter, letter_id, lock=True)
        if failure is None:
            letter.state, letter.sent_at, letter.failure = "sent", work.now, None
        else:
            final = final or letter.attempts >= TRIES
            letter.state, letter.failure = ("failed" if final else "queued"), failure
            letter.due_at = work.now + timedelta(minutes=2**letter.attempts)
            log.warning("a letter did not leave: %s", failure)
        return letter.state


def _reader(work: Work, letter: Letter) -> sending.Reader:
    """Who reads it: the address of the pass or account that the link opens, else the person's own."""
    person = db.metadata.tables["person"]  # by name: people stands above access
    row = work.session.execute(
        select(person.c.given_name, person.c.preferred_name, person.c.locale, person.c.email).where(
            person.c.id == letter.to_person_id
        )
    ).one()
    email = letter.to_email
    if email is None and letter.pass_id is not None:
        email = work.get(Pass, letter.pass_id).email
    if email is None:
        email = work.session.execute(select(Account.email).where(Account.person_id == letter.to_person_id)).scalar()
    return sending.Reader(row.preferred_name or row.given_name or "", row.locale, email or row.email)


def sweep() -> int:
    """Send everything of this tenant that is due, and sort out what was interrupted; how many left."""
    with unit_of_work(SYSTEM) as work:
        for letter in work.find(
            select(Letter).where(Letter.state == "sending", Letter.sending_since < work.now - UNCERTAIN_AFTER)
        ):
            again = letter.security or letter.attempts < 2
            letter.state = "queued" if again else "uncertain"
        waiting = work.find(
            select(Letter.id)
            .where(Letter.state == "queued", Letter.due_at <= work.now)
            .order_by(Letter.due_at)
            .limit(500)
        )
    return sum(carry(letter_id) == "sent" for letter_id in waiting)
