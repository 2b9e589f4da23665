"""Every way in, as an attacker tries it: cookies, forged posts, guesses, what differs for who has no account."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import timedelta

import argon2
import pyotp
import pytest
from sqlalchemy import func, select

from maatwerk import testing
from maatwerk.access import links, signing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Account, OneTimeLink, SignInSession
from maatwerk.access.requests import rule_of
from maatwerk.access.views import safe_target
from maatwerk.access.work import Refused, unit_of_work
from maatwerk.app import create_app
from maatwerk.correspondence import sending
from maatwerk.correspondence.model import Letter
from maatwerk.ground import clock, crypto, queue
from maatwerk.ground.database import db
from maatwerk.tenancy import resolve
from tests.factories import world
from tests.tenancy.test_crawl import address, routes

WORDS = "drie rode fietsen"
NO_TOKEN = {"healthz", "readyz"}


@pytest.fixture
def someone(here):
    """An account with a password: (id, e-mail)."""
    return an_account(WORDS)


def an_account(words=None, state="active", name="Way In"):
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, name)
        account = world.an_account(work, person, f"{person.id}@noord.example")
        account.password_hash, account.state = (crypto.hash_password(words) if words else None), state
        return account.id, account.email


def minted(account_id, kind="sign_in", goes_to="/account"):
    with unit_of_work(SYSTEM) as work:
        return links.mint(work, kind, links.Way(account_id=account_id), goes_to)


# Over https.


@pytest.fixture
def https(app, noord):
    """The same installation as it is served in earnest."""
    made = create_app(replace(app.extensions["maatwerk.settings"], base_url="https://maatwerk.localhost"))
    client = testing.client_of(made, noord, None)
    yield client, f"https://{noord.host}"
    testing.closed(made)


def parts(header):
    name, *flags = (part.strip() for part in header.split(";"))
    return name.partition("=")[0], {flag.partition("=")[0].lower(): flag.partition("=")[2] for flag in flags}


def test_cookies_over_https_belong_to_this_host_alone(https, someone):
    client, base = https
    url = f"/link/{minted(someone[0])}"
    page = client.get(url, base_url=base)
    token = re.search(rb'name="csrf_token" value="([^"]*)"', page.data)[1].decode()
    sent = {"base_url": base, "data": {"csrf_token": token}}
    assert client.post(url, **sent).status_code == 400  # no Referer: where it comes from is not known
    assert client.post(url, **sent, headers={"Referer": "https://evil.example/"}).status_code == 400
    entered = client.post(url, **sent, headers={"Referer": f"{base}/"})  # as much as the page's policy tells
    assert (entered.status_code, entered.location) == (303, "/account")

    cookies = dict(parts(header) for answer in (page, entered) for header in answer.headers.getlist("Set-Cookie"))
    assert {"__Host-maatwerk", "__Host-form"} <= set(cookies)
    for flags in cookies.values():
        assert {"secure", "httponly", "path", "samesite"} <= set(flags)
        assert ("domain" in flags, flags["path"], flags["samesite"]) == (False, "/", "Lax")
    assert client.get("/account", base_url=base).status_code == 200
    assert entered.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_signing_out_over_https_takes_the_cookie_back(https, someone):
    """A browser leaves a `__Host-` cookie alone when its end is not marked secure."""
    client, base = https
    client.set_cookie("__Host-maatwerk", "x", domain=base.removeprefix("https://"), secure=True)
    page = client.get("/sign-in", base_url=base)
    token = re.search(rb'name="csrf_token"[^>]*value="([^"]*)"', page.data)[1].decode()
    answer = client.post("/sign-out", base_url=base, data={"csrf_token": token}, headers={"Referer": f"{base}/sign-in"})
    ended = dict(parts(header) for header in answer.headers.getlist("Set-Cookie"))["__Host-maatwerk"]

    assert (ended["max-age"], "secure" in ended, ended["path"], "domain" in ended) == ("0", True, "/", False)


def test_a_session_is_worth_nothing_at_another_organisation(noord, zuid, client_for):
    here = client_for(noord["coordinator"])
    token = here.get_cookie("maatwerk", domain=noord.host).value
    there = client_for(None, tenant=zuid)
    there.set_cookie("maatwerk", token, domain=zuid.host)

    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 303)


# Forged posts.


@pytest.fixture
def posts(app):
    """Every route that takes a post."""
    return [rule for rule, method in routes(app) if method != "GET" and rule.endpoint not in NO_TOKEN]


@pytest.mark.parametrize("role", ["administrator", "coordinator", "supporter", None])
def test_no_post_does_anything_without_a_token(app, noord, client_for, posts, role):
    client, wrong = client_for(noord[role] if role else None), []
    for rule in posts:
        answer = client.post(address(app, rule, lambda _name: noord.things["site"]), data={"answer": "yes"})
        public = rule_of(app, rule.endpoint).public
        if answer.status_code != (400 if role or public else 303):
            wrong.append((rule.rule, answer.status_code))

    assert wrong == []
    assert len(posts) > 60


@pytest.mark.parametrize("whose", ["nobody's", "another browser's", "another organisation's"])
def test_a_token_of_elsewhere_is_no_token(noord, zuid, client_for, whose):
    victim = client_for(noord["administrator"])
    victim.get("/people-and-roles")
    other = client_for(zuid["administrator"], tenant=zuid) if "organisation" in whose else client_for(None)
    token = secrets.token_urlsafe(40) if whose == "nobody's" else other.token()
    before = db_count(victim, noord)
    typed = {"given_name": "A", "family_name": "B", "email": "a@b.example", "role": "trainer", "csrf_token": token}

    assert victim.post("/people-and-roles/invite", data=typed).status_code == 400
    assert db_count(victim, noord) == before


def db_count(client, tenant):
    from maatwerk.tenancy.jobs import in_tenant

    with client.application.app_context(), in_tenant(tenant.id):
        found = db.session.scalar(select(func.count()).select_from(Account))
        db.session.remove()
    return found


# Links.


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_a_mail_scanner_uses_up_no_link(someone, client_for, method):
    token = minted(someone[0])
    scanner = client_for(None)
    for _time in range(3):
        answer = scanner.open(f"/link/{token}", method=method)
        assert "maatwerk=" not in answer.headers.get("Set-Cookie", "")
    db.session.rollback()
    assert (
        db.session.scalars(select(OneTimeLink.used_at).where(OneTimeLink.token_hash == crypto.digest(token))).one()
        is None
    )

    assert client_for(None).submit(f"/link/{token}").status_code == 303


def test_a_used_link_lets_nobody_in_again_on_any_device(someone, client_for):
    token = minted(someone[0])
    assert client_for(None).submit(f"/link/{token}").status_code == 303
    for _time in range(2):
        again = client_for(None)
        assert again.submit(f"/link/{token}").status_code == 410
        assert again.get("/account").status_code == 303
    found = select(func.count()).select_from(SignInSession).where(SignInSession.account_id == someone[0])
    db.session.rollback()
    assert db.session.scalar(found) == 1


def test_a_link_that_was_forwarded_after_a_block_is_dead(someone, client_for, noord):
    token = minted(someone[0])
    client_for(noord["administrator"]).submit(f"/people-and-roles/{someone[0]}/block")

    assert client_for(None).submit(f"/link/{token}").status_code == 410


@pytest.mark.parametrize("method", ["get", "submit"])
def test_the_address_of_a_link_stays_out_of_every_referrer(someone, client_for, method):
    for token in (minted(someone[0]), "no-such-link"):
        answer = getattr(client_for(None), method)(f"/link/{token}")
        assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert client_for(None).get("/sign-in").headers["Referrer-Policy"] == "same-origin"


def test_a_link_stands_in_no_log(someone, client_for, caplog):
    caplog.set_level("DEBUG")
    token = minted(someone[0])
    client = client_for(None)
    client.get(f"/link/{token}")
    client.submit(f"/link/{token}")
    client.submit(f"/link/{token}")

    assert [record.getMessage() for record in caplog.records if token in record.getMessage()] == []


HOSTILE = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example",
    "https:evil.example",
    "http:/\\evil.example", "/\t/evil.example", "/\n/evil.example", "\x01//evil.example", " //evil.example",
    "javascript:alert(1)", "data:text/html,x", "//evil.example@noord", "@evil.example", ".evil.example", "",
    "/\u2028/evil", "\uff0f\uff0fevil.example", "//[::1]/", "http://[",
)  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: repr(text)[:24])
def test_next_never_leads_elsewhere(hostile, someone, client_for):
    target = safe_target(hostile)
    assert (target[:1], target[1:2] in ("/", "\\")) == ("/", False)
    client = client_for(None)
    typed = {"email": someone[1], "password": WORDS}
    answer = client.post(
        "/sign-in/password",
        query_string={"next": hostile},
        data=typed | {"csrf_token": client.token()},
        environ_base={"REMOTE_ADDR": f"198.51.100.{secrets.randbelow(250) + 1}"},
    )

    assert answer.status_code == 303
    assert re.match(r"/(?![/\\])", answer.location)


# Who has an account.


def told(answer):
    """An answer without what differs between any two."""
    body = re.sub(rb'value="[^"]*"|X-CSRFToken": "[^"]*"|<span class="reference">[^<]*', b"", answer.data)
    kept = {name: value for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length", "Date")}
    return answer.status_code, body, kept


def addresses():
    """An address of each sort; only some may get in."""
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, f"Pass{secrets.token_hex(4)} Holder")
        held = world.a_pass(work, person, "guardian").email
    return {
        "password": an_account(WORDS)[1],
        "link": an_account()[1],
        "blocked": an_account(WORDS, "blocked")[1],
        "pass": held,
        "nobody": f"{secrets.token_hex(6)}@noord.example",
    }


def test_asking_for_a_link_looks_the_same_for_everybody(here, client_for):
    seen = {sort: told(client_for(None).submit("/sign-in", {"email": email})) for sort, email in addresses().items()}

    assert [sort for sort, answer in seen.items() if answer != seen["nobody"]] == []


def test_asking_for_a_link_takes_about_the_same_work(here, client_for, statements):
    """The same questions and one write, and the bell rings once: nobody reads from the clock who is known."""
    client, work = client_for(None), {}
    client.get("/sign-in")
    for sort, email in addresses().items():
        rung = queue_length(client)
        with statements() as said:
            client.submit("/sign-in", {"email": email})
        verbs = [one.split()[0] for one in said.said if not one.startswith(("SAVEPOINT", "ROLLBACK", "RELEASE"))]
        work[sort] = (verbs, queue_length(client) - rung)

    assert [sort for sort, one in work.items() if one != work["nobody"]] == []
    assert work["nobody"] == (["SELECT", "SELECT", "INSERT"], 1)


def queue_length(client):
    with client.application.app_context():
        return len(queue.queue())


def test_nothing_of_an_unknown_address_is_kept(here, client_for, sent_letters):
    before = [db.session.scalar(select(func.count()).select_from(model)) for model in (OneTimeLink, Letter)]
    client_for(None).submit("/sign-in", {"email": "niemand@noord.example"})
    db.session.rollback()

    assert [db.session.scalar(select(func.count()).select_from(model)) for model in (OneTimeLink, Letter)] == before


def test_a_wrong_password_costs_one_hash_whoever_it_is_for(here, client_for, monkeypatch):
    hashed, real = [], argon2.PasswordHasher.verify

    def counted(self, hash, password):
        hashed.append(hash.split("$")[3])
        return real(self, hash, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    seen = {}
    for sort, email in addresses().items():
        hashed.clear()
        answer = client_for(None).submit("/sign-in/password", {"email": email, "password": "iets anders hoor"})
        seen[sort] = (told(answer), tuple(hashed))

    assert [sort for sort, one in seen.items() if one != seen["nobody"]] == []
    assert (seen["nobody"][0][0], seen["nobody"][1]) == (422, ("m=19456,t=2,p=1",))


def test_the_right_password_of_a_blocked_account_is_a_wrong_one(here, client_for):
    email = an_account(WORDS, "blocked")[1]

    assert client_for(None).submit("/sign-in/password", {"email": email, "password": WORDS}).status_code == 422


# Guesses.


def test_guessing_a_code_stops_after_its_number_and_a_right_one_is_refused_then(someone, client_for, at):
    client = client_for(None)
    secret = signing.new_secret()
    with unit_of_work(SYSTEM) as work:
        account = work.get(Account, someone[0], lock=True)
        account.authenticator, account.authenticator_since = secret, work.now
    client.submit(f"/link/{minted(someone[0])}")
    right = pyotp.TOTP(secret).at(clock.now())
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    answers = [client.submit("/sign-in/code", {"code": wrong}).status_code for _n in range(9)]

    assert answers == [422] * 8 + [429]
    assert client.submit("/sign-in/code", {"code": right}).status_code == 429


def test_a_code_works_once_and_no_older_one_after_it(someone, client_for, at):
    secret = signing.new_secret()
    with unit_of_work(SYSTEM) as work:
        account = work.get(Account, someone[0], lock=True)
        account.authenticator, account.authenticator_since = secret, work.now
    at(clock.now() + timedelta(seconds=30))
    older, now = (pyotp.TOTP(secret).at(clock.now() - timedelta(seconds=s)) for s in (30, 0))
    answers = []
    for code in (now, now, older):
        client = client_for(None)
        client.submit(f"/link/{minted(someone[0])}")
        answers.append(client.submit("/sign-in/code", {"code": code}).status_code)

    assert answers == [303, 422, 422]


@pytest.mark.parametrize("code", ["", "      ", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "٣٣٣٣٣٣"])
def test_what_is_no_code_is_refused(someone, client_for, code):
    client = client_for(None)
    with unit_of_work(SYSTEM) as work:
        account = work.get(Account, someone[0], lock=True)
        account.authenticator, account.authenticator_since = signing.new_secret(), work.now
    client.submit(f"/link/{minted(someone[0])}")

    assert client.submit("/sign-in/code", {"code": code}).status_code == 422


@pytest.mark.parametrize(
    ("path", "typed", "most"),
    [
        ("/sign-in", {"email": "telkens@noord.example"}, 5),
        ("/sign-in/password", {"email": "telkens@noord.example", "password": "x" * 9}, 10),
    ],
)
def test_each_way_in_counts_for_one_address(here, client_for, path, typed, most):
    client = client_for(None)
    typed = typed | {"email": f"{secrets.token_hex(4)}{typed['email']}"}
    answers = [client.submit(path, typed).status_code for _n in range(most + 1)]

    assert (set(answers[:most]) <= {303, 422}, answers[most]) == (True, 429)


@pytest.mark.parametrize(
    ("path", "typed", "most"),
    [
        ("/sign-in", {}, 60),
        ("/sign-in/password", {"password": "x" * 9}, 50),
        ("/apply", {"part": "{part}"}, 30),
        ("/nominate", {"programme": "{programme}", "name": "Anna Wit", "relation": "teacher", "knows": "yes",
                       "given_name": "Noor", "family_name": "Berg", "contact": "noor@post.example",
                       "birth_date": "01-03-2009", "themes": "planning", "why": "Omdat het helpt."}, 30),
    ],
)  # fmt: skip
def test_each_open_form_counts_for_one_computer(here, client_for, path, typed, most):
    """Whatever address is typed each time."""
    client, computer = client_for(None), f"192.0.2.{secrets.randbelow(250) + 1}"
    programme = str(here.programmes["peer_support/buddy"])
    answers = []
    for n in range(most + 2):
        email = f"{secrets.token_hex(5)}-{n}@post.example"
        known = {"part": f"{programme}:seeker", "programme": programme, "email": email}
        data = {"email": email} | {name: value.format(**known) for name, value in typed.items()}
        answers.append(client.submit(path, data, environ_base={"REMOTE_ADDR": computer}).status_code)

    assert (answers[0] in (303, 422), answers[-1]) == (True, 429)


# Hosts and headers.


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host"])
def test_a_letter_points_at_the_organisations_own_host_whatever_a_request_claims(someone, here, client_for, header):
    claimed = "host=evil.example" if header == "Forwarded" else "evil.example"
    client = client_for(None)
    answer = client.submit("/sign-in", {"email": someone[1]}, headers={header: claimed})
    assert (answer.status_code, answer.location) == (303, "/sign-in/sent")
    db.session.rollback()
    letter = db.session.scalars(select(Letter).where(Letter.account_id == someone[0])).one()
    organisation = resolve.by_slug(here.slug)

    assert sending.address_of(letter.goes_to, organisation).startswith(f"http://{here.host}/")
    assert "evil" not in client.get("/sign-in", headers={header: claimed}).get_data(as_text=True)


@pytest.mark.parametrize(
    "host", ["evil.example", "noord.maatwerk.localhost.evil.example", "a:80@evil", "noord..localhost"]
)
def test_an_unknown_host_learns_nothing(noord, client_for, host):
    answer = client_for(None).get("/sign-in", base_url="http://x", headers={"Host": host})

    assert (answer.status_code, answer.get_data(as_text=True)) == (404, "Not found\n")


SHARED = {"static_files.file", "frame.theme_css"}


@pytest.mark.parametrize("role", ["coordinator", "administrator", "safeguarding_lead", "seeker", "guardian", None])
def test_every_page_is_kept_by_nobody_and_wears_its_shields(app, noord, client_for, role):
    client, wrong, seen = client_for(noord[role] if role else None), [], 0
    for rule, method in routes(app):
        if method != "GET" or rule.endpoint in SHARED:
            continue
        answer = client.get(address(app, rule, lambda _name: noord.things["site"]))
        seen += 1
        policy = answer.headers["Content-Security-Policy"]
        worn = (
            answer.headers["Cache-Control"] == "no-store",
            "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy,
            answer.headers["X-Content-Type-Options"] == "nosniff",
            answer.headers["Referrer-Policy"] in ("same-origin", "strict-origin"),
            "Server" not in answer.headers and "X-Powered-By" not in answer.headers,
        )
        if worn != (True,) * 5:
            wrong.append((rule.rule, answer.status_code, worn))

    assert wrong == []
    assert seen > 80


def test_signing_out_everywhere_ends_the_other_devices_of_a_pass_too(here, client_for):
    one, other = client_for(here["guardian"]), client_for(here["guardian"])
    assert other.get("/account").status_code == 200
    one.submit("/sign-out/everywhere")

    assert (one.get("/account").status_code, other.get("/account").status_code) == (303, 303)


def test_a_stranger_never_chooses_a_password_for_somebody(someone, here):
    with pytest.raises(Refused):
        signing.choose_password(WORDS, replace(here["seeker"], fresh_at=None))
