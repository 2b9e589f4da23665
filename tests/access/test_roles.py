"""Who gets which role: nobody names themselves, who reads worries says who reads along, and a role has its place."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from maatwerk.access import accounts, policy, roles
from maatwerk.access.actor import SYSTEM, Actor, Grant
from maatwerk.access.model import Account, AuditEntry, RoleGrant, RoleProposal
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.ground.database import db
from maatwerk.people.model import Affiliation, Person
from maatwerk.programme.model import Participation
from maatwerk.tenancy import resolve
from tests.factories import world
from tests.factories.training import a_staff_member

LEAD, DEPUTY = "safeguarding_lead", "safeguarding_deputy"


@pytest.fixture
def own(app, inside):
    """An organisation of its own, so that its letters and readers are nobody else's."""
    found = world.organisation(app, f"rollen-{secrets.token_hex(3)}", "Rollen College")
    with inside(found):
        yield found


def a_colleague(name="Nieuw Iemand"):
    """An account without a role: (account, person)."""
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, name)
        account = world.an_account(work, person, f"{person.id}@rollen.example")
        return account.id, person.id


def roles_of(account_id):
    db.session.rollback()
    found = select(RoleGrant.role).where(RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None))
    return sorted(db.session.scalars(found))


def kinds(letters):
    return [letter.kind for letter in letters]


def asked_of(account_id):
    db.session.rollback()
    return db.session.scalars(select(RoleProposal).where(RoleProposal.account_id == account_id)).one()


def noted(action, person_id):
    db.session.rollback()
    found = select(func.count()).select_from(AuditEntry)
    return db.session.scalar(found.where(AuditEntry.action == action, AuditEntry.ids.contains([person_id])))


def without_readers(own):
    """The organisation before anybody reads worries."""
    with unit_of_work(SYSTEM) as work:
        for row in work.find(select(RoleGrant).where(RoleGrant.role.in_((LEAD, DEPUTY)))):
            row.ended_at = work.now


@pytest.mark.parametrize("role", [LEAD, DEPUTY])
@pytest.mark.parametrize("sitting", [True, False])
def test_nobody_names_themselves_to_read_worries(own, role, sitting):
    if not sitting:
        without_readers(own)
    administrator = own["administrator"]
    with pytest.raises(Refused, match="Nobody names themselves"):
        accounts.give_role(administrator.account_id, role, reason="I want to see", by=administrator)

    assert roles_of(administrator.account_id) == ["administrator"]


@pytest.mark.parametrize("role", [LEAD, DEPUTY])
def test_one_more_reader_waits_for_a_yes_and_who_reads_hears_at_once(own, sent_letters, role):
    account_id, person_id = a_colleague()
    holds = accounts.give_role(account_id, role, by=own["administrator"])

    assert (holds, roles_of(account_id)) == (False, [])
    for reader in (LEAD, DEPUTY):
        letter = sent_letters(to=own[reader].person_id)[-1]
        told = (letter.kind, letter.security, letter.goes_to)
        assert told == ("reader_proposed", 1, f"/readers/{asked_of(account_id).id}")
    assert noted("propose_role", person_id) == 1
    accounts.give_role(account_id, role, by=own["administrator"])
    assert kinds(sent_letters(to=own[LEAD].person_id)).count("reader_proposed") == 1


def test_a_yes_of_who_reads_gives_the_role_and_everybody_concerned_hears(own, sent_letters):
    account_id, person_id = a_colleague()
    accounts.give_role(account_id, DEPUTY, by=own["administrator"])
    roles.settle(asked_of(account_id).id, True, by=own[LEAD])

    assert roles_of(account_id) == [DEPUTY]
    assert kinds(sent_letters(to=person_id)) == ["reads_from_now"]
    assert kinds(sent_letters(to=own[DEPUTY].person_id)) == ["reader_proposed", "reader_named"]
    assert kinds(sent_letters(to=own[LEAD].person_id)) == ["reader_proposed"]
    assert noted("give_role", person_id) == 1
    with pytest.raises(Clash):
        roles.settle(asked_of(account_id).id, False, by=own[DEPUTY])


def test_a_no_opens_nothing(own):
    account_id, person_id = a_colleague()
    accounts.give_role(account_id, LEAD, by=own["administrator"])
    roles.settle(asked_of(account_id).id, False, by=own[LEAD])

    assert (roles_of(account_id), asked_of(account_id).agreed, noted("refuse_role", person_id)) == ([], False, 1)


