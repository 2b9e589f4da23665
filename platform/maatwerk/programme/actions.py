"""What people do with programmes: switch on and off, start, tailor; and how a participation moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import g
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from maatwerk.access import policy
from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.people.model import Partner, Site
from maatwerk.programme import queries, rules, snapshot, tailoring
from maatwerk.programme.events import ParticipationMoved
from maatwerk.programme.model import Enablement, Participation, ParticipationChange, Programme
from maatwerk.programme.queries import RunningProgramme, Touched
from maatwerk.programme.registry import registry
from maatwerk.programme.values import Side, Variant
from maatwerk.tenancy import settings as tenancy_settings
from maatwerk.tenancy.settings import Setting, WrongSetting


def enable(
    plugin: str,
    *,
    by: Actor,
    partner_id: UUID | None = None,
    site_id: UUID | None = None,
    variants: tuple[str, ...] = (),
) -> UUID:
    """Switch a plug-in on, for everyone or for one partner or site, and start the chosen variants this school year.

    Raises:
        NotFound: no such plug-in is installed, or no such partner or site.
        Clash: it is on there already; nothing is changed.
    """
    with unit_of_work(by) as work:
        return switch_on(work, plugin, partner_id=partner_id, site_id=site_id, variants=variants)


def switch_on(
    work: Work,
    plugin: str,
    *,
    partner_id: UUID | None = None,
    site_id: UUID | None = None,
    variants: tuple[str, ...] = (),
) -> UUID:
    """The same inside a unit of work (opening an organisation switches its first plug-in on)."""
    _may(work, "enable", "programmes")
    if plugin not in registry().plugins():
        raise NotFound(f"no plug-in {plugin}")
    if site_id is not None:
        partner_id = work.get(Site, site_id).partner_id
    elif partner_id is not None:
        work.get(Partner, partner_id)
    if _switched_on(work, plugin, partner_id, site_id) is not None:
        raise Clash(_("This programme is switched on there already."))
    row = work.add(
        Enablement(
            plugin=plugin, partner_id=partner_id, site_id=site_id, since=work.now, by_person_id=work.by.person_id
        )
    )
    snapshot.changed(work)
    running = set(work.find(select(Programme.variant).where(Programme.state == "open")))
    for key in variants:
        if key not in running and registry().variant(key).plugin == plugin:
            _start(work, key, _own_name(key), rules.season_of(work.today), None)
    return row.id


def _own_name(key: str) -> str:
    """What a variant is called in the organisation's language, whoever switches it on."""
    name = registry().variant(key).name
    if "tenant_locale" not in g:
        return str(name)
    with force_locale(g.tenant_locale):
        return str(name)


def _may(work: Work, action: str, kind: str) -> None:
    if not policy.may(work.by, action, kind):
        raise NotFound(f"no {kind}")


def _switched_on(work: Work, plugin: str, partner_id: UUID | None, site_id: UUID | None) -> Enablement | None:
    found: Enablement | None = work.one(
        select(Enablement).where(
            Enablement.plugin == plugin,
            Enablement.partner_id.is_not_distinct_from(partner_id),
            Enablement.site_id.is_not_distinct_from(site_id),
            Enablement.until.is_(None),
        )
    )
    return found


def disable(
    plugin: str,
    *,
    by: Actor,
    partner_id: UUID | None = None,
    site_id: UUID | None = None,
    expected: Touched | None = None,
) -> Touched:
    """Switch a plug-in off there: nobody enters any more; running matches go on to their farewell.

    Args:
        expected: what the preview showed; when it touches others by now, nothing is done.

    Raises:
        NotFound: it isn't on there.
        Clash: what it touches changed since the preview.
    """
    with unit_of_work(by) as work:
        _may(work, "enable", "programmes")
        row = _switched_on(work, plugin, partner_id, site_id)
        if row is None:
            raise NotFound(f"{plugin} is not on there")
        now = queries.touched(plugin, partner_id, site_id)
        if expected is not None and expected != now:
            raise Clash(_("Something changed since you looked. Look at the numbers again before you switch it off."))
        row.until = work.now
        snapshot.changed(work)
    return now


def start_programme(
    variant: str, *, name: str, by: Actor, season: str | None = None, target: int | None = None
) -> RunningProgramme:
    """Start a programme of a variant whose plug-in is on.

    Raises:
        NotFound: no such variant is installed.
        Refused: its plug-in isn't switched on.
        Clash: the same programme runs already this school year.
    """
    with unit_of_work(by) as work:
        _may(work, "start", "programmes")
        return begin_programme(work, variant, name=name, season=season, target=target)


def begin_programme(
    work: Work, variant: str, *, name: str, season: str | None = None, target: int | None = None
) -> RunningProgramme:
    """The same inside a unit of work."""
    try:
        plugin = registry().variant(variant).plugin
    except KeyError:
        raise NotFound(f"no variant {variant}") from None
    if plugin not in queries.enabled_plugins():
        raise Refused(_("Switch this programme on first."))
    row = _start(work, variant, name, season or rules.season_of(work.today), target)
    return RunningProgramme(row.id, row.variant, row.name, row.season, row.state, row.target, row.made_at)


def _start(work: Work, variant: str, name: str, season: str, target: int | None) -> Programme:
    same = select(Programme.id).where(
        Programme.variant == variant,
        Programme.season == season,
        Programme.name == name,
        Programme.state == "open",
    )
    if work.one(same) is not None:
        raise Clash(_("There is a programme with this name already this school year. Give it another name."))
    row = Programme(variant=variant, name=name, season=season, target=target, state="open", made_at=work.now)
    work.add(row)
    snapshot.changed(work)
    return row


