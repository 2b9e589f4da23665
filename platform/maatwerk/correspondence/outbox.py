"""The outbox: a letter is a row in the transaction of what it tells (trust.md section 4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from maatwerk.correspondence import model
from maatwerk.correspondence.values import Letter
from maatwerk.tenancy import scope


def put(session: Session, letter: Letter, now: datetime) -> UUID | None:
    """Write a letter; None when its key was used before, so that nothing is ever sent twice."""
    values = {name: str(value).replace("\r", " ").replace("\n", " ") for name, value in letter.values.items()}
    row = {
        "tenant_id": scope.tenant_id(),
        "id": uuid4(),
        "kind": letter.kind.key,
        "key": letter.key,
        "subject_id": letter.subject,
        "to_person_id": letter.to,
        "to_email": letter.email,
        "account_id": letter.account_id,
        "pass_id": letter.pass_id,
        "values": values,
        "link_kind": letter.link.kind if letter.link else None,
        "goes_to": letter.link.goes_to if letter.link else None,
        "security": int(letter.kind.security),
        "due_at": letter.due or now,
        "made_at": now,
    }
    return session.execute(
        insert(model.Letter)
        .values(**row)
        .on_conflict_do_nothing(index_elements=["tenant_id", "key"])
        .returning(model.Letter.id)
    ).scalar()


def cancel(session: Session, key: str) -> bool:
    """Take back a letter that has not left yet (undo); False when it is gone already."""
    done = session.execute(
        update(model.Letter)
        .where(model.Letter.key == key, model.Letter.state == "queued")
        .values(state="cancelled")
        .returning(model.Letter.id)
    )
    return done.scalar() is not None
