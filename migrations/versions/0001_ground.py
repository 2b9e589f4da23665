"""The ground: organisations, the signed context, the audit chain, and the doors through which the app may pass."""

import sqlalchemy as sa
from alembic import op

from maatwerk.tenancy import tables_v1 as tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CONTEXT = """
CREATE FUNCTION maatwerk.tenant() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    raw text := current_setting('maatwerk.ctx', true);
    parts text[];
    message bytea;
    key record;
BEGIN
    IF raw IS NULL OR raw = '' THEN
        RETURN NULL;
    END IF;
    parts := string_to_array(raw, '|');
    IF cardinality(parts) <> 3 OR parts[2] !~ '^[0-9]{1,17}$' THEN
        RAISE EXCEPTION 'context refused' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF abs(extract(epoch FROM transaction_timestamp()) * 1000000 - parts[2]::numeric) > 5000000 THEN
        RAISE EXCEPTION 'context too old' USING ERRCODE = 'insufficient_privilege';
    END IF;
    message := convert_to(parts[1] || '|' || pg_backend_pid() || '|' || parts[2], 'UTF8');
    FOR key IN SELECT inner_key, outer_key FROM maatwerk.context_key LOOP
        IF encode(sha256(key.outer_key || sha256(key.inner_key || message)), 'hex') = parts[3] THEN
            RETURN parts[1]::uuid;
        END IF;
    END LOOP;
    RAISE EXCEPTION 'context refused' USING ERRCODE = 'insufficient_privilege';
END
$body$
"""

AUDIT = """
CREATE FUNCTION maatwerk.audit_append(entries jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    who uuid := maatwerk.tenant();
    entry record;
    last_seq bigint;
    last_hash bytea;
    new_hash bytea;
BEGIN
    IF who IS NULL THEN
        RAISE EXCEPTION 'no tenant' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('maatwerk.audit ' || who::text, 0));
    SELECT a.seq, a.hash INTO last_seq, last_hash
        FROM public.audit_entry a WHERE a.tenant_id = who ORDER BY a.seq DESC LIMIT 1;
    last_seq := coalesce(last_seq, 0);
    last_hash := coalesce(last_hash, ''::bytea);
    FOR entry IN
        SELECT x.at, x.actor, x.action, x.kind, x.ids, x.reference
        FROM jsonb_to_recordset(entries)
            AS x(at timestamptz, actor uuid, action text, kind text, ids uuid[], reference text)
    LOOP
        last_seq := last_seq + 1;
        new_hash := maatwerk.audit_hash(
            entry.at, entry.actor, entry.action, entry.kind, entry.ids, entry.reference, last_hash);
        INSERT INTO public.audit_entry
            (tenant_id, id, seq, at, actor, action, kind, ids, reference, previous, hash)
        VALUES (who, gen_random_uuid(), last_seq, entry.at, entry.actor, entry.action, entry.kind,
                entry.ids, entry.reference, last_hash, new_hash);
        last_hash := new_hash;
    END LOOP;
END
$body$
"""

AUDIT_HASH = """
CREATE FUNCTION maatwerk.audit_hash(
    at timestamptz, actor uuid, action text, kind text, ids uuid[], reference text, previous bytea
) RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $body$
    SELECT sha256(convert_to(
        (extract(epoch FROM at) * 1000000)::bigint || E'\\x1f' || coalesce(actor::text, '') || E'\\x1f' || action
        || E'\\x1f' || kind || E'\\x1f' || array_to_string(ids, ',') || E'\\x1f' || reference || E'\\x1f'
        || encode(previous, 'hex'), 'UTF8'))
$body$
"""

OPEN_TENANT = """
CREATE FUNCTION maatwerk.open_tenant(
    new_id uuid, new_slug text, new_name text, new_host text, new_locale text, new_languages text[],
    new_zone text, new_colour text, new_state text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
BEGIN
    INSERT INTO public.tenant (id, slug, name, locale, languages, zone, colour, state, version, opened_at)
    VALUES (new_id, new_slug, new_name, new_locale, new_languages, new_zone, new_colour, new_state, 1,
            transaction_timestamp());
    INSERT INTO public.tenant_host (host, tenant_id) VALUES (new_host, new_id);
END
$body$
"""

SET_LOOK = """
CREATE FUNCTION maatwerk.set_tenant_look(
    new_name text, new_locale text, new_languages text[], new_colour text, new_state text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    who uuid := maatwerk.tenant();
BEGIN
    IF who IS NULL THEN
        RAISE EXCEPTION 'no tenant' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE public.tenant SET name = new_name, locale = new_locale, languages = new_languages,
        colour = new_colour, state = new_state, version = version + 1
    WHERE id = who;
END
$body$
"""

TOUCH = """
CREATE FUNCTION maatwerk.touch_tenant() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
BEGIN
    UPDATE public.tenant SET version = version + 1 WHERE id = maatwerk.tenant();
END
$body$
"""

DOORS = (
    "maatwerk.tenant()",
    "maatwerk.audit_append(jsonb)",
    "maatwerk.audit_hash(timestamptz, uuid, text, text, uuid[], text, bytea)",
    "maatwerk.open_tenant(uuid, text, text, text, text, text[], text, text, text)",
    "maatwerk.set_tenant_look(text, text, text[], text, text)",
    "maatwerk.touch_tenant()",
)


def upgrade() -> None:
    tables.limits(op)
    op.create_table(
        "tenant",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("slug", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "tenant_host",
        sa.Column("host", sa.Text(), primary_key=True),
        sa.Column("tenant_id", sa.Uuid(), sa.ForeignKey("tenant.id"), nullable=False, index=True),
    )
    op.execute("GRANT SELECT ON tenant, tenant_host TO maatwerk_app, maatwerk_worker")
    op.execute(
        "CREATE TABLE maatwerk.context_key (name text PRIMARY KEY, inner_key bytea NOT NULL, outer_key bytea NOT NULL)"
    )
    for function in (CONTEXT, AUDIT_HASH, AUDIT, OPEN_TENANT, SET_LOOK, TOUCH):
        op.execute(function)
    for door in DOORS:
        op.execute(f"REVOKE ALL ON FUNCTION {door} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {door} TO maatwerk_app, maatwerk_worker")


def downgrade() -> None:
    for door in reversed(DOORS):
        op.execute(f"DROP FUNCTION {door}")
    op.execute("DROP TABLE maatwerk.context_key")
    op.drop_table("tenant_host")
    op.drop_table("tenant")
