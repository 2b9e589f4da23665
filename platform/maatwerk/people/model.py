"""People, the organisations they belong to, and what they allowed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, Index, Integer, SmallInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped

from maatwerk.people import rules
from maatwerk.tenancy.columns import Basis, FieldClass, Keep, held, plain
from maatwerk.tenancy.sealed import Sealed
from maatwerk.tenancy.tables import TenantRow, belongs, linked, only_one, unique

NAME, CONTACT, PLANNING, CONSENT = FieldClass.NAME, FieldClass.CONTACT, FieldClass.PLANNING, FieldClass.CONSENT


class Person(TenantRow):
    """A human being we know, in whatever role. `sort_key` and `search_key` are kept by rules.name_keys."""

    __tablename__ = "person"
    about = ("id",)

    given_name: Mapped[str | None] = held(NAME, "given_name", Text)
    preferred_name: Mapped[str | None] = held(NAME, "preferred_name", Text)
    prefix: Mapped[str | None] = held(NAME, "prefix", Text)
    family_name: Mapped[str | None] = held(NAME, "family_name", Text)
    sort_key: Mapped[str] = held(NAME, "sort_key", Text, default="")
    search_key: Mapped[str] = held(NAME, "search_key", Text, default="")
    form_of_address: Mapped[str | None] = held(NAME, "form_of_address", Text)
    birth_date: Mapped[date | None] = held(CONTACT, "birth_date", Date)
    locale: Mapped[str | None] = held(CONTACT, "language", Text)
    email: Mapped[str | None] = held(CONTACT, "email", Text)
    phone: Mapped[str | None] = held(CONTACT, "phone", Text)
    postcode: Mapped[str | None] = held(CONTACT, "postcode", Text)
    channel: Mapped[str] = plain(Text, default="email")
    by_hand: Mapped[list[str]] = plain(ARRAY(Text), default=list)  # fields an import leaves alone
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))
    erased_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    version: Mapped[int] = plain(Integer, default=1)

    @property
    def called(self) -> str:
        """The name this person is called by."""
        return rules.called(self.given_name, self.preferred_name)

    @property
    def full_name(self) -> str:
        """Called, prefix, family name."""
        return rules.full_name(self.given_name, self.preferred_name, self.prefix, self.family_name)

    __table_args__ = (
        Index(None, "tenant_id", "sort_key", "id"),
        Index(None, "tenant_id", "email"),
    )
    __mapper_args__ = {"version_id_col": version}


class Guardianship(TenantRow):
    """A parent or carer of a young person, and what they may; a shielded one gets nothing."""

    __tablename__ = "guardianship"
    about = ("child_id", "guardian_id")

    child_id: Mapped[UUID] = plain(Uuid)
    guardian_id: Mapped[UUID] = plain(Uuid)
    may_consent: Mapped[bool] = plain(Boolean, default=True)
    may_read: Mapped[bool] = plain(Boolean, default=False)
    shielded: Mapped[bool] = plain(Boolean, default=False)

    guardian = linked("Person", "guardian_id")
    child = linked("Person", "child_id")

    __table_args__ = (
        unique("child_id", "guardian_id"),
        *belongs("child_id", "person"),
        *belongs("guardian_id", "person"),
    )


class Partner(TenantRow):
    """A school, municipality or other organisation; the tenant itself is the one marked own."""

    __tablename__ = "partner"

    kind: Mapped[str] = plain(Text)  # school, municipality, welfare, employer
    name: Mapped[str] = plain(Text)
    own: Mapped[bool] = plain(Boolean, default=False)
    brin: Mapped[str | None] = plain(Text)
    agreement_from: Mapped[date | None] = plain(Date)
    agreement_until: Mapped[date | None] = plain(Date)

    __table_args__ = (unique("name"), only_one("uq_partner_own", where=text("own")))


class Site(TenantRow):
    """A place of a partner."""

    __tablename__ = "site"

    partner_id: Mapped[UUID] = plain(Uuid)
    name: Mapped[str] = plain(Text)

    __table_args__ = (unique("partner_id", "name"), *belongs("partner_id", "partner"))


class Affiliation(TenantRow):
    """What a person is at a partner: student, teacher, counsellor, care coordinator, contact."""

    __tablename__ = "affiliation"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    partner_id: Mapped[UUID] = plain(Uuid)
    site_id: Mapped[UUID | None] = plain(Uuid)
    kind: Mapped[str] = held(PLANNING, "affiliation.kind", Text)
    group: Mapped[str | None] = held(PLANNING, "affiliation.group", Text)
    course: Mapped[str | None] = held(PLANNING, "affiliation.course", Text)
    level: Mapped[int | None] = held(PLANNING, "affiliation.level", SmallInteger)
    track: Mapped[str | None] = held(PLANNING, "affiliation.track", Text)
    year: Mapped[int | None] = held(PLANNING, "affiliation.year", SmallInteger)
    valid_from: Mapped[date] = plain(Date)
    until: Mapped[date | None] = plain(Date)
    by_hand: Mapped[list[str]] = plain(ARRAY(Text), default=list)

    person = linked("Person", "person_id")
    site = linked("Site", "site_id")
    partner = linked("Partner", "partner_id")

    __table_args__ = (
        *belongs("person_id", "person"),
        *belongs("partner_id", "partner"),
        *belongs("site_id", "site"),
    )


class Tie(TenantRow):
    """A role conflict or kinship that forbids a match (requirement 6)."""

    __tablename__ = "tie"
    about = ("person_id", "other_id")

    person_id: Mapped[UUID] = plain(Uuid)
    other_id: Mapped[UUID] = plain(Uuid)
    kind: Mapped[str] = held(PLANNING, "tie.kind", Text)  # teacher, counsellor, care, manager, assessor, relative

    __table_args__ = (
        unique("person_id", "other_id", "kind"),
        *belongs("person_id", "person"),
        *belongs("other_id", "person"),
    )


class Consent(TenantRow):
    """One purpose for which we ask consent, asked of someone and answered (only where consent is the basis)."""

    __tablename__ = "consent"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    purpose: Mapped[str] = held(CONSENT, "consent.purpose", Text, basis=Basis.LAW, keep=Keep.PROOF)
    asked_of: Mapped[UUID] = plain(Uuid)  # the person themselves or a guardian
    asked_at: Mapped[datetime] = plain(DateTime(timezone=True))
    answer: Mapped[str | None] = held(CONSENT, "consent.answer", Text, basis=Basis.LAW, keep=Keep.PROOF)  # yes, no
    answered_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    until: Mapped[date | None] = plain(Date)
    withdrawn_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    __table_args__ = (*belongs("person_id", "person"), *belongs("asked_of", "person"))


class Permission(TenantRow):
    """Permission to take part in a programme, asked of someone with authority over a young person."""

    __tablename__ = "permission"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    programme_id: Mapped[UUID] = plain(Uuid)
    asked_of: Mapped[UUID] = plain(Uuid)
    asked_at: Mapped[datetime] = plain(DateTime(timezone=True))
    answer: Mapped[str | None] = held(CONSENT, "permission.answer", Text, basis=Basis.LAW, keep=Keep.PROOF)
    answered_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    withdrawn_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    __table_args__ = (
        *belongs("person_id", "person"),
        *belongs("asked_of", "person"),
        *belongs("programme_id", "programme"),
    )


class ExternalNumber(TenantRow):
    """How a source names this person; what an import recognises people by."""

    __tablename__ = "external_number"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    source: Mapped[str] = plain(Text)
    number: Mapped[str] = held(CONTACT, "external_number", Text, basis=Basis.TASK)
    seen_at: Mapped[datetime] = plain(DateTime(timezone=True))  # in the newest file it was in
    absent_since: Mapped[datetime | None] = plain(DateTime(timezone=True))  # listed, never ended by itself

    __table_args__ = (unique("source", "number"), *belongs("person_id", "person"))


class LikelySame(TenantRow):
    """An applicant who is probably someone we imported: a coordinator says whether they are one."""

    __tablename__ = "likely_same"
    about = ("person_id", "known_id")

    person_id: Mapped[UUID] = plain(Uuid)
    known_id: Mapped[UUID] = plain(Uuid)
    found_at: Mapped[datetime] = plain(DateTime(timezone=True))
    answer: Mapped[str | None] = plain(Text)  # same, other
    answered_by: Mapped[UUID | None] = plain(Uuid)
    answered_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    __table_args__ = (
        unique("person_id", "known_id"),
        *belongs("person_id", "person"),
        *belongs("known_id", "person"),
    )


class Interest(TenantRow):
    """Something a person likes; what matching reads."""

    __tablename__ = "interest"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    key: Mapped[str] = held(PLANNING, "interest", Text)

    __table_args__ = (unique("person_id", "key"), *belongs("person_id", "person"))


class LanguageSpoken(TenantRow):
    """A language a person speaks."""

    __tablename__ = "language_spoken"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    code: Mapped[str] = held(PLANNING, "language_spoken", Text)

    __table_args__ = (unique("person_id", "code"), *belongs("person_id", "person"))


class AvailabilitySlot(TenantRow):
    """A part of the week that suits a person: weekday 1 (Monday) to 7, part morning, afternoon or evening."""

    __tablename__ = "availability_slot"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    weekday: Mapped[int] = held(PLANNING, "availability.weekday", SmallInteger)
    part: Mapped[str] = held(PLANNING, "availability.part", Text)

    __table_args__ = (unique("person_id", "weekday", "part"), *belongs("person_id", "person"))


class Subject(TenantRow):
    """A subject a person wants help with (needs) or can help with (offers)."""

    __tablename__ = "subject"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    key: Mapped[str] = held(PLANNING, "subject", Text)
    stance: Mapped[str] = held(PLANNING, "subject.stance", Text)  # needs, offers

    __table_args__ = (unique("person_id", "key", "stance"), *belongs("person_id", "person"))


class ImportBatch(TenantRow):
    """A file that came in: by whom, how its columns were read, what came of its rows."""

    __tablename__ = "import_batch"

    source: Mapped[str] = plain(Text)
    filename: Mapped[str] = plain(Text)
    content = Sealed(NAME, "import.file", about="id", keep=Keep.BATCH)  # base64; None once taken or dropped
    mapping: Mapped[dict[str, Any]] = plain(JSONB)
    state: Mapped[str] = plain(Text)  # previewed, taken, dropped
    counts: Mapped[dict[str, Any]] = plain(JSONB, default=dict)
    by_person_id: Mapped[UUID | None] = plain(Uuid)
    at: Mapped[datetime] = plain(DateTime(timezone=True))


class ImportRow(TenantRow):
    """A row of an import that asks for someone's eye: bad, or different from what was changed by hand."""

    __tablename__ = "import_row"
    about = ("person_id",)

    batch_id: Mapped[UUID] = plain(Uuid)
    number: Mapped[int] = plain(Integer)  # the line in the file
    outcome: Mapped[str] = plain(Text)  # bad, difference
    reasons: Mapped[list[str]] = plain(ARRAY(Text))  # keys that say.import_reason words
    person_id: Mapped[UUID | None] = plain(Uuid)
    decided: Mapped[str | None] = plain(Text)  # a difference: ours, theirs; a bad row: None
    values = Sealed(NAME, "import.row", about="batch_id", keep=Keep.BATCH)

    __table_args__ = (*belongs("batch_id", "import_batch"), *belongs("person_id", "person"))
