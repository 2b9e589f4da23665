"""Pages of one person: look, add, change, parents and carers, ties."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _

from maatwerk.access import navigation, policy
from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.people import actions as consents
from maatwerk.people import say
from maatwerk.people.pages import page
from maatwerk.people.persons import actions, lists, queries
from maatwerk.people.persons import say as wording
from maatwerk.people.persons.forms import GuardForm, ParentForm, PersonForm, SearchForm, TieForm
from maatwerk.people.persons.rules import differences
from maatwerk.tenancy.columns import FieldClass


@page.get("/people/<uuid:person_id>")
@allowed("read", "person")
def person(person_id: UUID) -> Response:
    """One person: who they are, what they are part of, what was allowed, who may see it, what comes next."""
    actor = current_actor()
    record = queries.record(person_id, actor)
    awaited = {one for missing in record.missing for one in missing.of}
    names = queries.names([*awaited]) if awaited else {}
    return show(
        "people/person.html",
        record=record,
        classes=FieldClass,
        missing=wording.missing(record, names),
        ask_label=wording.ask_label(record),
        asked=wording.asked(record),
        by_hand=wording.by_hand(record),
        place=wording.place,
        own=person_id == actor.person_id,
        may_list=policy.may(actor, "list", "person"),
        may_edit=policy.can(actor, "edit", "person", person_id),
        may_ask=policy.may(actor, "ask", "person") and record.sees(FieldClass.CONSENT),
        may_screen=policy.may(actor, "screen", "participation"),
        may_worry=policy.can(actor, "worry", "person", person_id),
        seen_by=_seen_by(),
        say=say,
    )


def _seen_by() -> list[tuple[str, list[str]]]:
    """Who may see a person's page, and which parts of it: from the decision table itself."""
    words = {
        FieldClass.NAME: _("name"),
        FieldClass.CONTACT: _("contact"),
        FieldClass.PLANNING: _("school and course"),
        FieldClass.CONSENT: _("how consents stand"),
    }
    rules = [line for line in policy.policy().rules if line.kind == "person" and "read" in line.actions]
    found: dict[str, set[FieldClass]] = {}
    for line in rules:
        label = str(navigation.ROLE_NAMES.get(line.role, _("The person themselves")))
        found.setdefault(label, set()).update(line.fields)
    return [(label, [text for cls, text in words.items() if cls in classes]) for label, classes in found.items()]


@page.route("/people/new", methods=["GET", "POST"])
@allowed("add", "person")
def person_new() -> Response:
    """Add somebody by hand."""
    form = PersonForm().offer(queries.sites())
    if not form.is_submitted():
        form.kind.data = "student"
        return show("people/person_new.html", form=form, namesakes=[])
    if not form.validate():
        return invalid("people/person_new.html", form=form, namesakes=[])
    details = form.details()
    same = queries.likely_namesakes(details.preferred_name or "", details.family_name or "", details.birth_date)
    if same and not request.form.get("anyway"):
        return invalid("people/person_new.html", form=form, namesakes=same)
    person_id = actions.add_person(details, form.place(), by=current_actor())
    return done(_("%(name)s is added.", name=details.preferred_name), _after(person_id))


def _after(person_id: UUID) -> str:
    """The new page, when who added may see it; a coordinator of one programme only may not yet."""
    if policy.can(current_actor(), "read", "person", person_id):
        return url_for("people.person", person_id=person_id)
    return url_for("people.list")


@page.route("/people/<uuid:person_id>/edit", methods=["GET", "POST"])
@allowed("edit", "person")
def person_edit(person_id: UUID) -> Response:
    """Change somebody by hand."""
    stored = queries.person(person_id)
    form = PersonForm().offer(queries.sites())
    values: dict[str, Any] = {"person": stored, "form": form, "say": say, "differing": {}}
    if not form.is_submitted():
        form.show(stored, queries.own_affiliation(person_id))
        return show("people/person_edit.html", **values)
    if not form.validate():
        return invalid("people/person_edit.html", **values)
    try:
        actions.change_person(person_id, form.details(), form.place(), version=form.version.data, by=current_actor())
    except Clash:
        now = queries.person(person_id)
        values["differing"] = differences(now, form.details())
        return clash("people/person_edit.html", now=now.version, **values)
    return done(_("The changes are kept."), url_for("people.person", person_id=person_id))


