"""Signing in and out: by a link that works once, by password, and with an authenticator app as the second step."""

from __future__ import annotations

import string
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID, uuid4

import pyotp
from flask import current_app, request
from flask_babel import gettext as _
from sqlalchemy import insert, select, update
from zxcvbn.frequency_lists import FREQUENCY_LISTS  # ships the most common passwords inside the package

from maatwerk.access import accounts, letters, limits, links, rules, sessions
from maatwerk.access.actor import NOBODY, SYSTEM, Actor, Grant
from maatwerk.access.model import Account, OneTimeLink, Pass, RoleGrant, SignInSession
from maatwerk.access.work import NotFound, Refused, Work, unit_of_work
from maatwerk.ground import clock, crypto, queue
from maatwerk.ground.database import db
from maatwerk.tenancy import scope

SHORTEST, LONGEST = 8, 1000


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody is in: the cookie's token, where they go, whether it is a staff session."""

    token: str
    goes_to: str
    staff: bool


def ask_link(email: str, goes_to: str) -> None:
    """Send a link to sign in, if the address is known here; who asks gets the same answer either way.

    Raises:
        TooMany: asked too often from this address, or for this account.
    """
    email = email.strip().lower()
    limits.check("link.address", request.remote_addr)
    limits.check("link.account", email)
    with unit_of_work(SYSTEM) as work:
        account: Account | None = work.one(select(Account).where(Account.email == email, Account.state != "blocked"))
        held: Pass | None = work.one(
            select(Pass)
            .where(Pass.email == email, Pass.person_id.is_not(None), Pass.ended_at.is_(None), Pass.until > work.now)
            .order_by(Pass.until.desc())
            .limit(1)
        )
        way = links.Way(account.id) if account else links.Way(pass_id=held.id) if held else None
        person_id = account.person_id if account else held.person_id if held else None
        if way is None or person_id is None:
            _as_if(work)
            return
        key = f"sign_in:{crypto.token()[:16]}"
        work.send(
            letters.sign_in(
                person_id, key, account_id=way.account_id, pass_id=way.pass_id, email=email, goes_to=goes_to
            )
        )


def _as_if(work: Work) -> None:
    """Nobody is known by this address: about the same work is done, so that its time tells nothing; nothing stays."""
    kept = work.session.begin_nested()
    row = {"kind": "sign_in", "token_hash": crypto.digest(crypto.token()), "goes_to": "/", "both_factors": False}
    work.session.execute(insert(OneTimeLink).values(**row, made_at=work.now, until=work.now))
    kept.rollback()
    tenant, nothing = str(scope.tenant_id()), str(uuid4())
    work.after_commit(lambda: queue.ring("maatwerk.correspondence.jobs.send", tenant=tenant, letter=nothing))


def link_works(token: str) -> bool:
    """Looking at a link burns nothing."""
    return links.find(db.session(), token, clock.now()) is not None


def use_link(token: str, *, leaving: Actor = NOBODY) -> Entered:
    """Use a link, once; whoever was signed in at this browser (`leaving`) no longer is.

    Raises:
        NotFound: it was used, replaced, came too late, or never was.
    """
    with unit_of_work(SYSTEM) as work:
        link = links.find(work.session, token, work.now, lock=True)
        if link is None:
            raise NotFound("link")
        link.used_at = work.now
        if link.account_id is not None:
            account = work.get(Account, link.account_id, lock=True)
            if account.state == "blocked":  # shut out while the link was being used
                raise NotFound("link")
            account.state = "active"
            came_by = "invitation" if link.kind == "invitation" else "link"
            _leave(work, leaving)
            return _enter(work, account, None, 2 if link.both_factors else 1, link.goes_to, came_by)
        held = work.get(Pass, _pass_of(link), lock=True)
        held.confirmed_at = held.confirmed_at or work.now
        _leave(work, leaving)
        return _enter(work, None, held, 1, link.goes_to, "link")