@pytest.mark.parametrize("role", ["administrator", "coordinator", "teacher_coach", "trainer", "seeker"])
def test_only_who_reads_worries_says_who_reads_along(own, role):
    account_id, _person_id = a_colleague()
    accounts.give_role(account_id, LEAD, by=own["administrator"])
    with pytest.raises(NotFound):
        roles.settle(asked_of(account_id).id, True, by=own[role])

    assert roles_of(account_id) == []


def test_nobody_says_yes_to_themselves(own):
    """A deputy who is to be lead as well does not decide that alone."""
    deputy = own[DEPUTY]
    accounts.give_role(deputy.account_id, LEAD, by=own["administrator"])
    with pytest.raises(NotFound):
        roles.settle(asked_of(deputy.account_id).id, True, by=deputy)

    roles.settle(asked_of(deputy.account_id).id, True, by=own[LEAD])
    assert roles_of(deputy.account_id) == [DEPUTY, LEAD]


def test_when_nobody_reads_worries_an_administrator_names_another(own, sent_letters):
    without_readers(own)
    account_id, person_id = a_colleague()

    assert accounts.give_role(account_id, LEAD, by=own["administrator"]) is True
    assert (roles_of(account_id), noted("give_role", person_id)) == ([LEAD], 1)
    assert kinds(sent_letters(to=own["administrator"].person_id)) == []


def test_an_invited_reader_has_no_role_until_the_yes(own):
    account_id = accounts.invite_colleague("Nieuwe", "Lezer", "lezer@rollen.example", DEPUTY, by=own["administrator"])

    assert (roles_of(account_id), asked_of(account_id).role) == ([], DEPUTY)


def test_the_last_reader_stays_once_the_doors_are_open(own, sent_letters):
    administrator = own["administrator"]
    held = {
        role: db.session.scalars(select(RoleGrant.id).where(RoleGrant.role == role)).one() for role in (LEAD, DEPUTY)
    }
    accounts.end_role(held[DEPUTY], by=administrator)
    assert kinds(sent_letters(to=own[LEAD].person_id)) == ["reader_ended"]
    assert kinds(sent_letters(to=own[DEPUTY].person_id)) == ["reader_ended"]
    with pytest.raises(Refused, match="Nobody else reads worries"):
        accounts.end_role(held[LEAD], by=administrator)

    assert roles_of(own[LEAD].account_id) == [LEAD]


def test_shutting_the_readers_out_does_not_let_an_administrator_choose_others(own, sent_letters):
    for role in (LEAD, DEPUTY):
        accounts.block(own[role].account_id, by=own["administrator"])
    account_id, _person_id = a_colleague()

    assert accounts.give_role(account_id, LEAD, by=own["administrator"]) is False
    assert "reader_ended" in kinds(sent_letters(to=own[LEAD].person_id))


@pytest.mark.parametrize("role", ["coordinator", "trainer"])
def test_a_role_for_oneself_needs_a_reason_that_the_others_hear_of(own, sent_letters, role):
    administrator = own["administrator"]
    other, other_person = a_colleague("Tweede Beheerder")
    accounts.give_role(other, "administrator", by=administrator)
    with pytest.raises(Refused, match="Write why"):
        accounts.give_role(administrator.account_id, role, reason="  ", by=administrator)
    accounts.give_role(administrator.account_id, role, reason="Colleague is ill", by=administrator)

    row = db.session.scalars(
        select(RoleGrant).where(RoleGrant.account_id == administrator.account_id, RoleGrant.role == role)
    ).one()
    assert row.reason == "Colleague is ill"
    letter = sent_letters(to=other_person)[-1]
    assert (letter.kind, letter.security) == ("role_taken", 1)
    assert noted("give_role", administrator.person_id) == 1


def test_a_sole_administrator_who_takes_a_role_is_seen_by_who_reads_worries(own, sent_letters):
    administrator = own["administrator"]
    accounts.give_role(administrator.account_id, "coordinator", reason="I do both here", by=administrator)

    assert [kinds(sent_letters(to=own[role].person_id)) for role in (LEAD, DEPUTY)] == [["role_taken"]] * 2


def test_administrators_hear_of_one_more(own, sent_letters):
    first, first_person = a_colleague("Eerste Erbij")
    accounts.give_role(first, "administrator", by=own["administrator"])
    second, second_person = a_colleague("Tweede Erbij")
    accounts.give_role(second, "administrator", by=own["administrator"])

    assert kinds(sent_letters(to=first_person)) == ["administrator_named"]
    assert kinds(sent_letters(to=second_person)) == []


