"""The rooms' tables, as of the first release."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from maatwerk.tenancy import tables_v1 as tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables.limits(op)
    _announcement()
    _audit_entry()
    _data_key()
    _draft()
    _erasure()
    _import_batch()
    _partner()
    _person()
    _programme()
    _tenant_setting()
    _account()
    _availability_slot()
    _concern()
    _consent()
    _external_number()
    _guardianship()
    _import_row()
    _interest()
    _language_spoken()
    _likely_same()
    _participation()
    _pass()
    _permission()
    _protocol_read()
    _site()
    _subject()
    _tie()
    _training_run()
    _affiliation()
    _application()
    _certificate()
    _circle()
    _enablement()
    _enrolment()
    _experience()
    _interview()
    _letter()
    _nomination()
    _one_time_link()
    _participation_change()
    _refusal()
    _role_grant()
    _role_proposal()
    _run_session()
    _screening_check()
    _sign_in_session()
    _snooze()
    _attendance()
    _proposal()
    _triage()
    _answer()
    _match()
    _agreement()
    _ask()
    _check_in()
    _checklist_tick()
    _closure()
    _goal()
    _kickoff()
    _meeting()
    _phase()
    _review()
    _goal_step()
    _kickoff_party()
    _meeting_presence()


def downgrade() -> None:
    op.drop_table("meeting_presence")
    op.drop_table("kickoff_party")
    op.drop_table("goal_step")
    op.drop_table("review")
    op.drop_table("phase")
    op.drop_table("meeting")
    op.drop_table("kickoff")
    op.drop_table("goal")
    op.drop_table("closure")
    op.drop_table("checklist_tick")
    op.drop_table("check_in")
    op.drop_table("ask")
    op.drop_table("agreement")
    op.drop_table("match")
    op.drop_table("answer")
    op.drop_table("triage")
    op.drop_table("proposal")
    op.drop_table("attendance")
    op.drop_table("snooze")
    op.drop_table("sign_in_session")
    op.drop_table("screening_check")
    op.drop_table("run_session")
    op.drop_table("role_proposal")
    op.drop_table("role_grant")
    op.drop_table("refusal")
    op.drop_table("participation_change")
    op.drop_table("one_time_link")
    op.drop_table("nomination")
    op.drop_table("letter")
    op.drop_table("interview")
    op.drop_table("experience")
    op.drop_table("enrolment")
    op.drop_table("enablement")
    op.drop_table("circle")
    op.drop_table("certificate")
    op.drop_table("application")
    op.drop_table("affiliation")
    op.drop_table("training_run")
    op.drop_table("tie")
    op.drop_table("subject")
    op.drop_table("site")
    op.drop_table("protocol_read")
    op.drop_table("permission")
    op.drop_table("pass")
    op.drop_table("participation")
    op.drop_table("likely_same")
    op.drop_table("language_spoken")
    op.drop_table("interest")
    op.drop_table("import_row")
    op.drop_table("guardianship")
    op.drop_table("external_number")
    op.drop_table("consent")
    op.drop_table("concern")
    op.drop_table("availability_slot")
    op.drop_table("account")
    op.drop_table("tenant_setting")
    op.drop_table("programme")
    op.drop_table("person")
    op.drop_table("partner")
    op.drop_table("import_batch")
    op.drop_table("erasure")
    op.drop_table("draft")
    op.drop_table("data_key")
    op.drop_table("audit_entry")
    op.drop_table("announcement")


def _announcement() -> None:
    op.create_table(
        "announcement",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_announcement_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_announcement")),
    )
    tables.protect(op, "announcement")


def _audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_audit_entry_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("tenant_id", "seq", name=op.f("uq_audit_entry_tenant_id_seq")),
    )
    tables.protect(op, "audit_entry", rights="SELECT")


def _data_key() -> None:
    op.create_table(
        "data_key",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("master_version", sa.SmallInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shredded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_data_key_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_data_key")),
        sa.UniqueConstraint("tenant_id", "owner_id", name=op.f("uq_data_key_tenant_id_owner_id")),
    )
    tables.protect(op, "data_key")


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("values_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_draft_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_draft")),
        sa.UniqueConstraint("tenant_id", "holder_id", "form", name=op.f("uq_draft_tenant_id_holder_id_form")),
    )
    tables.protect(op, "draft")


def _erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_erasure_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_erasure")),
    )
    tables.protect(op, "erasure")


def _import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_import_batch_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_import_batch")),
    )
    tables.protect(op, "import_batch")


def _partner() -> None:
    op.create_table(
        "partner",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("brin", sa.Text(), nullable=True),
        sa.Column("agreement_from", sa.Date(), nullable=True),
        sa.Column("agreement_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_partner_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partner")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_partner_tenant_id_name")),
    )
    op.create_index("uq_partner_own", "partner", ["tenant_id"], unique=True, postgresql_where=sa.text("own"))
    tables.protect(op, "partner")


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=True),
        sa.Column("preferred_name", sa.Text(), nullable=True),
        sa.Column("prefix", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=True),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("form_of_address", sa.Text(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("by_hand", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_person_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_tenant_id_email"), "person", ["tenant_id", "email"], unique=False)
    op.create_index(op.f("ix_person_tenant_id_sort_key_id"), "person", ["tenant_id", "sort_key", "id"], unique=False)
    tables.protect(op, "person")


def _programme() -> None:
    op.create_table(
        "programme",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("season", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_programme_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_programme")),
    )
    op.create_index(
        "uq_programme_open",
        "programme",
        ["tenant_id", "variant", "season", "name"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    tables.protect(op, "programme")


def _tenant_setting() -> None:
    op.create_table(
        "tenant_setting",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_tenant_setting_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_tenant_setting")),
        sa.UniqueConstraint(
            "tenant_id",
            "key",
            "scope_id",
            "version",
            name=op.f("uq_tenant_setting_tenant_id_key_scope_id_version"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    tables.protect(op, "tenant_setting")


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("authenticator_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authenticator_step", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("authenticator_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_account_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_account_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("tenant_id", "email", name=op.f("uq_account_tenant_id_email")),
    )
    op.create_index(op.f("ix_account_tenant_id_person_id"), "account", ["tenant_id", "person_id"], unique=False)
    tables.protect(op, "account")


def _availability_slot() -> None:
    op.create_table(
        "availability_slot",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_availability_slot_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_availability_slot_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_availability_slot")),
        sa.UniqueConstraint(
            "tenant_id",
            "person_id",
            "weekday",
            "part",
            name=op.f("uq_availability_slot_tenant_id_person_id_weekday_part"),
        ),
    )
    op.create_index(
        op.f("ix_availability_slot_tenant_id_person_id"), "availability_slot", ["tenant_id", "person_id"], unique=False
    )
    tables.protect(op, "availability_slot")


def _concern() -> None:
    op.create_table(
        "concern",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "acknowledged_by"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_concern_tenant_id_acknowledged_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_concern_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "raised_by"], ["person.tenant_id", "person.id"], name=op.f("fk_concern_tenant_id_raised_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "read_by"], ["person.tenant_id", "person.id"], name=op.f("fk_concern_tenant_id_read_by")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_concern_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_concern")),
    )
    op.create_index(
        op.f("ix_concern_tenant_id_acknowledged_by"), "concern", ["tenant_id", "acknowledged_by"], unique=False
    )
    op.create_index(op.f("ix_concern_tenant_id_person_id"), "concern", ["tenant_id", "person_id"], unique=False)
    op.create_index(op.f("ix_concern_tenant_id_raised_by"), "concern", ["tenant_id", "raised_by"], unique=False)
    op.create_index(op.f("ix_concern_tenant_id_read_by"), "concern", ["tenant_id", "read_by"], unique=False)
    tables.protect(op, "concern")


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("asked_of", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "asked_of"], ["person.tenant_id", "person.id"], name=op.f("fk_consent_tenant_id_asked_of")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_consent_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_consent_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_tenant_id_asked_of"), "consent", ["tenant_id", "asked_of"], unique=False)
    op.create_index(op.f("ix_consent_tenant_id_person_id"), "consent", ["tenant_id", "person_id"], unique=False)
    tables.protect(op, "consent")


def _external_number() -> None:
    op.create_table(
        "external_number",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("absent_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_external_number_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_external_number_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_external_number")),
        sa.UniqueConstraint("tenant_id", "source", "number", name=op.f("uq_external_number_tenant_id_source_number")),
    )
    op.create_index(
        op.f("ix_external_number_tenant_id_person_id"), "external_number", ["tenant_id", "person_id"], unique=False
    )
    tables.protect(op, "external_number")


def _guardianship() -> None:
    op.create_table(
        "guardianship",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column("may_consent", sa.Boolean(), nullable=False),
        sa.Column("may_read", sa.Boolean(), nullable=False),
        sa.Column("shielded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_guardianship_tenant_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "guardian_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_guardianship_tenant_id_guardian_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_guardianship_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_guardianship")),
        sa.UniqueConstraint(
            "tenant_id", "child_id", "guardian_id", name=op.f("uq_guardianship_tenant_id_child_id_guardian_id")
        ),
    )
    op.create_index(op.f("ix_guardianship_tenant_id_child_id"), "guardianship", ["tenant_id", "child_id"], unique=False)
    op.create_index(
        op.f("ix_guardianship_tenant_id_guardian_id"), "guardianship", ["tenant_id", "guardian_id"], unique=False
    )
    tables.protect(op, "guardianship")


def _import_row() -> None:
    op.create_table(
        "import_row",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("decided", sa.Text(), nullable=True),
        sa.Column("values_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "batch_id"],
            ["import_batch.tenant_id", "import_batch.id"],
            name=op.f("fk_import_row_tenant_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_import_row_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_import_row_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_import_row")),
    )
    op.create_index(op.f("ix_import_row_tenant_id_batch_id"), "import_row", ["tenant_id", "batch_id"], unique=False)
    op.create_index(op.f("ix_import_row_tenant_id_person_id"), "import_row", ["tenant_id", "person_id"], unique=False)
    tables.protect(op, "import_row")


def _interest() -> None:
    op.create_table(
        "interest",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_interest_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_interest_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_interest")),
        sa.UniqueConstraint("tenant_id", "person_id", "key", name=op.f("uq_interest_tenant_id_person_id_key")),
    )
    op.create_index(op.f("ix_interest_tenant_id_person_id"), "interest", ["tenant_id", "person_id"], unique=False)
    tables.protect(op, "interest")


def _language_spoken() -> None:
    op.create_table(
        "language_spoken",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_language_spoken_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_language_spoken_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_language_spoken")),
        sa.UniqueConstraint("tenant_id", "person_id", "code", name=op.f("uq_language_spoken_tenant_id_person_id_code")),
    )
    op.create_index(
        op.f("ix_language_spoken_tenant_id_person_id"), "language_spoken", ["tenant_id", "person_id"], unique=False
    )
    tables.protect(op, "language_spoken")


def _likely_same() -> None:
    op.create_table(
        "likely_same",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("known_id", sa.Uuid(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "known_id"], ["person.tenant_id", "person.id"], name=op.f("fk_likely_same_tenant_id_known_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_likely_same_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_likely_same_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_likely_same")),
        sa.UniqueConstraint(
            "tenant_id", "person_id", "known_id", name=op.f("uq_likely_same_tenant_id_person_id_known_id")
        ),
    )
    op.create_index(op.f("ix_likely_same_tenant_id_known_id"), "likely_same", ["tenant_id", "known_id"], unique=False)
    op.create_index(op.f("ix_likely_same_tenant_id_person_id"), "likely_same", ["tenant_id", "person_id"], unique=False)
    tables.protect(op, "likely_same")


def _participation() -> None:
    op.create_table(
        "participation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("role_key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("coordinator_id", sa.Uuid(), nullable=True),
        sa.Column("places", sa.SmallInteger(), nullable=False),
        sa.Column("experienced", sa.Boolean(), nullable=False),
        sa.Column("needs_experienced", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "coordinator_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_participation_tenant_id_coordinator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_participation_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_participation_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_participation_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_participation")),
    )
    op.create_index(
        op.f("ix_participation_tenant_id_coordinator_id"),
        "participation",
        ["tenant_id", "coordinator_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_participation_tenant_id_person_id"), "participation", ["tenant_id", "person_id"], unique=False
    )
    op.create_index(
        op.f("ix_participation_tenant_id_programme_id"), "participation", ["tenant_id", "programme_id"], unique=False
    )
    op.create_index(
        "uq_participation_running",
        "participation",
        ["tenant_id", "programme_id", "person_id", "side"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('finished', 'withdrawn', 'declined', 'referred', 'never_started')"),
    )
    tables.protect(op, "participation")


def _pass() -> None:
    op.create_table(
        "pass",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"], ["person.tenant_id", "person.id"], name=op.f("fk_pass_tenant_id_child_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"], ["partner.tenant_id", "partner.id"], name=op.f("fk_pass_tenant_id_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_pass_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_pass_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pass")),
    )
    op.create_index(op.f("ix_pass_tenant_id_child_id"), "pass", ["tenant_id", "child_id"], unique=False)
    op.create_index(op.f("ix_pass_tenant_id_partner_id"), "pass", ["tenant_id", "partner_id"], unique=False)
    op.create_index(op.f("ix_pass_tenant_id_person_id"), "pass", ["tenant_id", "person_id"], unique=False)
    tables.protect(op, "pass")


def _permission() -> None:
    op.create_table(
        "permission",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("asked_of", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "asked_of"], ["person.tenant_id", "person.id"], name=op.f("fk_permission_tenant_id_asked_of")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_permission_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_permission_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_permission_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_permission")),
    )
    op.create_index(op.f("ix_permission_tenant_id_asked_of"), "permission", ["tenant_id", "asked_of"], unique=False)
    op.create_index(op.f("ix_permission_tenant_id_person_id"), "permission", ["tenant_id", "person_id"], unique=False)
    op.create_index(
        op.f("ix_permission_tenant_id_programme_id"), "permission", ["tenant_id", "programme_id"], unique=False
    )
    tables.protect(op, "permission")


def _protocol_read() -> None:
    op.create_table(
        "protocol_read",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("protocol_version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_protocol_read_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_protocol_read_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_protocol_read_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_protocol_read")),
        sa.UniqueConstraint(
            "tenant_id",
            "person_id",
            "programme_id",
            "protocol_version",
            name=op.f("uq_protocol_read_tenant_id_person_id_programme_id_protocol_version"),
        ),
    )
    op.create_index(
        op.f("ix_protocol_read_tenant_id_person_id"), "protocol_read", ["tenant_id", "person_id"], unique=False
    )
    op.create_index(
        op.f("ix_protocol_read_tenant_id_programme_id"), "protocol_read", ["tenant_id", "programme_id"], unique=False
    )
    tables.protect(op, "protocol_read")


def _site() -> None:
    op.create_table(
        "site",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"], ["partner.tenant_id", "partner.id"], name=op.f("fk_site_tenant_id_partner_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_site_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_site")),
        sa.UniqueConstraint("tenant_id", "partner_id", "name", name=op.f("uq_site_tenant_id_partner_id_name")),
    )
    op.create_index(op.f("ix_site_tenant_id_partner_id"), "site", ["tenant_id", "partner_id"], unique=False)
    tables.protect(op, "site")


def _subject() -> None:
    op.create_table(
        "subject",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_subject_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_subject_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_subject")),
        sa.UniqueConstraint(
            "tenant_id", "person_id", "key", "stance", name=op.f("uq_subject_tenant_id_person_id_key_stance")
        ),
    )
    op.create_index(op.f("ix_subject_tenant_id_person_id"), "subject", ["tenant_id", "person_id"], unique=False)
    tables.protect(op, "subject")


def _tie() -> None:
    op.create_table(
        "tie",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "other_id"], ["person.tenant_id", "person.id"], name=op.f("fk_tie_tenant_id_other_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_tie_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_tie_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_tie")),
        sa.UniqueConstraint(
            "tenant_id", "person_id", "other_id", "kind", name=op.f("uq_tie_tenant_id_person_id_other_id_kind")
        ),
    )
    op.create_index(op.f("ix_tie_tenant_id_other_id"), "tie", ["tenant_id", "other_id"], unique=False)
    op.create_index(op.f("ix_tie_tenant_id_person_id"), "tie", ["tenant_id", "person_id"], unique=False)
    tables.protect(op, "tie")


def _training_run() -> None:
    op.create_table(
        "training_run",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("role_key", sa.Text(), nullable=False),
        sa.Column("curriculum_version", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("seats", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_training_run_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "trainer_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_training_run_tenant_id_trainer_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_training_run_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_run")),
    )
    op.create_index(
        op.f("ix_training_run_tenant_id_programme_id"), "training_run", ["tenant_id", "programme_id"], unique=False
    )
    op.create_index(
        op.f("ix_training_run_tenant_id_trainer_id"), "training_run", ["tenant_id", "trainer_id"], unique=False
    )
    tables.protect(op, "training_run")


def _affiliation() -> None:
    op.create_table(
        "affiliation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("course", sa.Text(), nullable=True),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("track", sa.Text(), nullable=True),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("by_hand", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"],
            ["partner.tenant_id", "partner.id"],
            name=op.f("fk_affiliation_tenant_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_affiliation_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "site_id"], ["site.tenant_id", "site.id"], name=op.f("fk_affiliation_tenant_id_site_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_affiliation_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_affiliation")),
    )
    op.create_index(
        op.f("ix_affiliation_tenant_id_partner_id"), "affiliation", ["tenant_id", "partner_id"], unique=False
    )
    op.create_index(op.f("ix_affiliation_tenant_id_person_id"), "affiliation", ["tenant_id", "person_id"], unique=False)
    op.create_index(op.f("ix_affiliation_tenant_id_site_id"), "affiliation", ["tenant_id", "site_id"], unique=False)
    tables.protect(op, "affiliation")


def _application() -> None:
    op.create_table(
        "application",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=True),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("questions_version", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("done", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "participation_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_application_tenant_id_participation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_application_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_application_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_application_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_application")),
    )
    op.create_index(
        op.f("ix_application_tenant_id_participation_id"),
        "application",
        ["tenant_id", "participation_id"],
        unique=False,
    )
    op.create_index(op.f("ix_application_tenant_id_person_id"), "application", ["tenant_id", "person_id"], unique=False)
    op.create_index(
        op.f("ix_application_tenant_id_programme_id"), "application", ["tenant_id", "programme_id"], unique=False
    )
    op.create_index(
        "uq_application_open",
        "application",
        ["tenant_id", "programme_id", "person_id", "side"],
        unique=True,
        postgresql_where=sa.text("submitted_at IS NULL"),
    )
    tables.protect(op, "application")


def _certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plugin", sa.Text(), nullable=False),
        sa.Column("role_key", sa.Text(), nullable=False),
        sa.Column("curriculum_version", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("ground_note", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("issuer_certificate_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "issued_by"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_certificate_tenant_id_issued_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "issuer_certificate_id"],
            ["certificate.tenant_id", "certificate.id"],
            name=op.f("fk_certificate_tenant_id_issuer_certificate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_certificate_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "run_id"],
            ["training_run.tenant_id", "training_run.id"],
            name=op.f("fk_certificate_tenant_id_run_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_certificate_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_certificate_tenant_id_code")),
    )
    op.create_index(op.f("ix_certificate_tenant_id_issued_by"), "certificate", ["tenant_id", "issued_by"], unique=False)
    op.create_index(
        op.f("ix_certificate_tenant_id_issuer_certificate_id"),
        "certificate",
        ["tenant_id", "issuer_certificate_id"],
        unique=False,
    )
    op.create_index(op.f("ix_certificate_tenant_id_person_id"), "certificate", ["tenant_id", "person_id"], unique=False)
    op.create_index(op.f("ix_certificate_tenant_id_run_id"), "certificate", ["tenant_id", "run_id"], unique=False)
    tables.protect(op, "certificate")


def _circle() -> None:
    op.create_table(
        "circle",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_person_id", sa.Uuid(), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_circle_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supporter_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_circle_tenant_id_supporter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supporter_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_circle_tenant_id_supporter_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_circle_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_circle")),
    )
    op.create_index(op.f("ix_circle_tenant_id_programme_id"), "circle", ["tenant_id", "programme_id"], unique=False)
    op.create_index(op.f("ix_circle_tenant_id_supporter_id"), "circle", ["tenant_id", "supporter_id"], unique=False)
    op.create_index(
        op.f("ix_circle_tenant_id_supporter_person_id"), "circle", ["tenant_id", "supporter_person_id"], unique=False
    )
    tables.protect(op, "circle")


def _enablement() -> None:
    op.create_table(
        "enablement",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plugin", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"],
            ["partner.tenant_id", "partner.id"],
            name=op.f("fk_enablement_tenant_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "site_id"], ["site.tenant_id", "site.id"], name=op.f("fk_enablement_tenant_id_site_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_enablement_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_enablement")),
    )
    op.create_index(op.f("ix_enablement_tenant_id_partner_id"), "enablement", ["tenant_id", "partner_id"], unique=False)
    op.create_index(op.f("ix_enablement_tenant_id_site_id"), "enablement", ["tenant_id", "site_id"], unique=False)
    op.create_index(
        "uq_enablement_open",
        "enablement",
        ["tenant_id", "plugin", "partner_id", "site_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )
    tables.protect(op, "enablement")


def _enrolment() -> None:
    op.create_table(
        "enrolment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "participation_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_enrolment_tenant_id_participation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_enrolment_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "run_id"],
            ["training_run.tenant_id", "training_run.id"],
            name=op.f("fk_enrolment_tenant_id_run_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_enrolment_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("tenant_id", "run_id", "person_id", name=op.f("uq_enrolment_tenant_id_run_id_person_id")),
    )
    op.create_index(
        op.f("ix_enrolment_tenant_id_participation_id"), "enrolment", ["tenant_id", "participation_id"], unique=False
    )
    op.create_index(op.f("ix_enrolment_tenant_id_person_id"), "enrolment", ["tenant_id", "person_id"], unique=False)
    op.create_index(op.f("ix_enrolment_tenant_id_run_id"), "enrolment", ["tenant_id", "run_id"], unique=False)
    tables.protect(op, "enrolment")


def _experience() -> None:
    op.create_table(
        "experience",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "ended_by"], ["person.tenant_id", "person.id"], name=op.f("fk_experience_tenant_id_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "marked_by"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_experience_tenant_id_marked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "participation_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_experience_tenant_id_participation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_experience_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_experience_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_experience")),
    )
    op.create_index(op.f("ix_experience_tenant_id_ended_by"), "experience", ["tenant_id", "ended_by"], unique=False)
    op.create_index(op.f("ix_experience_tenant_id_marked_by"), "experience", ["tenant_id", "marked_by"], unique=False)
    op.create_index(
        op.f("ix_experience_tenant_id_participation_id"), "experience", ["tenant_id", "participation_id"], unique=False
    )
    op.create_index(op.f("ix_experience_tenant_id_person_id"), "experience", ["tenant_id", "person_id"], unique=False)
    op.create_index(
        "uq_experience_holds",
        "experience",
        ["tenant_id", "participation_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    tables.protect(op, "experience")


def _interview() -> None:
    op.create_table(
        "interview",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("interviewer_id", sa.Uuid(), nullable=True),
        sa.Column("own_yes", sa.Boolean(), nullable=True),
        sa.Column("motivation", sa.SmallInteger(), nullable=True),
        sa.Column("without_referrer", sa.Boolean(), nullable=True),
        sa.Column("multi_problem", sa.Boolean(), nullable=True),
        sa.Column("too_heavy", sa.Boolean(), nullable=True),
        sa.Column("support_now", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("rubric", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("next", sa.Text(), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "interviewer_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_interview_tenant_id_interviewer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "participation_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_interview_tenant_id_participation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_interview_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_interview_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_interview")),
    )
    op.create_index(
        op.f("ix_interview_tenant_id_interviewer_id"), "interview", ["tenant_id", "interviewer_id"], unique=False
    )
    op.create_index(
        op.f("ix_interview_tenant_id_participation_id"), "interview", ["tenant_id", "participation_id"], unique=False
    )
    op.create_index(op.f("ix_interview_tenant_id_person_id"), "interview", ["tenant_id", "person_id"], unique=False)
    op.create_index(
        "uq_interview_open",
        "interview",
        ["tenant_id", "participation_id", "kind"],
        unique=True,
        postgresql_where=sa.text("concluded_at IS NULL"),
    )
    tables.protect(op, "interview")


def _letter() -> None:
    op.create_table(
        "letter",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("to_person_id", sa.Uuid(), nullable=False),
        sa.Column("to_email", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("pass_id", sa.Uuid(), nullable=True),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("link_kind", sa.Text(), nullable=True),
        sa.Column("goes_to", sa.Text(), nullable=True),
        sa.Column("security", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sending_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name=op.f("fk_letter_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "pass_id"], ["pass.tenant_id", "pass.id"], name=op.f("fk_letter_tenant_id_pass_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "to_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_letter_tenant_id_to_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_letter_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_letter")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_letter_tenant_id_key")),
    )
    op.create_index(op.f("ix_letter_tenant_id_account_id"), "letter", ["tenant_id", "account_id"], unique=False)
    op.create_index(op.f("ix_letter_tenant_id_pass_id"), "letter", ["tenant_id", "pass_id"], unique=False)
    op.create_index(op.f("ix_letter_tenant_id_to_person_id"), "letter", ["tenant_id", "to_person_id"], unique=False)
    tables.protect(op, "letter")


def _nomination() -> None:
    op.create_table(
        "nomination",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("knows", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("participation_id", sa.Uuid(), nullable=True),
        sa.Column("called", sa.Text(), nullable=True),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column("by_pass_id", sa.Uuid(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("themes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("moment", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tell_by", sa.Date(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("addition_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_pass_id"], ["pass.tenant_id", "pass.id"], name=op.f("fk_nomination_tenant_id_by_pass_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_nomination_tenant_id_by_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "participation_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_nomination_tenant_id_participation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_nomination_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_nomination_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_nomination_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_nomination")),
    )
    op.create_index(op.f("ix_nomination_tenant_id_by_pass_id"), "nomination", ["tenant_id", "by_pass_id"], unique=False)
    op.create_index(
        op.f("ix_nomination_tenant_id_by_person_id"), "nomination", ["tenant_id", "by_person_id"], unique=False
    )
    op.create_index(
        op.f("ix_nomination_tenant_id_participation_id"), "nomination", ["tenant_id", "participation_id"], unique=False
    )
    op.create_index(op.f("ix_nomination_tenant_id_person_id"), "nomination", ["tenant_id", "person_id"], unique=False)
    op.create_index(
        op.f("ix_nomination_tenant_id_programme_id"), "nomination", ["tenant_id", "programme_id"], unique=False
    )
    tables.protect(op, "nomination")


def _one_time_link() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("pass_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("goes_to", sa.Text(), nullable=False),
        sa.Column("both_factors", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name=op.f("fk_one_time_link_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "pass_id"], ["pass.tenant_id", "pass.id"], name=op.f("fk_one_time_link_tenant_id_pass_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_one_time_link_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_one_time_link_tenant_id_token_hash")),
    )
    op.create_index(
        op.f("ix_one_time_link_tenant_id_account_id"), "one_time_link", ["tenant_id", "account_id"], unique=False
    )
    op.create_index(op.f("ix_one_time_link_tenant_id_pass_id"), "one_time_link", ["tenant_id", "pass_id"], unique=False)
    tables.protect(op, "one_time_link")


def _participation_change() -> None:
    op.create_table(
        "participation_change",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "participation_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_participation_change_tenant_id_participation_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_participation_change_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_participation_change")),
    )
    op.create_index(
        op.f("ix_participation_change_tenant_id_participation_id"),
        "participation_change",
        ["tenant_id", "participation_id"],
        unique=False,
    )
    tables.protect(op, "participation_change")


def _refusal() -> None:
    op.create_table(
        "refusal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_person_id", sa.Uuid(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted", sa.Boolean(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_refusal_tenant_id_by_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_refusal_tenant_id_seeker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_refusal_tenant_id_seeker_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supporter_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_refusal_tenant_id_supporter_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_refusal_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_refusal")),
    )
    op.create_index(op.f("ix_refusal_tenant_id_by_person_id"), "refusal", ["tenant_id", "by_person_id"], unique=False)
    op.create_index(op.f("ix_refusal_tenant_id_seeker_id"), "refusal", ["tenant_id", "seeker_id"], unique=False)
    op.create_index(
        op.f("ix_refusal_tenant_id_seeker_person_id"), "refusal", ["tenant_id", "seeker_person_id"], unique=False
    )
    op.create_index(op.f("ix_refusal_tenant_id_supporter_id"), "refusal", ["tenant_id", "supporter_id"], unique=False)
    tables.protect(op, "refusal")


def _role_grant() -> None:
    op.create_table(
        "role_grant",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name=op.f("fk_role_grant_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"],
            ["partner.tenant_id", "partner.id"],
            name=op.f("fk_role_grant_tenant_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_role_grant_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "site_id"], ["site.tenant_id", "site.id"], name=op.f("fk_role_grant_tenant_id_site_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_role_grant_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_tenant_id_account_id"), "role_grant", ["tenant_id", "account_id"], unique=False)
    op.create_index(op.f("ix_role_grant_tenant_id_partner_id"), "role_grant", ["tenant_id", "partner_id"], unique=False)
    op.create_index(
        op.f("ix_role_grant_tenant_id_programme_id"), "role_grant", ["tenant_id", "programme_id"], unique=False
    )
    op.create_index(op.f("ix_role_grant_tenant_id_site_id"), "role_grant", ["tenant_id", "site_id"], unique=False)
    tables.protect(op, "role_grant")


def _role_proposal() -> None:
    op.create_table(
        "role_proposal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name=op.f("fk_role_proposal_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_role_proposal_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_role_proposal")),
    )
    op.create_index(
        op.f("ix_role_proposal_tenant_id_account_id"), "role_proposal", ["tenant_id", "account_id"], unique=False
    )
    op.create_index(
        "uq_role_proposal_open",
        "role_proposal",
        ["tenant_id", "account_id", "role"],
        unique=True,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    tables.protect(op, "role_proposal")


def _run_session() -> None:
    op.create_table(
        "run_session",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("modules", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "run_id"],
            ["training_run.tenant_id", "training_run.id"],
            name=op.f("fk_run_session_tenant_id_run_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_run_session_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_run_session")),
        sa.UniqueConstraint("tenant_id", "run_id", "number", name=op.f("uq_run_session_tenant_id_run_id_number")),
    )
    op.create_index(op.f("ix_run_session_tenant_id_run_id"), "run_session", ["tenant_id", "run_id"], unique=False)
    tables.protect(op, "run_session")


def _screening_check() -> None:
    op.create_table(
        "screening_check",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("protocol_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "participation_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_screening_check_tenant_id_participation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_screening_check_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seen_by"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_screening_check_tenant_id_seen_by"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_screening_check_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_screening_check")),
        sa.UniqueConstraint(
            "tenant_id", "participation_id", "kind", name=op.f("uq_screening_check_tenant_id_participation_id_kind")
        ),
    )
    op.create_index(
        op.f("ix_screening_check_tenant_id_participation_id"),
        "screening_check",
        ["tenant_id", "participation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_screening_check_tenant_id_person_id"), "screening_check", ["tenant_id", "person_id"], unique=False
    )
    op.create_index(
        op.f("ix_screening_check_tenant_id_seen_by"), "screening_check", ["tenant_id", "seen_by"], unique=False
    )
    tables.protect(op, "screening_check")


def _sign_in_session() -> None:
    op.create_table(
        "sign_in_session",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("pass_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("staff", sa.Boolean(), nullable=False),
        sa.Column("came_by", sa.Text(), nullable=False),
        sa.Column("factors", sa.SmallInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fresh_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name=op.f("fk_sign_in_session_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "pass_id"], ["pass.tenant_id", "pass.id"], name=op.f("fk_sign_in_session_tenant_id_pass_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_sign_in_session_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_sign_in_session_tenant_id_token_hash")),
    )
    op.create_index(
        op.f("ix_sign_in_session_tenant_id_account_id"), "sign_in_session", ["tenant_id", "account_id"], unique=False
    )
    op.create_index(
        op.f("ix_sign_in_session_tenant_id_pass_id"), "sign_in_session", ["tenant_id", "pass_id"], unique=False
    )
    tables.protect(op, "sign_in_session")


def _snooze() -> None:
    op.create_table(
        "snooze",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["account.tenant_id", "account.id"],
            name=op.f("fk_snooze_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_snooze_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_snooze")),
        sa.UniqueConstraint("tenant_id", "account_id", "line", name=op.f("uq_snooze_tenant_id_account_id_line")),
    )
    op.create_index(op.f("ix_snooze_tenant_id_account_id"), "snooze", ["tenant_id", "account_id"], unique=False)
    tables.protect(op, "snooze")


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("ticked_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_attendance_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["run_session.tenant_id", "run_session.id"],
            name=op.f("fk_attendance_tenant_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "ticked_by"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_attendance_tenant_id_ticked_by"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_attendance_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "tenant_id", "session_id", "person_id", name=op.f("uq_attendance_tenant_id_session_id_person_id")
        ),
    )
    op.create_index(op.f("ix_attendance_tenant_id_person_id"), "attendance", ["tenant_id", "person_id"], unique=False)
    op.create_index(op.f("ix_attendance_tenant_id_session_id"), "attendance", ["tenant_id", "session_id"], unique=False)
    op.create_index(op.f("ix_attendance_tenant_id_ticked_by"), "attendance", ["tenant_id", "ticked_by"], unique=False)
    tables.protect(op, "attendance")


def _proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_person_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_person_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("waits_for", sa.Text(), nullable=True),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("score_most", sa.SmallInteger(), nullable=False),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seeker_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supporter_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decision_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "circle_id"], ["circle.tenant_id", "circle.id"], name=op.f("fk_proposal_tenant_id_circle_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_proposal_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "proposed_by"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_proposal_tenant_id_proposed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_proposal_tenant_id_seeker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_proposal_tenant_id_seeker_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supporter_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_proposal_tenant_id_supporter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supporter_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_proposal_tenant_id_supporter_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_proposal_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_tenant_id_circle_id"), "proposal", ["tenant_id", "circle_id"], unique=False)
    op.create_index(op.f("ix_proposal_tenant_id_programme_id"), "proposal", ["tenant_id", "programme_id"], unique=False)
    op.create_index(op.f("ix_proposal_tenant_id_proposed_by"), "proposal", ["tenant_id", "proposed_by"], unique=False)
    op.create_index(op.f("ix_proposal_tenant_id_seeker_id"), "proposal", ["tenant_id", "seeker_id"], unique=False)
    op.create_index(
        op.f("ix_proposal_tenant_id_seeker_person_id"), "proposal", ["tenant_id", "seeker_person_id"], unique=False
    )
    op.create_index(op.f("ix_proposal_tenant_id_supporter_id"), "proposal", ["tenant_id", "supporter_id"], unique=False)
    op.create_index(
        op.f("ix_proposal_tenant_id_supporter_person_id"),
        "proposal",
        ["tenant_id", "supporter_person_id"],
        unique=False,
    )
    op.create_index(
        "uq_proposal_running",
        "proposal",
        ["tenant_id", "seeker_id", "supporter_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('offered', 'open')"),
    )
    tables.protect(op, "proposal")


def _triage() -> None:
    op.create_table(
        "triage",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handover_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decided_by"], ["person.tenant_id", "person.id"], name=op.f("fk_triage_tenant_id_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "interview_id"],
            ["interview.tenant_id", "interview.id"],
            name=op.f("fk_triage_tenant_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "participation_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_triage_tenant_id_participation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_triage_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_triage_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_triage")),
        sa.UniqueConstraint("tenant_id", "interview_id", name=op.f("uq_triage_tenant_id_interview_id")),
    )
    op.create_index(op.f("ix_triage_tenant_id_decided_by"), "triage", ["tenant_id", "decided_by"], unique=False)
    op.create_index(op.f("ix_triage_tenant_id_interview_id"), "triage", ["tenant_id", "interview_id"], unique=False)
    op.create_index(
        op.f("ix_triage_tenant_id_participation_id"), "triage", ["tenant_id", "participation_id"], unique=False
    )
    op.create_index(op.f("ix_triage_tenant_id_person_id"), "triage", ["tenant_id", "person_id"], unique=False)
    tables.protect(op, "triage")


def _answer() -> None:
    op.create_table(
        "answer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_answer_tenant_id_by_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "proposal_id"],
            ["proposal.tenant_id", "proposal.id"],
            name=op.f("fk_answer_tenant_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_answer_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_answer")),
        sa.UniqueConstraint("tenant_id", "proposal_id", "step", name=op.f("uq_answer_tenant_id_proposal_id_step")),
    )
    op.create_index(op.f("ix_answer_tenant_id_by_person_id"), "answer", ["tenant_id", "by_person_id"], unique=False)
    op.create_index(op.f("ix_answer_tenant_id_proposal_id"), "answer", ["tenant_id", "proposal_id"], unique=False)
    tables.protect(op, "answer")


def _match() -> None:
    op.create_table(
        "match",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_person_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_person_id", sa.Uuid(), nullable=False),
        sa.Column("coordinator_id", sa.Uuid(), nullable=True),
        sa.Column("circle_id", sa.Uuid(), nullable=True),
        sa.Column("one_at_a_time", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("end_reason_seeker", sa.Text(), nullable=True),
        sa.Column("end_reason_supporter", sa.Text(), nullable=True),
        sa.Column("last_contact_on", sa.Date(), nullable=True),
        sa.Column("meetings_held", sa.Integer(), nullable=False),
        sa.Column("look_from", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "circle_id"], ["circle.tenant_id", "circle.id"], name=op.f("fk_match_tenant_id_circle_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "coordinator_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_match_tenant_id_coordinator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_match_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "proposal_id"],
            ["proposal.tenant_id", "proposal.id"],
            name=op.f("fk_match_tenant_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_match_tenant_id_seeker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_match_tenant_id_seeker_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supporter_id"],
            ["participation.tenant_id", "participation.id"],
            name=op.f("fk_match_tenant_id_supporter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supporter_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_match_tenant_id_supporter_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_match_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_match")),
    )
    op.create_index("ix_match_look_from", "match", ["tenant_id", "look_from"], unique=False)
    op.create_index(op.f("ix_match_tenant_id_circle_id"), "match", ["tenant_id", "circle_id"], unique=False)
    op.create_index(op.f("ix_match_tenant_id_coordinator_id"), "match", ["tenant_id", "coordinator_id"], unique=False)
    op.create_index(op.f("ix_match_tenant_id_programme_id"), "match", ["tenant_id", "programme_id"], unique=False)
    op.create_index(op.f("ix_match_tenant_id_proposal_id"), "match", ["tenant_id", "proposal_id"], unique=False)
    op.create_index(op.f("ix_match_tenant_id_seeker_id"), "match", ["tenant_id", "seeker_id"], unique=False)
    op.create_index(
        op.f("ix_match_tenant_id_seeker_person_id"), "match", ["tenant_id", "seeker_person_id"], unique=False
    )
    op.create_index(op.f("ix_match_tenant_id_supporter_id"), "match", ["tenant_id", "supporter_id"], unique=False)
    op.create_index(
        op.f("ix_match_tenant_id_supporter_person_id"), "match", ["tenant_id", "supporter_person_id"], unique=False
    )
    op.create_index(
        "uq_match_one_active",
        "match",
        ["tenant_id", "seeker_id"],
        unique=True,
        postgresql_where=sa.text(
            "one_at_a_time AND state IN ('accepted_by_both', 'kickoff_planned', 'active', 'closing')"
        ),
    )
    tables.protect(op, "match")


def _agreement() -> None:
    op.create_table(
        "agreement",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=True),
        sa.Column("at_time", sa.Text(), nullable=True),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("activities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seeker_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supporter_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "made_by"], ["person.tenant_id", "person.id"], name=op.f("fk_agreement_tenant_id_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["match.tenant_id", "match.id"], name=op.f("fk_agreement_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_agreement_tenant_id_seeker_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_agreement_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("tenant_id", "match_id", "number", name=op.f("uq_agreement_tenant_id_match_id_number")),
    )
    op.create_index(op.f("ix_agreement_tenant_id_made_by"), "agreement", ["tenant_id", "made_by"], unique=False)
    op.create_index(op.f("ix_agreement_tenant_id_match_id"), "agreement", ["tenant_id", "match_id"], unique=False)
    op.create_index(
        op.f("ix_agreement_tenant_id_seeker_person_id"), "agreement", ["tenant_id", "seeker_person_id"], unique=False
    )
    tables.protect(op, "agreement")


def _ask() -> None:
    op.create_table(
        "ask",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_person_id"], ["person.tenant_id", "person.id"], name=op.f("fk_ask_tenant_id_by_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "done_by"], ["person.tenant_id", "person.id"], name=op.f("fk_ask_tenant_id_done_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["match.tenant_id", "match.id"], name=op.f("fk_ask_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_ask_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ask")),
    )
    op.create_index(op.f("ix_ask_tenant_id_by_person_id"), "ask", ["tenant_id", "by_person_id"], unique=False)
    op.create_index(op.f("ix_ask_tenant_id_done_by"), "ask", ["tenant_id", "done_by"], unique=False)
    op.create_index(op.f("ix_ask_tenant_id_match_id"), "ask", ["tenant_id", "match_id"], unique=False)
    tables.protect(op, "ask")


def _check_in() -> None:
    op.create_table(
        "check_in",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_person_id", sa.Uuid(), nullable=False),
        sa.Column("with_whom", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column("summary_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_check_in_tenant_id_by_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["match.tenant_id", "match.id"], name=op.f("fk_check_in_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_check_in_tenant_id_seeker_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_check_in_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_check_in")),
    )
    op.create_index(op.f("ix_check_in_tenant_id_by_person_id"), "check_in", ["tenant_id", "by_person_id"], unique=False)
    op.create_index(op.f("ix_check_in_tenant_id_match_id"), "check_in", ["tenant_id", "match_id"], unique=False)
    op.create_index(
        op.f("ix_check_in_tenant_id_seeker_person_id"), "check_in", ["tenant_id", "seeker_person_id"], unique=False
    )
    tables.protect(op, "check_in")


def _checklist_tick() -> None:
    op.create_table(
        "checklist_tick",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_checklist_tick_tenant_id_by_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["match.tenant_id", "match.id"],
            name=op.f("fk_checklist_tick_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_checklist_tick_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_checklist_tick")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "phase", "item", name=op.f("uq_checklist_tick_tenant_id_match_id_phase_item")
        ),
    )
    op.create_index(
        op.f("ix_checklist_tick_tenant_id_by_person_id"), "checklist_tick", ["tenant_id", "by_person_id"], unique=False
    )
    op.create_index(
        op.f("ix_checklist_tick_tenant_id_match_id"), "checklist_tick", ["tenant_id", "match_id"], unique=False
    )
    tables.protect(op, "checklist_tick")


def _closure() -> None:
    op.create_table(
        "closure",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_last_on", sa.Date(), nullable=True),
        sa.Column("last_meeting_on", sa.Date(), nullable=True),
        sa.Column("farewell", sa.Text(), nullable=True),
        sa.Column("farewell_on", sa.Date(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("follow_up_done_on", sa.Date(), nullable=True),
        sa.Column("skipped", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "closed_by"], ["person.tenant_id", "person.id"], name=op.f("fk_closure_tenant_id_closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["match.tenant_id", "match.id"], name=op.f("fk_closure_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_closure_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_closure")),
        sa.UniqueConstraint("tenant_id", "match_id", name=op.f("uq_closure_tenant_id_match_id")),
    )
    op.create_index(op.f("ix_closure_tenant_id_closed_by"), "closure", ["tenant_id", "closed_by"], unique=False)
    op.create_index(op.f("ix_closure_tenant_id_match_id"), "closure", ["tenant_id", "match_id"], unique=False)
    tables.protect(op, "closure")


def _goal() -> None:
    op.create_table(
        "goal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_person_id", sa.Uuid(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("competency", sa.Text(), nullable=True),
        sa.Column("progress", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "made_by"], ["person.tenant_id", "person.id"], name=op.f("fk_goal_tenant_id_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["match.tenant_id", "match.id"], name=op.f("fk_goal_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_goal_tenant_id_seeker_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_goal_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_goal")),
    )
    op.create_index(op.f("ix_goal_tenant_id_made_by"), "goal", ["tenant_id", "made_by"], unique=False)
    op.create_index(op.f("ix_goal_tenant_id_match_id"), "goal", ["tenant_id", "match_id"], unique=False)
    op.create_index(op.f("ix_goal_tenant_id_seeker_person_id"), "goal", ["tenant_id", "seeker_person_id"], unique=False)
    tables.protect(op, "goal")


def _kickoff() -> None:
    op.create_table(
        "kickoff",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("circle_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "circle_id"], ["circle.tenant_id", "circle.id"], name=op.f("fk_kickoff_tenant_id_circle_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["match.tenant_id", "match.id"], name=op.f("fk_kickoff_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_kickoff_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_kickoff")),
    )
    op.create_index(op.f("ix_kickoff_tenant_id_circle_id"), "kickoff", ["tenant_id", "circle_id"], unique=False)
    op.create_index(op.f("ix_kickoff_tenant_id_match_id"), "kickoff", ["tenant_id", "match_id"], unique=False)
    tables.protect(op, "kickoff")


def _meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("circle_id", sa.Uuid(), nullable=True),
        sa.Column("note_about", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("mood", sa.Text(), nullable=True),
        sa.Column("topics", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("initiative", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=True),
        sa.Column("logged_by", sa.Uuid(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "circle_id"], ["circle.tenant_id", "circle.id"], name=op.f("fk_meeting_tenant_id_circle_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "logged_by"], ["person.tenant_id", "person.id"], name=op.f("fk_meeting_tenant_id_logged_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["match.tenant_id", "match.id"], name=op.f("fk_meeting_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "planned_by"], ["person.tenant_id", "person.id"], name=op.f("fk_meeting_tenant_id_planned_by")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_tenant_id_circle_id"), "meeting", ["tenant_id", "circle_id"], unique=False)
    op.create_index(op.f("ix_meeting_tenant_id_logged_by"), "meeting", ["tenant_id", "logged_by"], unique=False)
    op.create_index(op.f("ix_meeting_tenant_id_match_id"), "meeting", ["tenant_id", "match_id"], unique=False)
    op.create_index(op.f("ix_meeting_tenant_id_planned_by"), "meeting", ["tenant_id", "planned_by"], unique=False)
    tables.protect(op, "meeting")


def _phase() -> None:
    op.create_table(
        "phase",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["match.tenant_id", "match.id"], name=op.f("fk_phase_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_phase_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_phase")),
        sa.UniqueConstraint("tenant_id", "match_id", "key", name=op.f("uq_phase_tenant_id_match_id_key")),
    )
    op.create_index(op.f("ix_phase_tenant_id_match_id"), "phase", ["tenant_id", "match_id"], unique=False)
    tables.protect(op, "phase")


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_review_tenant_id_by_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["match.tenant_id", "match.id"], name=op.f("fk_review_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_review_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "moment", "side", name=op.f("uq_review_tenant_id_match_id_moment_side")
        ),
    )
    op.create_index(op.f("ix_review_tenant_id_by_person_id"), "review", ["tenant_id", "by_person_id"], unique=False)
    op.create_index(op.f("ix_review_tenant_id_match_id"), "review", ["tenant_id", "match_id"], unique=False)
    tables.protect(op, "review")


def _goal_step() -> None:
    op.create_table(
        "goal_step",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_person_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("progress", sa.SmallInteger(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_goal_step_tenant_id_by_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "goal_id"], ["goal.tenant_id", "goal.id"], name=op.f("fk_goal_step_tenant_id_goal_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name=op.f("fk_goal_step_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_goal_step_tenant_id_seeker_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_goal_step_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_goal_step")),
    )
    op.create_index(
        op.f("ix_goal_step_tenant_id_by_person_id"), "goal_step", ["tenant_id", "by_person_id"], unique=False
    )
    op.create_index(op.f("ix_goal_step_tenant_id_goal_id"), "goal_step", ["tenant_id", "goal_id"], unique=False)
    op.create_index(op.f("ix_goal_step_tenant_id_meeting_id"), "goal_step", ["tenant_id", "meeting_id"], unique=False)
    op.create_index(
        op.f("ix_goal_step_tenant_id_seeker_person_id"), "goal_step", ["tenant_id", "seeker_person_id"], unique=False
    )
    tables.protect(op, "goal_step")


def _kickoff_party() -> None:
    op.create_table(
        "kickoff_party",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kickoff_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("gate", sa.Boolean(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("catch_up_by", sa.Date(), nullable=True),
        sa.Column("caught_up_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kickoff_id"],
            ["kickoff.tenant_id", "kickoff.id"],
            name=op.f("fk_kickoff_party_tenant_id_kickoff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_kickoff_party_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_kickoff_party_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_kickoff_party")),
    )
    op.create_index(
        op.f("ix_kickoff_party_tenant_id_kickoff_id"), "kickoff_party", ["tenant_id", "kickoff_id"], unique=False
    )
    op.create_index(
        op.f("ix_kickoff_party_tenant_id_person_id"), "kickoff_party", ["tenant_id", "person_id"], unique=False
    )
    tables.protect(op, "kickoff_party")


def _meeting_presence() -> None:
    op.create_table(
        "meeting_presence",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_person_id", sa.Uuid(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("mood", sa.Text(), nullable=True),
        sa.Column("reflected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("line_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["match.tenant_id", "match.id"],
            name=op.f("fk_meeting_presence_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name=op.f("fk_meeting_presence_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_meeting_presence_tenant_id_seeker_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_presence_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_presence")),
        sa.UniqueConstraint(
            "tenant_id",
            "meeting_id",
            "seeker_person_id",
            name=op.f("uq_meeting_presence_tenant_id_meeting_id_seeker_person_id"),
        ),
    )
    op.create_index(
        op.f("ix_meeting_presence_tenant_id_match_id"), "meeting_presence", ["tenant_id", "match_id"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_presence_tenant_id_meeting_id"), "meeting_presence", ["tenant_id", "meeting_id"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_presence_tenant_id_seeker_person_id"),
        "meeting_presence",
        ["tenant_id", "seeker_person_id"],
        unique=False,
    )
    tables.protect(op, "meeting_presence")
