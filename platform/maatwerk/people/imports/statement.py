"""The one statement that a thousand rows and more go in by: compare with what we have, and write what may be written.

People are recognised by (source, number), or by our own id in a sheet of ours; never by name or e-mail. What was
changed by hand stays and is given back as a difference; a name with a lost letter never replaces a whole one; an
empty cell takes nothing away.
"""

from __future__ import annotations

from sqlalchemy import TextClause, text

NAMES = ("given_name", "preferred_name", "prefix", "family_name")
KEYS = ("sort_key", "search_key")
SIMPLE = ("birth_date", "email", "phone", "postcode")
PLACE = ("group", "course", "level", "track", "year", "site_id")

# What is given for each row, as one array a column.
COLUMNS = {
    "line": "int",
    "number": "text",
    "person": "uuid",
    **dict.fromkeys(NAMES, "text"),
    "sort_key": "text",
    "search_key": "text",
    "lost": "boolean",
    "birth_date": "date",
    "email": "text",
    "phone": "text",
    "postcode": "text",
    "group": "text",
    "course": "text",
    "level": "smallint",
    "track": "text",
    "year": "smallint",
    "site": "text",
}


def _given() -> str:
    arrays = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in COLUMNS.items())
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    return f"SELECT * FROM unnest({arrays}) AS g({names})"


def _new_name(field: str) -> str:
    if field == "prefix":
        # A prefix belongs to the family name: where the file has both, an empty one is an answer.
        return "CASE WHEN :has_prefix AND g.family_name IS NOT NULL THEN g.prefix ELSE coalesce(g.prefix, p.prefix) END"
    return f"coalesce(g.{field}, p.{field})"


def _pattern(field: str) -> str:
    """A name with question marks as a pattern: each stands for one letter."""
    escaped = rf"replace(replace(replace(g.{field}, '\', '\\'), '%', '\%'), '_', '\_')"
    return f"replace({escaped}, '?', '_')"


def _differing() -> str:
    """For each field: does the file say otherwise than we have?"""
    theirs = ", ".join(_new_name(field) for field in NAMES)
    ours = ", ".join(f"p.{field}" for field in NAMES)
    simple = [f"(g.{field} IS NOT NULL AND g.{field} IS DISTINCT FROM p.{field}) AS {field}_new" for field in SIMPLE]
    place = [
        f'(a.id IS NOT NULL AND {_of(field)} IS NOT NULL AND {_of(field)} IS DISTINCT FROM a."{field}") AS {field}_new'
        for field in PLACE
    ]
    named = f"p.id IS NOT NULL AND ({theirs}) IS DISTINCT FROM ({ours}) AS name_new"
    return ", ".join((named, *simple, *place))


def _alike() -> str:
    """Is the file's name ours but for its lost letters?"""
    return " AND ".join(
        f"(g.{field} IS NULL OR p.{field} IS NOT DISTINCT FROM g.{field} OR p.{field} LIKE {_pattern(field)})"
        for field in NAMES
    )


def _ours() -> str:
    """What we have, beside what the file says."""
    person = [f"p.{field} AS our_{field}" for field in (*NAMES, *SIMPLE)]
    return ", ".join((*person, *(f'a."{field}" AS our_{field}' for field in PLACE)))


def _compared() -> str:
    values = ", ".join(f"{_new_name(field)} AS new_{field}" for field in NAMES)
    hand = "', '".join(NAMES)
    return f"""
    SELECT g.*, s.id AS site_id, e.id AS eid, p.id AS pid, a.id AS aid, p.erased_at IS NOT NULL AS gone,
        coalesce(p.id, gen_random_uuid()) AS nid, {values}, {_differing()}, {_ours()},
        NOT :sheet AND p.by_hand && ARRAY['{hand}'] AS name_hand,
        g.lost AND strpos(p.search_key, '?') = 0 AS name_lost,
        g.lost AND {_alike()} AS name_alike,
        CASE WHEN :sheet THEN '{{}}' ELSE p.by_hand END AS hand,
        CASE WHEN :sheet THEN '{{}}' ELSE a.by_hand END AS place_hand
    FROM given g
    LEFT JOIN LATERAL (
        SELECT x.id, x.person_id FROM external_number x
        WHERE NOT :sheet AND x.tenant_id = :tenant AND x.source = :source AND x.number = g.number LIMIT 1
    ) e ON true
    LEFT JOIN LATERAL (
        SELECT * FROM person x
        WHERE x.tenant_id = :tenant AND x.id = CASE WHEN :sheet THEN g.person ELSE e.person_id END LIMIT 1
    ) p ON true
    LEFT JOIN LATERAL (
        SELECT * FROM affiliation x
        WHERE x.tenant_id = :tenant AND x.person_id = p.id AND (x.partner_id = :partner) IS TRUE AND x.until IS NULL
        ORDER BY x.valid_from DESC, x.id LIMIT 1
    ) a ON true
    LEFT JOIN sites s ON s.name = g.site
    """