def _pass_of(link: OneTimeLink) -> UUID:
    if link.pass_id is None:
        raise NotFound("pass")
    return link.pass_id


def with_password(email: str, password: str, goes_to: str, *, leaving: Actor = NOBODY) -> Entered | None:
    """Sign in with a password; None when it does not fit, in the same time whether or not there is an account.

    Raises:
        TooMany: too many tries for this account or from this address.
    """
    email = email.strip().lower()
    limits.check("password.address", request.remote_addr)
    limits.check("password.account", email)
    account: Account | None = db.session.scalars(
        select(Account).where(Account.email == email, Account.state == "active")
    ).one_or_none()
    if not crypto.password_fits(account.password_hash if account else None, password) or account is None:
        return None
    account_id = account.id
    limits.clear("password.account", email)
    with unit_of_work(SYSTEM) as work:
        _leave(work, leaving)
        return _enter(work, work.get(Account, account_id), None, 1, goes_to, "password")


def _leave(work: Work, leaving: Actor) -> None:
    """The session that this browser had ends: its token is worth nothing from now on."""
    if leaving.session_id is not None:
        ending = update(SignInSession).where(SignInSession.id == leaving.session_id)
        work.session.execute(ending.values(ended_at=work.now))


def _enter(work: Work, account: Account | None, held: Pass | None, factors: int, goes_to: str, came_by: str) -> Entered:
    """A new session with a new token; its length follows the roles."""
    roles = _roles(work, account.id) if account else frozenset({held.kind} if held else ())
    staff, token = sessions.is_staff(roles), crypto.token()
    work.add(
        SignInSession(
            account_id=account.id if account else None,
            pass_id=held.id if held else None,
            token_hash=crypto.digest(token),
            staff=staff,
            came_by=came_by,
            factors=factors,
            made_at=work.now,
            fresh_at=work.now,
            seen_at=work.now,
            ends_at=sessions.ends(staff, work.now),
            device=device(),
        )
    )
    return Entered(token, goes_to, staff)


def _roles(work: Work, account_id: UUID) -> frozenset[str]:
    rows = work.session.execute(
        select(RoleGrant.role).where(RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None))
    )
    return frozenset(Grant(role).role for role in rows.scalars())


def device() -> str:
    """A few words by which somebody recognises their own phone or computer."""
    agent = request.headers.get("User-Agent", "") if request else ""
    system = next((name for name in ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux") if name in agent), "?")
    browser = next((name for name in ("Firefox", "Edg", "Chrome", "Safari") if name in agent), "?")
    return f"{browser} · {system}"


def sign_out(by: Actor) -> None:
    """End this session."""
    with unit_of_work(by) as work:
        work.get(SignInSession, _session_of(by)).ended_at = work.now


def sign_out_everywhere(by: Actor) -> None:
    """End every session of this account or pass, this one too."""
    with unit_of_work(by) as work:
        column = SignInSession.account_id if by.account_id else SignInSession.pass_id
        for row in work.find(select(SignInSession).where(column == by.holder_id, SignInSession.ended_at.is_(None))):
            row.ended_at = work.now


def _session_of(by: Actor) -> UUID:
    if by.session_id is None:
        raise NotFound("session")
    return by.session_id


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])


def password_problem(password: str) -> str | None:
    """Why a password will not do, in words; None when it will."""
    if len(password) < SHORTEST:
        return _("Use at least %(number)s characters; three words together are easy to remember.", number=SHORTEST)
    if len(password) > LONGEST or "\0" in password:
        return _("Use at most %(number)s characters.", number=LONGEST)
    if password.lower() in _common():
        return _("Many people use this password, so it is easily guessed. Think of another one.")
    return None


