"""Notes open only with the key of whom they are about, in the place where they were written."""

from __future__ import annotations

from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import create_engine, select, text, update

from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import AuditEntry
from maatwerk.access.work import unit_of_work
from maatwerk.ground.database import db
from maatwerk.safeguarding.model import Concern
from maatwerk.tenancy import sealed
from maatwerk.tenancy.model import DataKey
from tests.factories import world

WORDS = "Dit staat nergens leesbaar: zeldzaamwoord"


def a_note(words: str = WORDS):
    """A sealed text about somebody; (row id, person id)."""
    with unit_of_work(SYSTEM) as work:
        about, raiser = world.a_person(work, "About Whom"), world.a_person(work, "Who Says")
        row = work.add(
            Concern(person_id=about.id, raised_by=raiser.id, words=words, urgency="unsure", received_at=work.now)
        )
        return row.id, about.id


def test_a_note_reads_as_it_was_written(here):
    row_id, _person = a_note()
    db.session.rollback()

    assert db.session.scalars(select(Concern).where(Concern.id == row_id)).one().words == WORDS


def test_in_the_database_it_is_unreadable(here, app):
    row_id, _person = a_note()
    engine = create_engine(app.extensions["maatwerk.settings"].database_admin_url)
    with engine.connect() as connection:
        stored = connection.execute(text("SELECT words_sealed FROM concern WHERE id = :i"), {"i": row_id}).scalar_one()
    engine.dispose()

    assert b"zeldzaamwoord" not in bytes(stored)


def test_moved_to_another_row_it_does_not_open(here):
    (one, _a), (other, _b) = a_note(), a_note("iets anders")
    with unit_of_work(SYSTEM) as work:
        stolen = work.session.execute(select(Concern.words_sealed).where(Concern.id == one)).scalar_one()
        work.session.execute(update(Concern).where(Concern.id == other).values(words_sealed=stolen))
    with pytest.raises(InvalidTag):
        _ = db.session.scalars(select(Concern).where(Concern.id == other)).one().words


def test_moved_to_another_column_it_does_not_open(here):
    one, _person = a_note()
    with unit_of_work(SYSTEM) as work:
        work.session.execute(update(Concern).where(Concern.id == one).values(answer_sealed=Concern.words_sealed))
    with pytest.raises(InvalidTag):
        _ = db.session.scalars(select(Concern).where(Concern.id == one)).one().answer


def test_shredding_the_key_empties_every_note_about_that_person(here):
    row_id, person_id = a_note()
    with unit_of_work(SYSTEM) as work:
        work.session.execute(
            update(DataKey).where(DataKey.owner_id == person_id).values(wrapped=None, shredded_at=work.now)
        )
        work.session.info["keys"].pop(person_id, None)

    assert db.session.scalars(select(Concern).where(Concern.id == row_id)).one().words == "erased"
    with pytest.raises(sealed.ErasedOwner), unit_of_work(SYSTEM) as work:
        work.get(Concern, row_id).answer = "nog iets"


def test_each_person_has_a_key_of_their_own(here):
    (_one, a), (_other, b) = a_note(), a_note()
    keys = db.session.execute(select(DataKey.owner_id, DataKey.wrapped).where(DataKey.owner_id.in_((a, b)))).all()

    assert (len(keys), len({row.wrapped for row in keys})) == (2, 2)


def test_the_keys_of_many_come_in_one_statement(here, statements):
    persons = [a_note()[1] for _n in range(3)]
    for wanted in (persons[:1], persons):
        db.session.remove()
        with statements() as said:
            sealed.prefetch(db.session(), wanted)
        assert len(said) == 1


def test_opening_a_note_is_remembered_for_the_audit(here):
    row_id, person_id = a_note()
    db.session.remove()
    _ = db.session.scalars(select(Concern).where(Concern.id == row_id)).one().words
    with unit_of_work(SYSTEM) as work:
        work.note("test", "nothing", [uuid4()])
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(2)).all()

    assert ("open_note", "concern", [person_id]) in [(row.action, row.kind, row.ids) for row in last]


def test_nothing_is_sealed_about_nobody(here):
    with pytest.raises(ValueError, match="about nobody"), unit_of_work(SYSTEM) as work:
        raiser = world.a_person(work, "Who Says")
        work.add(Concern(person_id=None, raised_by=raiser.id, words="x", urgency="unsure", received_at=work.now))
