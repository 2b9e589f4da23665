"""The rules that every table of a tenant keeps, each as one query that names who breaks it."""

from __future__ import annotations

from sqlalchemy import Connection, text

# Global tables, each with its written reason (trust.md R29).
GLOBAL = {
    "tenant": "the organisations themselves; that a slug is taken is an accepted, listed leak",
    "tenant_host": "host to tenant, read before any tenant is known",
    "alembic_version": "which migrations ran; holds nothing of anyone",
}
OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'maatwerk') AND n.nspname NOT LIKE 'pg_%'"
TABLES = (
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    f"WHERE c.relkind IN ('r', 'p') AND {OURS} AND c.relname NOT LIKE 'alembic_version%' "
    "AND c.relname NOT IN ('tenant', 'tenant_host')"
)

RULES = {
    "has a tenant_id that is NOT NULL": (
        f"SELECT c.relname {TABLES} AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid "
        "AND a.attname = 'tenant_id' AND a.attnotnull)"
    ),
    "has tenant_id first in its primary key": (
        f"SELECT c.relname {TABLES} AND NOT EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a "
        "ON a.attrelid = c.oid AND a.attnum = i.indkey[0] WHERE i.indrelid = c.oid AND i.indisprimary "
        "AND a.attname = 'tenant_id')"
    ),
    "has row-level security enabled and forced": (
        f"SELECT c.relname {TABLES} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    ),
    "has one permissive and one restrictive policy, for all commands and everyone": (
        f"SELECT c.relname {TABLES} AND (SELECT array_agg(p.polpermissive ORDER BY p.polpermissive) FROM pg_policy p "
        "WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polroles = '{0}') IS DISTINCT FROM ARRAY[false, true] "
        "OR (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) > 2 "
        f"AND c.oid IN (SELECT c.oid {TABLES})"
    ),
    "has policies that ask for the signed context and nothing else": (
        f"SELECT DISTINCT c.relname {TABLES} AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND ("
        "pg_get_expr(p.polqual, c.oid) IS DISTINCT FROM '(tenant_id = ( SELECT maatwerk.tenant() AS tenant))' OR "
        "pg_get_expr(p.polwithcheck, c.oid) IS DISTINCT FROM '(tenant_id = ( SELECT maatwerk.tenant() AS tenant))'))"
    ),
    "has only unique indexes that lead with tenant_id": (
        f"SELECT DISTINCT c.relname {TABLES} AND EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a "
        "ON a.attrelid = c.oid AND a.attnum = i.indkey[0] WHERE i.indrelid = c.oid AND i.indisunique "
        "AND a.attname <> 'tenant_id')"
    ),
    "has foreign keys that carry the tenant on both sides": (
        f"SELECT DISTINCT c.relname {TABLES} AND EXISTS (SELECT 1 FROM pg_constraint k "
        "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] "
        "JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1] "
        "WHERE k.conrelid = c.oid AND k.contype = 'f' AND NOT (a.attname = 'tenant_id' "
        "AND (b.attname = 'tenant_id' OR k.confrelid = 'public.tenant'::regclass)))"
    ),
    "deletes nothing by cascade": (
        f"SELECT DISTINCT c.relname {TABLES} AND EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid "
        "AND k.contype = 'f' AND k.confdeltype NOT IN ('a', 'r'))"
    ),
    "is owned by maatwerk_owner": f"SELECT c.relname {TABLES} AND pg_get_userbyid(c.relowner) <> 'maatwerk_owner'",
    "gives the app and the worker exactly what they need": (
        f"SELECT c.relname {TABLES} AND EXISTS (SELECT 1 FROM unnest(ARRAY['maatwerk_app', 'maatwerk_worker']) r "
        "WHERE (SELECT string_agg(p, ',' ORDER BY p) FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE',"
        "'TRUNCATE','REFERENCES','TRIGGER']) p WHERE has_table_privilege(r, c.oid, p)) IS DISTINCT FROM "
        "CASE WHEN c.relname = 'audit_entry' THEN 'SELECT' ELSE 'DELETE,INSERT,SELECT,UPDATE' END)"
    ),
    "has no column that counts for all tenants together": (
        f"SELECT DISTINCT c.relname {TABLES} AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid "
        "AND (a.attidentity <> '' OR pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), "
        "a.attname) IS NOT NULL) AND a.attnum > 0)"
    ),
}


def breakers(connection: Connection, rule: str) -> list[str]:
    """The tables that break a rule, by name."""
    return sorted(connection.execute(text(RULES[rule])).scalars())