def choose_password(password: str, by: Actor) -> None:
    """Set a password; every other device is signed out.

    Raises:
        Refused: too short, or one that many people use; or nothing proves anew who asks.
    """
    problem = password_problem(password)
    if problem:
        raise Refused(problem)
    if not rules.proven_anew(linked=by.linked, factors=by.factors, fresh_at=by.fresh_at, now=clock.now()):
        raise Refused(_("Prove once more who you are, and then choose a password."))
    hashed = crypto.hash_password(password)
    with unit_of_work(by) as work:
        account = work.get(Account, _account_of(by), lock=True)
        account.password_hash = hashed
        accounts.end_sessions(work, account.id, but=by.session_id)
        work.send(letters.password_chosen(account.person_id, account.id, f"password_chosen:{crypto.token()[:16]}"))


def _account_of(by: Actor) -> UUID:
    if by.account_id is None:
        raise NotFound("account")
    return by.account_id


def may_link(by: Actor) -> bool:
    """May this person link an authenticator app now, or another one instead of theirs?"""
    return rules.may_link(
        linked=by.linked, factors=by.factors, fresh_at=by.fresh_at, mailbox_at=by.mailbox_at, now=clock.now()
    )


def new_secret() -> str:
    """A secret for an authenticator app, to be shown once."""
    return pyotp.random_base32()


def own_email(by: Actor) -> str:
    """The address with which this person signs in."""
    return str(db.session.execute(select(Account.email).where(Account.id == by.account_id)).scalar_one())


def provisioning(secret: str, by: Actor) -> str:
    """What the QR code says."""
    return pyotp.TOTP(secret).provisioning_uri(
        name=own_email(by), issuer_name=current_app.extensions["maatwerk.settings"].bare_host
    )


def link_authenticator(secret: str, code: str, by: Actor) -> Entered:
    """Link an app by its first code; the session gets a new token and both factors, all others end.

    Raises:
        Refused: the code does not fit, or nothing proves anew that this is not somebody with a stolen password.
    """
    limits.check("code", by.account_id)
    step = _step(secret, code)
    with unit_of_work(by) as work:
        account = work.get(Account, _account_of(by), lock=True)
        if not may_link(replace(by, linked=account.authenticator_since is not None)):
            raise Refused(_("Prove once more who you are, and then link the app."))
        if step is None:
            raise Refused(_("This code doesn't fit. Wait for the next one in the app and try again."))
        account.authenticator, account.authenticator_since, account.authenticator_step = secret, work.now, step
        accounts.end_sessions(work, account.id, but=by.session_id)
        key = f"authenticator_linked:{crypto.token()[:16]}"
        work.send(letters.authenticator_linked(account.person_id, account.id, key))
        return _promote(work, by)


def check_code(code: str, by: Actor) -> Entered:
    """The second step: a code from the app, each good once.

    Raises:
        Refused: the code does not fit, or was used.
        TooMany: too many tries.
    """
    limits.check("code", by.account_id)
    with unit_of_work(by) as work:
        account = work.get(Account, _account_of(by), lock=True)
        step = _step(account.authenticator, code) if account.authenticator_since else None
        if step is None or step <= account.authenticator_step:
            raise Refused(_("This code doesn't fit. Wait for the next one in the app and try again."))
        account.authenticator_step = step
        entered = _promote(work, by)
    limits.clear("code", by.account_id)
    return entered


def _step(secret: str, code: str) -> int | None:
    """The time step at which this code fits, one to either side; None when it does not."""
    now = int(clock.now().timestamp()) // 30
    digits = "".join(c for c in code if c in string.digits)
    totp = pyotp.TOTP(secret)
    return next((now + d for d in (0, -1, 1) if crypto.same(totp.generate_otp(now + d), digits)), None)


def _promote(work: Work, by: Actor) -> Entered:
    """A proven person gets a new token: the one from before the proof is worth nothing any more."""
    row, token = work.get(SignInSession, _session_of(by), lock=True), crypto.token()
    row.token_hash, row.factors, row.fresh_at = crypto.digest(token), 2, work.now
    return Entered(token, "/", row.staff)