@pytest.mark.parametrize(
    ("role", "where", "given"),
    [
        ("teacher_coach", None, False),
        ("teacher_coach", "programme", True),
        ("teacher_coach", "site", True),
        ("care_coordinator", None, False),
        ("care_coordinator", "programme", False),
        ("care_coordinator", "partner", True),
        ("coordinator", None, True),
        ("trainer", None, True),
    ],
)
def test_a_role_that_is_somebodys_somewhere_is_given_with_its_place_only(own, role, where, given):
    places = {"programme": next(iter(own.programmes.values())), "partner": own.partner_id, "site": own.things["site"]}
    limits = {f"{where}_id": places[where]} if where else {}
    account_id, _person_id = a_colleague()
    if given:
        assert accounts.give_role(account_id, role, by=own["administrator"], **limits) is True
    else:
        with pytest.raises(Refused, match="always for a"):
            accounts.give_role(account_id, role, by=own["administrator"], **limits)

    assert roles_of(account_id) == ([role] if given else [])


def at_large(actor: Actor, role: str) -> Actor:
    """The same person with a grant without a place, such as an older one."""
    return replace(actor, grants=frozenset({Grant(role)}))


@pytest.mark.parametrize("role", ["teacher_coach", "care_coordinator"])
def test_such_a_role_without_a_place_reaches_nobody(own, role):
    """Nothing rather than everything, for every kind and action that the role has "in scope"."""
    actor, asked = at_large(own[role], role), 0
    for line in policy.policy().rules:
        if line.role != role or line.relation not in ("in_scope", "group"):
            continue
        model = policy.model_of(line.kind)
        for action in line.actions:
            asked += 1
            reached = policy._relations[line.kind, line.relation](actor, role)
            assert db.session.scalars(select(model.id).where(reached)).all() == [], (line.kind, action)

    assert asked >= (10 if role == "teacher_coach" else 1)
    assert db.session.scalar(select(func.count()).select_from(Participation)) > 0


def test_a_care_coordinator_raises_a_worry_about_pupils_of_their_school_only(own, client_for):
    with unit_of_work(SYSTEM) as work:
        pupil, stranger = world.a_person(work, "Pupil Here"), world.a_person(work, "Pupil Elsewhere")
        work.add(Affiliation(person_id=pupil.id, partner_id=own.partner_id, kind="student", valid_from=work.today))
        ids = (pupil.id, stranger.id)
    client = client_for(own["care_coordinator"], tenant=own)

    assert [client.get(f"/worries/about/{person_id}").status_code for person_id in ids] == [200, 404]
    assert db.session.scalar(select(func.count()).where(Person.id.in_(ids))) == 2


def test_a_coach_of_one_programme_sees_no_other(own):
    tutors, mentors = own.programmes["peer_support/tutor"], own.programmes["peer_support/mentor"]
    coach = a_staff_member(own, "teacher_coach", tutors)
    found = set(
        db.session.scalars(select(Participation.programme_id).where(policy.visible(coach, "read", Participation)))
    )

    assert (found, mentors in found) == ({tutors}, False)


def test_the_form_asks_for_a_place_and_keeps_what_was_typed(own, client_for):
    client = client_for(own["administrator"], tenant=own)
    typed = {"given_name": "Hylke", "family_name": "Postma", "email": "h@rollen.example", "role": "teacher_coach"}
    refused = client.submit("/people-and-roles/invite", typed)
    assert (refused.status_code, "Postma" in refused.get_data(as_text=True)) == (422, True)
    assert db.session.scalars(select(Account.id).where(Account.email == "h@rollen.example")).first() is None

    place = f"programme:{own.programmes['peer_support/tutor']}"
    assert client.submit("/people-and-roles/invite", typed | {"where": place}).status_code == 303
    account = db.session.scalars(select(Account.id).where(Account.email == "h@rollen.example")).one()
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account)).one()
    assert (grant.role, str(grant.programme_id)) == ("teacher_coach", place.partition(":")[2])
    page = client.get("/people-and-roles").get_data(as_text=True)
    assert "peer_support/tutor" in page


@pytest.mark.parametrize("place", ["programme:x", "partner:", "tenant:00000000-0000-4000-8000-000000000000", "zuid"])
def test_a_place_that_was_not_offered_is_refused(own, client_for, place):
    account_id, _person_id = a_colleague()
    client = client_for(own["administrator"], tenant=own)
    answer = client.submit(f"/people-and-roles/{account_id}/role", {"role": "teacher_coach", "where": place})

    assert (answer.status_code, roles_of(account_id)) == (422, [])


