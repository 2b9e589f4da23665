"""What a list says of its lines: many say the same, so each sentence is worked out once for a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from flask_babel import ngettext
from markupsafe import Markup, escape

from maatwerk.interface.rows import both, phase_bar, pill
from maatwerk.programme.queries import settings_of
from maatwerk.programme.values import Variant
from maatwerk.trajectory import say
from maatwerk.trajectory.rules.support import Attention

PHASES = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What one page says, for one reader in one language: it ends with the page."""

    both: Callable[[str, str], str]  # two names
    programme: Callable[[UUID], str]
    phase: Callable[[UUID, str], str]  # of a programme, in its own words
    bar: Callable[[UUID, str], Markup]  # the same, drawn
    state: Callable[[str], str]
    label: Callable[[str], Markup]  # the same, drawn
    last_contact: Callable[[date | None], str]
    reason: Callable[[UUID, Attention], str]
    alert: Callable[[UUID, Attention, int], Markup]  # the same, drawn, with how many reasons there are


def said() -> Said:
    """What a page that is made now says."""

    @cache
    def variant(programme: UUID) -> Variant:
        return settings_of(programme).variant

    @cache
    def reason(programme: UUID, found: Attention) -> str:
        return say.attention(found, variant(programme))

    @cache
    def phase(programme: UUID, key: str) -> str:
        return say.phase_label(variant(programme), key)

    @cache
    def state(key: str) -> str:
        return str(say.STATES[key])

    more = cache(_more)
    return Said(
        both=both(),
        programme=cache(lambda programme: str(variant(programme).name)),
        phase=phase,
        bar=cache(lambda programme, key: phase_bar(phase(programme, key), say.phase_number(key), PHASES)),
        state=state,
        label=cache(lambda key: pill(state(key), say.state_tone(key))),
        last_contact=cache(say.last_contact),
        reason=reason,
        alert=cache(lambda programme, found, of: pill(reason(programme, found), "warn") + more(of - 1)),
    )


def _more(count: int) -> str:
    """That there are further reasons; nothing when there are none."""
    if count < 1:
        return ""
    return Markup(f' <span class="note">{escape(ngettext("and %(num)s more", "and %(num)s more", count))}</span>')