def _of(field: str) -> str:
    return "s.id" if field == "site_id" else f'g."{field}"'


def _judged() -> str:
    simple = " OR ".join(f"({field}_new AND '{field}' <> ALL (hand))" for field in SIMPLE)
    place = " OR ".join(f"({field}_new AND '{field}' <> ALL (place_hand))" for field in PLACE)
    some = " OR ".join(f'"{field}" IS NOT NULL' for field in PLACE)
    known = "pid IS NOT NULL AND NOT gone"
    return f"""
    SELECT *,
        {known} AND name_new AND NOT name_hand AND NOT name_lost AS take_name,
        {known} AND ((name_new AND NOT name_hand AND NOT name_lost) OR {simple}) AS take_person,
        {known} AND aid IS NOT NULL AND ({place}) AS take_place,
        NOT coalesce(gone, false) AND aid IS NULL AND CASE WHEN :sheet THEN pid IS NOT NULL AND ({some}) ELSE true END
            AS add_place,
        CASE WHEN {known} THEN jsonb_strip_nulls(jsonb_build_object({_differences()})) ELSE '{{}}' END AS differences
    FROM compared
    """


def _differences() -> str:
    """What differs from what was changed by hand: ours and theirs, by field."""
    kept = "name_new AND (name_hand OR name_lost) AND NOT name_alike"
    found = [
        f"'{field}', CASE WHEN {kept} AND new_{field} IS DISTINCT FROM our_{field} "
        f"THEN jsonb_build_array(our_{field}, new_{field}) END"
        for field in NAMES
    ]
    found += [
        f"'{field}', CASE WHEN {field}_new AND '{field}' = ANY (hand) THEN jsonb_build_array(our_{field}, {field}) END"
        for field in SIMPLE
    ]
    found += [
        f"'{field}', CASE WHEN {field}_new AND '{field}' = ANY (place_hand) "
        f'THEN jsonb_build_array(our_{field}, "{field}") END'
        for field in PLACE
    ]
    return ", ".join(found)


def _update_person() -> str:
    names = ", ".join(f"{field} = CASE WHEN j.take_name THEN j.new_{field} ELSE p.{field} END" for field in NAMES)
    keys = ", ".join(
        f"{key} = CASE WHEN j.take_name THEN j.{key} ELSE p.{key} END" for key in ("sort_key", "search_key")
    )
    simple = ", ".join(
        f"{field} = CASE WHEN j.{field}_new AND '{field}' <> ALL (j.hand) THEN j.{field} ELSE p.{field} END"
        for field in SIMPLE
    )
    by_hand = [
        f"CASE WHEN j.take_name AND j.new_{field} IS DISTINCT FROM p.{field} THEN '{field}' END" for field in NAMES
    ]
    by_hand += [f"CASE WHEN j.{field}_new THEN '{field}' END" for field in SIMPLE]
    return f"""
    UPDATE person p SET {names}, {keys}, {simple}, version = p.version + 1,
        by_hand = CASE WHEN :sheet THEN ARRAY(
            SELECT DISTINCT h FROM unnest(p.by_hand || ARRAY[{", ".join(by_hand)}]) h WHERE h IS NOT NULL ORDER BY h
        ) ELSE p.by_hand END
    FROM judged j WHERE :write AND j.take_person AND p.tenant_id = :tenant AND p.id = j.pid
    """


