"""What a stolen password, an old session or a borrowed screen does not reach: the second factor and its letters."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from maatwerk.access import accounts, links, sessions, signing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Account, SignInSession
from maatwerk.access.work import Refused, unit_of_work
from maatwerk.ground import clock, crypto
from maatwerk.ground.database import db
from tests.factories import world

WORDS = "drie rode fietsen"
AGAIN = "/sign-in/again"


@pytest.fixture
def colleague(here):
    """A coordinator with a password, who has no app yet."""
    with unit_of_work(SYSTEM) as work:
        account = world.an_account(
            work, world.a_person(work, "Colleague Proof"), f"{crypto.token().lower()}@noord.example"
        )
        account.password_hash = crypto.hash_password(WORDS)
        accounts.grant(work, account.id, "coordinator")
        return account.id, account.email, account.person_id


def by_link(client, account_id, goes_to="/today"):
    with unit_of_work(SYSTEM) as work:
        token = links.mint(work, "sign_in", links.Way(account_id=account_id), goes_to)
    return client.submit(f"/link/{token}")


def by_password(client, email):
    computer = {"REMOTE_ADDR": f"198.51.100.{secrets.randbelow(250) + 1}"}  # so that no other test's tries count here
    return client.submit("/sign-in/password", {"email": email, "password": WORDS}, environ_base=computer)


def secret_on(client, url="/account/authenticator"):
    return re.search(rb'value="([A-Z2-7]{32})"', client.get(url).data)[1].decode()


def linked(client, account_id):
    """Link an app as its owner does; its secret."""
    by_link(client, account_id)
    secret = secret_on(client)
    assert client.submit("/account/authenticator", {"code": pyotp.TOTP(secret).at(clock.now())}).status_code == 303
    return secret


@pytest.fixture
def someone_linked(here, client_for):
    """Somebody without any role who linked an app: (account, e-mail, secret)."""
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, "Someone Linked")
        account = world.an_account(work, person, f"{crypto.token().lower()}@noord.example")
        account.password_hash = crypto.hash_password(WORDS)
        found = account.id, account.email
    return *found, linked(client_for(None), found[0])


def kinds(letters):
    return [letter.kind for letter in letters]


def test_a_stolen_password_links_no_authenticator(colleague, client_for, sent_letters):
    thief = client_for(None)
    assert by_password(thief, colleague[1]).status_code == 303

    assert thief.get("/today").location.startswith("/sign-in/code?")
    for answer in (thief.get("/account/authenticator"), thief.submit("/account/authenticator", {"code": "123456"})):
        assert (answer.status_code, answer.location.split("?")[0]) == (303, AGAIN)
    with thief.session_transaction(base_url=f"http://{thief.host}") as kept:
        assert "authenticator" not in kept
    assert sent_letters(to=colleague[2]) == []


def test_a_secret_of_ones_own_does_not_get_a_thief_past_the_letter(colleague, client_for, here):
    """The action itself asks for the proof, whatever page called it."""
    thief = client_for(None)
    by_password(thief, colleague[1])
    token = thief.get_cookie("maatwerk", domain=thief.host).value
    found = sessions.find(db.session(), token, tenant_id=here.id, now=clock.now(), today=clock.today())
    secret = signing.new_secret()
    with pytest.raises(Refused):
        signing.link_authenticator(secret, pyotp.TOTP(secret).at(clock.now()), found.actor)
    assert db.session.scalars(select(Account.authenticator_since).where(Account.id == colleague[0])).one() is None


def test_who_came_by_password_is_sent_a_letter_first_and_then_links(colleague, client_for, sent_letters):
    owner = client_for(None)
    by_password(owner, colleague[1])
    page = owner.get(f"{AGAIN}?next=/account/authenticator?next=/today")
    assert (page.status_code, colleague[1] in page.get_data(as_text=True)) == (200, True)
    sent = owner.submit(f"{AGAIN}?next=%2Faccount%2Fauthenticator%3Fnext%3D%2Ftoday")

    assert (sent.status_code, sent.location) == (303, "/sign-in/sent")
    letter = sent_letters(to=colleague[2])[-1]
    assert (letter.kind, letter.goes_to) == ("sign_in", "/account/authenticator?next=/today")
    assert by_link(owner, colleague[0], letter.goes_to).location == "/account/authenticator?next=/today"
    secret = secret_on(owner, letter.goes_to)
    done = owner.submit(letter.goes_to, {"code": pyotp.TOTP(secret).at(clock.now())})
    assert (done.status_code, done.location, owner.get("/today").status_code) == (303, "/today", 200)


def test_an_opened_letter_proves_the_mailbox_for_a_quarter_of_an_hour(colleague, client_for, at):
    owner = client_for(None)
    by_link(owner, colleague[0])
    assert owner.get("/account/authenticator").status_code == 200
    at(clock.now() + timedelta(minutes=16))

    assert owner.get("/account/authenticator").location.split("?")[0] == AGAIN


def test_linking_an_app_writes_to_its_owner_and_ends_every_other_session(colleague, client_for, sent_letters):
    thief, owner = client_for(None), client_for(None)
    by_password(thief, colleague[1])
    assert thief.get("/account").status_code == 200
    linked(owner, colleague[0])

    letter = sent_letters(to=colleague[2])[-1]
    assert (letter.kind, letter.security) == ("authenticator_linked", 1)
    assert (thief.get("/account").status_code, owner.get("/account").status_code) == (303, 200)


def test_neither_password_nor_mailbox_replaces_a_linked_app(colleague, client_for, at):
    secret = linked(client_for(None), colleague[0])
    for enter in (lambda c: by_password(c, colleague[1]), lambda c: by_link(c, colleague[0])):
        at(clock.now() + timedelta(minutes=20))
        other = client_for(None)
        enter(other)
        code = pyotp.TOTP(secret).at(clock.now())
        for answer in (other.get("/account/authenticator"), other.submit("/account/authenticator", {"code": code})):
            assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in/code")


def test_who_linked_an_app_opens_nothing_before_its_code(someone_linked, client_for, at):
    """Not only staff: whoever chose to link one is promised that it is asked."""
    _account_id, email, secret = someone_linked
    at(clock.now() + timedelta(minutes=2))
    thief = client_for(None)
    by_password(thief, email)
    for path in ("/account", "/my", "/account/password", "/account/who-saw-me", "/questions"):
        answer = thief.get(path)
        assert (answer.status_code, answer.location) == (303, f"/sign-in/code?next={path}")
    assert thief.submit("/account/language", {"locale": "nl"}).location == "/sign-in/code?next=/"
    assert thief.get("/help-now").status_code == 200
    assert (
        thief.submit("/sign-in/code?next=/account", {"code": pyotp.TOTP(secret).at(clock.now())}).location == "/account"
    )
    assert thief.get("/account").status_code == 200


def test_an_administrator_can_unlink_the_lost_app_of_somebody_without_a_role(someone_linked, client_for, noord):
    admin = client_for(noord["administrator"])
    assert someone_linked[1] in admin.get("/people-and-roles").get_data(as_text=True)
    assert admin.submit(f"/people-and-roles/{someone_linked[0]}/authenticator/unlink").status_code == 303

    owner = client_for(None)
    by_password(owner, someone_linked[1])
    assert owner.get("/account").status_code == 200


def test_who_types_a_code_replaces_the_app_and_the_old_one_is_dead(colleague, client_for, at, sent_letters):
    owner = client_for(None)
    old = linked(owner, colleague[0])
    at(clock.now() + timedelta(minutes=20))
    assert owner.get("/account/authenticator").location.split("?")[0] == AGAIN
    code = pyotp.TOTP(old).at(clock.now())
    assert owner.submit("/sign-in/code?next=/account/authenticator", {"code": code}).status_code == 303
    new = secret_on(owner)
    assert new != old
    assert owner.submit("/account/authenticator", {"code": pyotp.TOTP(new).at(clock.now())}).status_code == 303

    assert kinds(sent_letters(to=colleague[2])) == ["authenticator_linked", "authenticator_linked"]
    at(clock.now() + timedelta(minutes=20))
    again = client_for(None)
    by_link(again, colleague[0])
    assert again.submit("/sign-in/code", {"code": pyotp.TOTP(old).at(clock.now())}).status_code == 422
    assert again.submit("/sign-in/code", {"code": pyotp.TOTP(new).at(clock.now())}).status_code == 303


def test_an_administrators_reset_writes_to_the_owner_and_ends_their_sessions(
    colleague, client_for, noord, sent_letters
):
    owner = client_for(None)
    linked(owner, colleague[0])
    client_for(noord["administrator"]).submit(f"/people-and-roles/{colleague[0]}/authenticator/unlink")

    letter = sent_letters(to=colleague[2])[-1]
    assert (letter.kind, letter.security) == ("authenticator_reset", 1)
    assert owner.get("/account").status_code == 303
    thief = client_for(None)
    by_password(thief, colleague[1])
    assert thief.get("/account/authenticator").location.split("?")[0] == AGAIN


def test_choosing_a_password_asks_for_the_app_of_who_has_one(colleague, client_for, at, sent_letters):
    secret = linked(client_for(None), colleague[0])
    thief = client_for(None)
    by_password(thief, colleague[1])
    answer = thief.submit("/account/password", {"password": "vier blauwe fietsen"})
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in/code")
    assert "password_chosen" not in kinds(sent_letters(to=colleague[2]))

    at(clock.now() + timedelta(minutes=2))
    thief.submit("/sign-in/code", {"code": pyotp.TOTP(secret).at(clock.now())})
    assert thief.submit("/account/password", {"password": "vier blauwe fietsen"}).status_code == 303
    assert sent_letters(to=colleague[2])[-1].kind == "password_chosen"


def test_an_old_session_chooses_no_password(colleague, client_for, at):
    owner = client_for(None)
    by_link(owner, colleague[0])
    at(clock.now() + timedelta(minutes=16))
    answer = owner.submit("/account/password", {"password": "vier blauwe fietsen"})

    assert (answer.status_code, answer.location.split("?")[0]) == (303, AGAIN)


def test_the_action_itself_asks_for_a_fresh_proof(here):
    stale = here["coordinator"]
    old = clock.now() - timedelta(hours=1)
    with pytest.raises(Refused):
        signing.choose_password(WORDS, replace(stale, fresh_at=old))


def test_signing_in_anew_ends_the_session_this_browser_had(colleague, client_for):
    browser = client_for(None)
    by_password(browser, colleague[1])
    old = browser.get_cookie("maatwerk", domain=browser.host).value
    by_link(browser, colleague[0])
    new = browser.get_cookie("maatwerk", domain=browser.host).value
    assert new != old

    browser.set_cookie("maatwerk", old, domain=browser.host)
    assert browser.get("/account").status_code == 303


def test_a_token_that_somebody_planted_is_never_taken_over(colleague, client_for):
    """Session fixation: what stood in the cookie before signing in is worth nothing afterwards."""
    browser = client_for(None)
    planted = crypto.token()
    browser.set_cookie("maatwerk", planted, domain=browser.host)
    by_link(browser, colleague[0])
    assert browser.get_cookie("maatwerk", domain=browser.host).value != planted

    other = client_for(None)
    other.set_cookie("maatwerk", planted, domain=other.host)
    assert other.get("/account").status_code == 303


def test_password_pages_say_to_a_password_manager_whose_they_are(colleague, client_for):
    client = client_for(None)
    by_link(client, colleague[0])
    page = client.get("/account/password").get_data(as_text=True)
    field = f'<input type="text" name="username" autocomplete="username" value="{colleague[1]}" readonly hidden>'

    assert (page.count('autocomplete="username"'), page.count(field)) == (1, 1)
    assert page.index(field) < page.index('autocomplete="new-password"')
    door = client_for(None).get("/sign-in").get_data(as_text=True)
    assert door.index('autocomplete="username"') < door.index('autocomplete="current-password"')


def test_each_session_says_how_it_came_in(colleague, client_for):
    by_password(client_for(None), colleague[1])
    by_link(client_for(None), colleague[0])
    with unit_of_work(SYSTEM) as work:
        token = links.mint(work, "invitation", links.Way(account_id=colleague[0]), "/")
    client_for(None).submit(f"/link/{token}")
    ways = db.session.scalars(
        select(SignInSession.came_by).where(SignInSession.account_id == colleague[0]).order_by(SignInSession.made_at)
    )

    assert list(ways) == ["password", "link", "invitation"]