def choose_settings(
    programme_id: UUID, values: Mapping[str, Any], *, reason: str, by: Actor, seen: int | None = None
) -> dict[str, int]:
    """Tailor a programme: a new version, with its reason, of each setting that differs; key to version of those.

    Args:
        seen: the sum of these settings' versions when the form was shown (0: none yet).

    Raises:
        NotFound: no such programme within reach, or no such setting.
        Refused: a value doesn't fit; the message says what does.
        Clash: somebody chose meanwhile.
    """
    with unit_of_work(by) as work:
        programme = work.get(Programme, programme_id, lock=True, to="edit")
        wanted = _read(tailoring.SETTINGS, values, registry().unworded(programme.variant))
        return _write(work, wanted, reason, seen, programme.id)


def choose_plugin_settings(
    plugin: str, values: Mapping[str, Any], *, reason: str, by: Actor, seen: int | None = None
) -> dict[str, int]:
    """Choose a plug-in's own settings for the whole organisation, as versions with their reason.

    Raises as `choose_settings` does.
    """
    with unit_of_work(by) as work:
        _may(work, "enable", "programmes")
        known = {setting.key: setting for setting in registry().settings(plugin)}
        return _write(work, _read(known, values), reason, seen, None)


Wanted = list[tuple[Setting, Any]]


def _read(known: Mapping[str, Setting], values: Mapping[str, Any], variant: Variant | None = None) -> Wanted:
    """The values as their settings, and the variant, accept them."""
    unknown = set(values) - set(known)
    if unknown:
        raise NotFound(f"no setting {min(unknown)}")
    wanted: Wanted = []
    for key, value in values.items():
        try:
            wanted.append((known[key], known[key].read(value)))
            if variant is not None:
                tailoring.fits_variant(*wanted[-1], variant)
        except WrongSetting as error:
            raise Refused(str(error)) from None
    return wanted


def _write(work: Work, wanted: Wanted, reason: str, seen: int | None, programme_id: UUID | None) -> dict[str, int]:
    """A version of each setting whose value differs from what holds."""
    if seen is not None and seen != queries.version_of(programme_id, (setting.key for setting, _value in wanted)):
        raise Clash(_("Someone changed this while you were typing. Your text is kept; compare and save again."))
    chosen, written = snapshot.current().chosen, {}
    for setting, value in wanted:
        now = chosen.get((programme_id, setting.key))
        if value != (now.value if now else setting.default):
            row = tenancy_settings.choose(
                work.session, setting, value, by=work.by.person_id, reason=reason, scope_id=programme_id
            )
            written[setting.key] = row.version
    if written:
        snapshot.changed(work)
    return written


def close_programme(programme_id: UUID, *, by: Actor) -> None:
    """Close a programme that nobody is in any more: its season is over.

    Raises:
        Refused: somebody still waits, takes part or is on the way in.
    """
    with unit_of_work(by) as work:
        programme = work.get(Programme, programme_id, lock=True, to="close")
        if programme.state == "closed":
            raise Clash(_("This was done already."))
        inside = select(func.count(Participation.id)).where(
            Participation.programme_id == programme_id, Participation.state.not_in(rules.ENDED)
        )
        number = work.session.execute(inside).scalar_one()
        if number:
            raise Refused(
                ngettext(
                    "%(num)d person still takes part. Finish that first, then close the programme.",
                    "%(num)d people still take part. Finish that first, then close the programme.",
                    number,
                )
            )
        programme.state = "closed"
        snapshot.changed(work)


def enter(
    work: Work,
    programme: Programme | RunningProgramme | UUID,
    person_id: UUID,
    side: Side | str,
    role_key: str | None = None,
    *,
    places: int | None = None,
    state: str = "interested",
    coordinator_id: UUID | None = None,
) -> Participation:
    """Give someone a part in a programme; they enter as `interested` or `applied`.

    Raises:
        Clash: they take part on that side already.
    """
    programme_id = programme if isinstance(programme, UUID) else programme.id
    chosen = queries.settings_of(programme)
    if not rules.may_move(side, None, state):
        raise ValueError(f"nobody enters as {state}")
    row = Participation(
        programme_id=programme_id,
        person_id=person_id,
        side=str(Side(side)),
        role_key=role_key or chosen.variant.role_of(side).key,
        state=state,
        since=work.now,
        entered_at=work.now,
        coordinator_id=coordinator_id,
        places=chosen.places.default if places is None else min(places, chosen.places.most),
    )
    try:
        with work.session.begin_nested():
            work.add(row)
    except IntegrityError as error:
        if "uq_participation_running" not in str(error.orig):
            raise
        raise Clash(_("This person takes part in this programme already.")) from None
    _write_change(work, row, None, state, None)
    return row


def move(work: Work, participation: Participation, to_state: str, reason: str | None = None) -> Participation:
    """Take a participation to another state: the only way it changes.

    Raises:
        Clash: it is in that state already.
        Refused: that step doesn't exist on this side.
    """
    before = participation.state
    if before == to_state:
        raise Clash(_("This was done already."))
    if not rules.may_move(participation.side, before, to_state):
        raise Refused(_("This step is not possible now. Open the page again to see what is."))
    participation.state, participation.since = to_state, work.now
    work.session.flush()
    _write_change(work, participation, before, to_state, reason)
    return participation


def _write_change(work: Work, row: Participation, before: str | None, after: str, reason: str | None) -> None:
    work.add(
        ParticipationChange(
            participation_id=row.id,
            at=work.now,
            by_person_id=work.by.person_id,
            from_state=before,
            to_state=after,
            reason=reason,
        )
    )
    work.announce(ParticipationMoved(row.id, row.person_id, row.programme_id, row.side, before or "", after))