def _update_place() -> str:
    values = ", ".join(
        f"\"{field}\" = CASE WHEN j.{field}_new AND '{field}' <> ALL (j.place_hand) "
        f'THEN j."{field}" ELSE a."{field}" END'
        for field in PLACE
    )
    by_hand = ", ".join(f"CASE WHEN j.{field}_new THEN '{field}' END" for field in PLACE)
    return f"""
    UPDATE affiliation a SET {values},
        by_hand = CASE WHEN :sheet THEN ARRAY(
            SELECT DISTINCT h FROM unnest(a.by_hand || ARRAY[{by_hand}]) h WHERE h IS NOT NULL ORDER BY h
        ) ELSE a.by_hand END
    FROM judged j WHERE :write AND j.take_place AND a.tenant_id = :tenant AND a.id = j.aid
    """


def _insert_person() -> str:
    fields = (*NAMES, *KEYS, *SIMPLE)
    return f"""
    INSERT INTO person (tenant_id, id, {", ".join(fields)}, channel, by_hand, made_at, version)
    SELECT :tenant, nid, {", ".join(fields)}, 'email', '{{}}', :now, 1
    FROM judged WHERE :write AND pid IS NULL AND NOT :sheet
    """


def _insert_place() -> str:
    fields = ", ".join(f'"{field}"' for field in PLACE)
    return f"""
    INSERT INTO affiliation (tenant_id, id, person_id, partner_id, kind, {fields}, valid_from, by_hand)
    SELECT :tenant, gen_random_uuid(), nid, :partner, :kind, {fields}, :today, '{{}}'
    FROM judged WHERE :write AND add_place
    """


def _said() -> str:
    # Where the file leaves out a part of the name that we do have, the keys are made again from the whole name.
    partly = " OR ".join(f"(NOT :has_{field} AND our_{field} IS NOT NULL)" for field in NAMES)
    return f"""
    SELECT count(*) FILTER (WHERE pid IS NULL AND NOT :sheet) AS new,
        count(*) FILTER (WHERE take_person OR take_place OR (add_place AND pid IS NOT NULL)) AS changed,
        count(*) FILTER (WHERE NOT gone AND pid IS NOT NULL
            AND NOT (take_person OR take_place OR add_place)) AS same,
        count(*) FILTER (WHERE gone) AS gone,
        count(*) FILTER (WHERE eid IS NOT NULL) AS numbers,
        array_agg(pid) FILTER (WHERE take_name AND ({partly})) AS rekey,
        array_agg(pid) FILTER (WHERE :sheet AND (take_person OR take_place OR add_place)) AS by_sheet,
        jsonb_agg(jsonb_build_object('line', line, 'person', pid, 'fields', differences))
            FILTER (WHERE differences <> '{{}}') AS differences
    FROM judged
    """


def _whole() -> str:
    return f"""
    WITH given AS MATERIALIZED ({_given()}),
    new_sites AS (
        INSERT INTO site (tenant_id, id, partner_id, name)
        SELECT :tenant, gen_random_uuid(), :partner, named.name
        FROM (SELECT DISTINCT site AS name FROM given WHERE site IS NOT NULL) named
        WHERE :write AND NOT EXISTS (
            SELECT 1 FROM site x WHERE x.tenant_id = :tenant AND x.partner_id = :partner AND x.name = named.name
        )
        RETURNING id, name
    ),
    sites AS (
        SELECT id, name FROM site WHERE tenant_id = :tenant AND partner_id = :partner
        UNION ALL SELECT id, name FROM new_sites
    ),
    compared AS MATERIALIZED ({_compared()}),
    judged AS MATERIALIZED ({_judged()}),
    people_in AS ({_insert_person()}),
    people_up AS ({_update_person()}),
    numbers_in AS (
        INSERT INTO external_number (tenant_id, id, person_id, source, number, seen_at)
        SELECT :tenant, gen_random_uuid(), nid, :source, number, :now
        FROM judged WHERE :write AND NOT :sheet AND eid IS NULL
    ),
    numbers_up AS (
        UPDATE external_number SET seen_at = :now, absent_since = NULL
        WHERE :write AND tenant_id = :tenant AND id = ANY (ARRAY(SELECT eid FROM judged WHERE eid IS NOT NULL))
    ),
    places_in AS ({_insert_place()}),
    places_up AS ({_update_place()})
    {_said()}
    """


BRING_IN: TextClause = text(_whole())
# A table that grows by the thousand has stale statistics: look each row up by its index, whatever they say.
BY_INDEX: TextClause = text(
    "SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), "
    "set_config('enable_seqscan', 'off', true)"
)