def test_who_reads_answers_on_a_page(own, client_for):
    account_id, _person_id = a_colleague("Nynke Nieuw")
    admin = client_for(own["administrator"], tenant=own)
    answer = admin.submit(f"/people-and-roles/{account_id}/role", {"role": DEPUTY})
    assert answer.status_code == 303
    assert "waits for a yes" in admin.get("/people-and-roles").get_data(as_text=True)

    url = f"/readers/{asked_of(account_id).id}"
    lead = client_for(own[LEAD], tenant=own)
    assert "Nynke Nieuw" in lead.get("/readers").get_data(as_text=True)
    assert (lead.get(url).status_code, lead.submit(url).status_code) == (200, 422)
    assert [client_for(own[role], tenant=own).get(url).status_code for role in ("administrator", "coordinator")] == [
        404
    ] * 2
    assert (lead.submit(url, {"answer": "yes"}).status_code, roles_of(account_id)) == (303, [DEPUTY])
    assert lead.submit(url, {"answer": "no"}).status_code == 303
    assert roles_of(account_id) == [DEPUTY]


def test_an_administrator_reads_on_the_page_why_not(own, client_for):
    administrator = own["administrator"]
    client = client_for(administrator, tenant=own)
    url = f"/people-and-roles/{administrator.account_id}/role"
    assert "Why do you give this role to yourself?" in client.get(url).get_data(as_text=True)
    for typed, said in (
        ({"role": LEAD, "reason": "I want to know"}, "Nobody names themselves"),
        ({"role": "coordinator", "reason": "  "}, "This is still empty"),
    ):
        answer = client.submit(url, typed)
        assert (answer.status_code, said in answer.get_data(as_text=True)) == (422, True)
    assert client.submit(url, {"role": "coordinator", "reason": "We are two"}).status_code == 303
    assert "We are two" in client.get("/people-and-roles").get_data(as_text=True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_readers_asks_the_same_however_many_wait(own, client_for, statements, number):
    for at in range(number):
        accounts.give_role(a_colleague(f"Wacht Nummer{at}")[0], DEPUTY, by=own["administrator"])
    lead = client_for(own[LEAD], tenant=own)
    assert lead.get("/readers").status_code == 200  # knows the host now
    with statements() as said:
        assert lead.get("/readers").status_code == 200

    assert len([one for one in said.said if "audit_append" not in one]) == 3


def test_a_grant_from_the_command_line_tells_who_reads(own, sent_letters):
    account_id, _person_id = a_colleague()
    with unit_of_work(SYSTEM) as work:
        assert accounts.grant(work, account_id, DEPUTY) is True

    assert kinds(sent_letters(to=own[LEAD].person_id)) == ["reader_named"]


def test_what_is_being_set_up_may_be_set_right(app, own, client_for):
    """While an organisation is on trial its only lead may be named wrongly, and ended."""
    from maatwerk.tenancy import actions as tenancy

    with unit_of_work(SYSTEM):
        tenancy.set_look(name="Rollen", locale="nl", languages=("nl", "en"), colour="#0f766e", state="trial")
    app.extensions["maatwerk.directory"].forget()
    held = {
        role: db.session.scalars(select(RoleGrant.id).where(RoleGrant.role == role)).one() for role in (LEAD, DEPUTY)
    }
    client = client_for(own["administrator"], tenant=own)
    for grant in held.values():
        assert client.submit(f"/people-and-roles/grants/{grant}/end").status_code == 303

    assert [roles_of(own[role].account_id) for role in (LEAD, DEPUTY)] == [[], []]
    assert resolve.by_slug(own.slug).state == "trial"


def test_the_set_up_list_names_nobody_who_sits_at_it(own, client_for):
    """The other door to the same role: the page on which a lead is named."""
    administrator = own["administrator"]
    client = client_for(administrator, tenant=own)
    typed = {"given_name": "Zelf", "family_name": "Beheerder", "deputy": "deputy"}
    email = db.session.scalars(select(Account.email).where(Account.id == administrator.account_id)).one()
    refused = client.submit("/organisation/lead", typed | {"email": email})
    assert (refused.status_code, "Nobody names themselves" in refused.get_data(as_text=True)) == (422, True)

    assert client.submit("/organisation/lead", typed | {"email": "ander@rollen.example"}).status_code == 303
    other = db.session.scalars(select(Account.id).where(Account.email == "ander@rollen.example")).one()
    assert (roles_of(administrator.account_id), roles_of(other), asked_of(other).role) == (
        ["administrator"],
        [],
        DEPUTY,
    )
