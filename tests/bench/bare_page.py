"""The page of matches as somebody would write it in bare Flask, SQLAlchemy and Jinja: what ruling 2 compares with.

The same rows, the same decisions and the same HTML, with a session lookup, one count and one list. No tenant in the
database, no row-level security, no audit, no rights, no languages, no forged-post token, no components, no theme: the
sentences are plain Dutch text in one template that is compiled once. The addresses are written out, without `url_for`.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask, render_template, request
from flask_sqlalchemy import SQLAlchemy
from markupsafe import Markup
from sqlalchemy import text

from maatwerk.ground import crypto
from maatwerk.trajectory.rules.calendar import Calendar
from maatwerk.trajectory.rules.meetings import rhythm_days
from maatwerk.trajectory.rules.road import Phase, State
from maatwerk.trajectory.rules.support import Attention, Facts, Reason, attention

_SESSION = text(
    "SELECT s.id, s.account_id, a.person_id FROM sign_in_session s JOIN account a ON a.tenant_id = s.tenant_id AND "
    "a.id = s.account_id WHERE s.token_hash = :h AND s.ended_at IS NULL AND s.ends_at > now()"
)
_COUNTS = text(
    """
    SELECT count(*) FILTER (WHERE look_from <= current_date) AS attention,
        count(*) FILTER (WHERE state IN ('accepted_by_both', 'kickoff_planned', 'active', 'closing')) AS running,
        count(*) FILTER (WHERE state IN ('accepted_by_both', 'kickoff_planned')) AS starting,
        count(*) FILTER (WHERE state = 'active') AS on_the_road,
        count(*) FILTER (WHERE state = 'closing') AS closing,
        count(*) FILTER (WHERE state IN ('closed', 'never_started', 'ended_early', 'rematched', 'referred')) AS over
    FROM match WHERE tenant_id = :t
    """
)
_OF_MATCH = "({0}.tenant_id = m.tenant_id AND ({0}.match_id = m.id OR {0}.circle_id = m.circle_id))"
_ROWS = text(
    f"""
    WITH page AS MATERIALIZED (
        SELECT * FROM match
        WHERE tenant_id = :t AND state IN ('accepted_by_both', 'kickoff_planned', 'active', 'closing')
        ORDER BY CASE WHEN look_from <= current_date THEN 0 ELSE 1 END, look_from, last_contact_on NULLS FIRST, id
        LIMIT 25)
    SELECT m.id, m.state, m.phase, m.made_at, m.started_on, m.planned_end, m.last_contact_on, m.meetings_held,
        a.given_name AS one, a.family_name AS one_family, b.given_name AS other, b.family_name AS other_family,
        EXISTS (SELECT 1 FROM agreement g WHERE g.tenant_id = m.tenant_id AND g.match_id = m.id
            AND g.seeker_yes_at IS NOT NULL AND g.supporter_yes_at IS NOT NULL) AS agreed,
        (SELECT max(c."on") FROM check_in c WHERE c.tenant_id = m.tenant_id AND c.match_id = m.id) AS last_check_in,
        (SELECT c.next_on FROM check_in c WHERE c.tenant_id = m.tenant_id AND c.match_id = m.id
            ORDER BY c."on" DESC LIMIT 1) AS next_check_in,
        (SELECT count(*) FROM check_in c WHERE c.tenant_id = m.tenant_id AND c.match_id = m.id) AS check_ins,
        (SELECT k.starts_at FROM kickoff k WHERE {_OF_MATCH.format("k")} AND k.held_on IS NULL
            ORDER BY k.starts_at DESC LIMIT 1) AS kickoff_at,
        (SELECT min(y.catch_up_by) FROM kickoff_party y JOIN kickoff k ON k.tenant_id = y.tenant_id
            AND k.id = y.kickoff_id WHERE {_OF_MATCH.format("k")} AND y.caught_up_on IS NULL) AS catch_up_by,
        (SELECT array_agg(state) FROM (SELECT g.state FROM meeting g WHERE {_OF_MATCH.format("g")}
            AND g.state IN ('held', 'missed') ORDER BY g."on" DESC LIMIT 6) AS last) AS recent,
        (SELECT min(g."on") FROM meeting g WHERE {_OF_MATCH.format("g")} AND g.state = 'planned') AS next_meeting_on,
        (SELECT h.due_on FROM phase h WHERE h.tenant_id = m.tenant_id AND h.match_id = m.id
            AND h.key = m.phase) AS phase_due,
        (SELECT h.due_on FROM phase h WHERE h.tenant_id = m.tenant_id AND h.match_id = m.id
            AND h.key = 'deepening') AS deepening_due,
        (SELECT min(q.at) FROM ask q WHERE q.tenant_id = m.tenant_id AND q.match_id = m.id
            AND q.done_at IS NULL) AS ask_at,
        c.opened_at AS closing_at, CASE WHEN c.follow_up_done_on IS NULL THEN c.follow_up_on END AS follow_up_on
    FROM page m
    JOIN person a ON a.tenant_id = m.tenant_id AND a.id = m.seeker_person_id
    JOIN person b ON b.tenant_id = m.tenant_id AND b.id = m.supporter_person_id
    LEFT JOIN closure c ON c.tenant_id = m.tenant_id AND c.match_id = m.id
    ORDER BY CASE WHEN m.look_from <= current_date THEN 0 ELSE 1 END, m.look_from, m.last_contact_on NULLS FIRST, m.id
    """
)
_PHASES = {
    Phase.PREPARATION: "Voorbereiding",
    Phase.START_UP: "Start",
    Phase.GUIDANCE: "Begeleiding",
    Phase.DEEPENING: "Verdieping",
    Phase.CLOSURE: "Afsluiting",
}
_WORDS = {
    Reason.NO_CONTACT: "Al %d dagen geen contact",
    Reason.CHECK_IN: "Al %d dagen tijd om te vragen hoe het gaat",
    Reason.AGREEMENT_WAITS: "Er is nog geen afspraak",
    Reason.FEW_MEETINGS: "Pas weinig gesprekken",
    Reason.PAST_END: "Het geplande einde was %d dagen geleden",
    Reason.CLOSING_OPENS: "De afsluiting kan beginnen",
}


def _bars(at: int) -> Markup:
    states = ["done" if number < at else "now" if number == at else "next" for number in range(1, 6)]
    bars = "".join(
        f'<rect class="phase-{state}" x="{18 * number}" y="0" width="15" height="6" rx="3"/>'
        for number, state in enumerate(states)
    )
    return Markup(f'<svg class="phase-bar" width="90" height="6" aria-hidden="true" focusable="false">{bars}</svg>')


BARS = {phase: (label, at, _bars(at)) for at, (phase, label) in enumerate(_PHASES.items(), start=1)}


def _ago(on: date | None, today: date) -> str:
    if on is None:
        return "nog niet gezien"
    days = (today - on).days
    return {0: "vandaag", 1: "gisteren"}.get(days, f"{days} dagen geleden")


def _said(found: Attention) -> str:
    words = _WORDS[found.reason]
    return words % found.days if "%d" in words else words


def _missed(recent: list[str] | None) -> int:
    return next((at for at, state in enumerate(recent or ()) if state != "missed"), len(recent or ()))


def _asks(row: Any, variant: Any, holidays: Calendar, today: date) -> tuple[Attention, ...]:
    """Why somebody should look at this match: the same decision as ours, which any such page takes."""
    facts = Facts(
        today=today,
        state=State(row.state),
        phase=Phase(row.phase),
        made_on=row.made_at.date(),
        started_on=row.started_on,
        planned_end=row.planned_end,
        kickoff_on=row.kickoff_at and row.kickoff_at.date(),
        last_contact_on=row.last_contact_on,
        next_meeting_on=row.next_meeting_on,
        meetings_held=row.meetings_held,
        missed_in_a_row=_missed(row.recent),
        last_check_in=row.last_check_in,
        next_check_in=row.next_check_in,
        check_ins=row.check_ins,
        ask_since=row.ask_at and row.ask_at.date(),
        catch_up_by=row.catch_up_by,
        agreed=row.agreed,
        phase_due=row.phase_due,
        closing_from=row.deepening_due and row.deepening_due + timedelta(days=1),
        closing_since=row.closing_at and row.closing_at.date(),
        follow_up_on=row.follow_up_on,
        rhythm_days=rhythm_days(None, variant.rhythm.every),
        usual_days=rhythm_days(None, variant.rhythm.every),
        calendar=holidays,
    )
    return attention(facts, variant.attention_rules, variant.check_ins)


def looked_up(plain: SQLAlchemy, cookie: str) -> Any:
    """Who asks."""
    return plain.session.execute(_SESSION, {"h": crypto.digest(cookie)}).one()


def listed(plain: SQLAlchemy, tenant_id: UUID, variant: Any, holidays: Calendar, today: date) -> tuple[Any, list[Any]]:
    """The counts, and the rows with why each asks for attention."""
    counts = plain.session.execute(_COUNTS, {"t": tenant_id}).one()
    rows = plain.session.execute(_ROWS, {"t": tenant_id}).all()
    return counts, [(row, _asks(row, variant, holidays, today)) for row in rows]


def bare_app(
    database_url: str, tenant_id: UUID, variant: Any, holidays: Calendar, programmes: list[tuple[str, str]]
) -> Flask:
    """The bare app; its only page is /matches."""
    app = Flask("bare", template_folder=str(Path(__file__).parent))
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    plain = SQLAlchemy(app)
    app.extensions["plain"] = plain

    @app.get("/matches")
    def matches() -> str:
        assert looked_up(plain, request.cookies["maatwerk"]).person_id
        today = date.today()
        counts, lines = listed(plain, tenant_id, variant, holidays, today)
        pages = -(-counts.running // 25)
        words = {"bars": BARS, "ago": _ago, "said": _said, "today": today}
        return render_template(
            "bare_page.html", lines=lines, counts=counts, pages=pages, programmes=programmes, **words
        )

    return app