@page.post("/people/<uuid:person_id>/ask")
@allowed("ask", "person")
def person_ask(person_id: UUID) -> Response:
    """Ask for what is missing, or once more."""
    there = url_for("people.person", person_id=person_id)
    try:
        consents.ask(person_id, by=current_actor())
    except Refused as refused:
        return done(str(refused.message), there, tone="warn")
    return done(_("The question is on its way. We remind them after a week."), there)


@page.route("/people/<uuid:person_id>/guardians/new", methods=["GET", "POST"])
@allowed("ask", "person")
def guardian_new(person_id: UUID) -> Response:
    """Add a parent or carer."""
    form, child = ParentForm(), queries.person(person_id)
    if not form.is_submitted():
        form.may_consent.data = True
        return show("people/guardian_new.html", form=form, child=child)
    if not form.validate():
        return invalid("people/guardian_new.html", form=form, child=child)
    try:
        actions.add_guardian(person_id, form.details(), form.may(), by=current_actor())
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        again = clash if isinstance(refused, Clash) else invalid
        return again("people/guardian_new.html", form=form, child=child)
    return done(_("The parent or carer is added."), url_for("people.person", person_id=person_id))


@page.route("/people/guardianships/<uuid:guardianship_id>", methods=["GET", "POST"])
@allowed("edit", "guardianship")
def guardianship(guardianship_id: UUID) -> Response:
    """What a parent or carer may."""
    form, tie = GuardForm(), queries.guardianship(guardianship_id)
    if not form.is_submitted():
        form.may_consent.data, form.may_read.data, form.shielded.data = tie.may_consent, tie.may_read, tie.shielded
        return show("people/guardianship.html", form=form, tie=tie)
    if not form.validate():
        return invalid("people/guardianship.html", form=form, tie=tie)
    if request.form.get("remove"):
        child_id = actions.remove_guardian(guardianship_id, by=current_actor())
        return done(_("The tie is taken away."), url_for("people.person", person_id=child_id))
    child_id = actions.change_guardian(guardianship_id, form.may(), by=current_actor())
    return done(_("The changes are kept."), url_for("people.person", person_id=child_id))


@page.route("/people/<uuid:person_id>/ties", methods=["GET", "POST"])
@allowed("edit", "person")
def ties(person_id: UUID) -> Response:
    """Who has another tie with this person, so that they are never matched."""
    form, search, actor = TieForm(), SearchForm(), current_actor()
    other = request.form.get("other", type=UUID)
    chosen = queries.person(other) if other and policy.can(actor, "read", "person", other) else None
    values: dict[str, Any] = {"person": queries.person(person_id), "form": form, "chosen": chosen}
    if chosen is None:
        words = (search.q.data or "") if search.is_submitted() else ""
        found = [one for one in lists.found(actor, words) if one.id != person_id]
        return show("people/ties.html", **values, words=words, found=found)
    if "kind" not in request.form:
        return show("people/ties.html", **values)
    if not form.validate():
        return invalid("people/ties.html", **values)
    there = url_for("people.person", person_id=person_id)
    try:
        actions.add_tie(person_id, chosen.id, str(form.kind.data), by=actor)
    except Refused as refused:
        return done(str(refused.message), there, tone="warn")
    return done(_("These two will not be matched."), there)


@page.post("/people/<uuid:person_id>/ties/<uuid:tie_id>/remove")
@allowed("edit", "person")
def tie_remove(person_id: UUID, tie_id: UUID) -> Response:
    """Take a tie back that is over."""
    actions.remove_tie(person_id, tie_id, by=current_actor())
    return done(_("They may be matched again."), url_for("people.person", person_id=person_id))
