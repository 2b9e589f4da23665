"""Forming a circle. One unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, Refused, Work, unit_of_work
from maatwerk.language.formats import listing
from maatwerk.matching import letters, moving, rules, say, steps
from maatwerk.matching.facts import Someone, people
from maatwerk.matching.model import Circle
from maatwerk.matching.rules import Judged
from maatwerk.matching.steps import WrongStep
from maatwerk.matching.waiting.queries import before, with_state
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import ProgrammeSettings, settings_of
from maatwerk.programme.values import Act


def form_circle(supporter_id: UUID, seeker_ids: Sequence[UUID], *, by: Actor) -> UUID:
    """One supporter and up to eight seekers of one course: the supporter is asked first, then each seeker.

    Raises:
        NotFound: one of them is out of reach.
        Refused: not one course, too many, or a condition does not hold for somebody; the message names them.
        Clash: there are fewer places than a moment ago, or somebody is in a proposal already.
    """
    with unit_of_work(by) as work:
        wanted = list(dict.fromkeys(seeker_ids))
        part = _lock(work, supporter_id, wanted)
        settings = settings_of(part.programme_id)
        found = people(settings.variant, [supporter_id, *wanted])
        leader = found[supporter_id]
        seekers = [found[seeker_id] for seeker_id in wanted]
        _one_course(leader, seekers, settings)
        judged = _fit(leader, seekers, settings)
        try:
            move = steps.begin(settings.variant.matching_steps or (), Act.FORM_CIRCLE, work.now)
        except WrongStep:
            raise Refused(_("This programme has no circles.")) from None
        circle = work.add(
            Circle(
                programme_id=part.programme_id,
                supporter_id=supporter_id,
                supporter_person_id=part.person_id,
                course=seekers[0].facts.course or "",
                made_at=work.now,
            )
        )
        for seeker, one in zip(seekers, judged, strict=True):
            moving.made(work, seeker, leader, one, move, programme_id=part.programme_id, circle=circle)
        moving.send(work, replace(letters.to_lead(circle), due=work.now + moving.UNDO))
        return circle.id


def _lock(work: Work, supporter_id: UUID, seeker_ids: Sequence[UUID]) -> Participation:
    for one in (supporter_id, *seeker_ids):
        work.get(Participation, one, to="match")
    part = moving.locked(work, seeker_ids, supporter_id)
    for seeker_id in seeker_ids:
        seeker = work.get(Participation, seeker_id)
        if moving.running(work, seeker_id) or seeker.state != "waiting":
            raise Clash(_("One of them has a proposal already. Look at the list again."))
        if seeker.programme_id != part.programme_id:
            raise Refused(_("They are not all in one programme."))
    return part


def _one_course(leader: Someone, seekers: Sequence[Someone], settings: ProgrammeSettings) -> None:
    size = settings.variant.circle_size
    problem = rules.circle_problem(leader.facts, [seeker.facts for seeker in seekers], size)
    if problem == "nobody":
        raise Refused(_("Choose at least one."))
    if problem == "no_circles":
        raise Refused(_("This programme has no circles."))
    if problem == "other_course":
        raise Refused(_("A circle is of one course. Choose people of the same course."))
    if problem == "too_many":
        most = max(0, min(size or 0, leader.facts.places_left))
        raise Clash(
            ngettext(
                "There is room for %(num)d person in this circle now. Choose fewer.",
                "There is room for %(num)d people in this circle now. Choose fewer.",
                most,
            )
        )


def _fit(leader: Someone, seekers: Sequence[Someone], settings: ProgrammeSettings) -> list[Judged]:
    book = rules.rulebook(settings.variant, settings.weights)
    earlier = before(*(seeker.id for seeker in seekers))
    judged = [
        rules.judge(seeker.facts, leader.facts, book, with_state(earlier.get((seeker.id, leader.id)), leader))
        for seeker in seekers
    ]
    wrong = [seeker.called for seeker, one in zip(seekers, judged, strict=True) if not one.fits]
    if wrong:
        reasons = {say.condition(book, checked)["note"] for one in judged for checked in one.in_the_way}
        raise Refused(
            _("Not for %(names)s: %(why)s", names=listing(wrong), why=" ".join(sorted(reason for reason in reasons)))
        )
    return judged
