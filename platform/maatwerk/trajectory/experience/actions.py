"""Staff mark a supporter as experienced, and take that back."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, Refused, unit_of_work
from maatwerk.programme.model import Participation
from maatwerk.trajectory.experience import queries
from maatwerk.trajectory.model import Experience
from maatwerk.trajectory.rules.experience import Ground, Hindrance, hindrance

_WHY = {
    Hindrance.NO_SUPPORTER: lambda: _("Only who gives support is marked as experienced."),
    Hindrance.MARKED: lambda: _("This was done already."),
    Hindrance.TOO_FEW: lambda: _("Two roads must be finished first, with both looking back. Choose another ground."),
    Hindrance.NOT_PREPARED: lambda: _("Talk it over and see to the extra training first. Then tick that it is done."),
}


def mark(participation_id: UUID, ground: Ground, *, prepared: bool, by: Actor) -> UUID:
    """Say that a supporter is experienced with several problems at once, and why (requirement 37).

    From then on matching may propose them to a young person who needs that.

    Raises:
        NotFound: nobody by that id within reach.
        Refused: the ground is not there yet, or they are not prepared.
        Clash: they are marked already.
    """
    with unit_of_work(by) as work:
        part = work.get(Participation, participation_id, lock=True, to="screen")
        finished = queries.finished(part.person_id, work.session)
        why = hindrance(ground, finished=finished, prepared=prepared, marked=part.experienced, side=part.side)
        if why is not None:
            raise (Clash if why is Hindrance.MARKED else Refused)(_WHY[why]())
        part.experienced = True
        row = work.add(
            Experience(
                participation_id=part.id,
                person_id=part.person_id,
                ground=ground,
                marked_by=by.person_id,
                marked_at=work.now,
            )
        )
    return row.id


def take_back(participation_id: UUID, *, by: Actor) -> None:
    """The mark holds no longer; matches that run go on.

    Raises:
        Clash: there is no mark.
    """
    with unit_of_work(by) as work:
        part = work.get(Participation, participation_id, lock=True, to="screen")
        if not part.experienced:
            raise Clash(_("This was done already."))
        part.experienced = False
        found = queries.mark_of(part.id, work.session)
        if found is not None:
            found.ended_at, found.ended_by = work.now, by.person_id
        work.session.flush()
