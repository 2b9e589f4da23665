"""A word of its own in every sealed note turns up in no letter, store, log, error page or address (trust.md 43)."""

from __future__ import annotations

import logging
import zlib
from typing import Any

import pytest
from sqlalchemy import select, text

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.correspondence import sending
from maatwerk.correspondence.model import Announcement, Letter
from maatwerk.ground import queue
from maatwerk.ground.database import Model, db
from maatwerk.people.model import Person
from maatwerk.safeguarding import actions as safeguarding
from maatwerk.tenancy.sealed import sealed_fields
from maatwerk.tenancy.tables import TenantRow
from maatwerk.trajectory import actions as trajectory
from tests.access import journey
from tests.access.journey import Scene
from tests.access.test_attacks_scripts import VIEWS

WORD = "kanarie"
# A first name may stand in a greeting, a child's first name in a question to its parent (ruling 12).
FIRST_NAMES = "called"


def words_in(said: object) -> set[str]:
    """The fields whose words stand in a text, first names apart."""
    found = {part.split()[0].strip("\"',.<") for part in str(said).split(WORD)[1:] if part.strip()}
    return {word for word in found if FIRST_NAMES not in word}


def plain_columns() -> list[tuple[str, str]]:
    """Every column of text or bytes that a stolen dump would show of sealed notes."""
    return [
        (mapper.local_table.name, field.column)
        for mapper in Model.registry.mappers
        if issubclass(mapper.class_, TenantRow)
        for field in sealed_fields(mapper.class_)
    ]


@pytest.fixture
def worked(loaded: Scene) -> Scene:
    """The calendar has passed once more: reminders of every kind stand in the outbox."""
    with journey.inside(loaded):
        trajectory.every_day()
        safeguarding.remind()
    return loaded


def test_the_words_really_stand_in_the_notes(loaded):
    """The measure itself: the sealed notes hold them, so that finding none elsewhere says something."""
    with journey.inside(loaded), unit_of_work(SYSTEM) as work:
        holding = 0
        for mapper in Model.registry.mappers:
            if not issubclass(mapper.class_, TenantRow) or not sealed_fields(mapper.class_):
                continue
            for row in work.find(select(mapper.class_)):
                holding += any(WORD in getattr(row, field.name) for field in sealed_fields(mapper.class_))

    assert holding >= 40


def test_no_letter_holds_a_word_of_a_note(worked):
    leaked, letters = set(), 0
    with journey.inside(worked):
        for letter in db.session.scalars(select(Letter)).all():
            letters += 1
            leaked |= words_in({c.name: getattr(letter, c.name, "") for c in Letter.__table__.columns})
            reader = db.session.get(Person, (worked.tenant.id, letter.to_person_id))
            said = composed(letter, reader)
            leaked |= words_in(said)

    assert leaked == set()
    assert letters >= 10


def composed(letter: Letter, person: Any) -> str:
    """A letter as it would leave: head, plain text and HTML."""
    reader = sending.Reader(person.called, person.locale, person.email or "reader@post.example")
    try:
        return sending.compose(letter, reader, sending.organisation_now(), "token").as_string()
    except (sending.Undeliverable, ValueError):
        return ""


def test_nothing_announced_to_plug_ins_holds_a_word(worked):
    with journey.inside(worked):
        said = [str(row.values) for row in db.session.scalars(select(Announcement)).all()]

    assert words_in(" ".join(said)) == set()


def test_the_store_holds_no_word_and_no_address(app, worked):
    with app.app_context():
        whole = " ".join(stored(queue.store()))

    assert (WORD in whole, "@post.example" in whole, "@noord.example" in whole) == (False, False, False)
    assert "correspondence.jobs.send" in whole  # the bells that were rung are among what was read


def stored(store: Any) -> list[str]:
    """Every key and value of the store, jobs unpacked."""
    found = []
    for key in store.scan_iter("*"):
        kind = store.type(key)
        reads = {
            b"string": lambda one: [store.get(one)],
            b"hash": lambda one: [part for pair in store.hgetall(one).items() for part in pair],
            b"stream": lambda one: [part for _id, row in store.xrange(one) for pair in row.items() for part in pair],
            b"list": lambda one: store.lrange(one, 0, -1),
            b"set": lambda one: list(store.smembers(one)),
            b"zset": lambda one: store.zrange(one, 0, -1),
        }
        found += [key, *reads[kind](key)]
    return [unpacked(one) for one in found]


def unpacked(value: bytes) -> str:
    """A value as text; the queue keeps its jobs squeezed."""
    try:
        return zlib.decompress(value).decode(errors="replace")
    except zlib.error:
        return value.decode(errors="replace")


def test_no_sealed_column_holds_a_readable_word(loaded):
    with journey.inside(loaded):
        readable = [
            (table, column)
            for table, column in plain_columns()
            if db.session.execute(
                text(f'SELECT count(*) FROM "{table}" WHERE position(\'{WORD}\'::bytea in "{column}") > 0')
            ).scalar()
        ]

    assert readable == []
    assert len(plain_columns()) >= 18


def test_no_log_address_or_error_page_holds_a_word(app, loaded, caplog):
    """Every page of the lane as whoever may, then what goes wrong: nothing is told of what stands in the notes."""
    caplog.set_level(logging.DEBUG)
    addresses, failed = [], []
    known: dict[str, Any] = {}
    for pattern, roles in VIEWS.items():
        role = roles[-1]
        if role not in known:
            known[role] = journey.sign_in(app, loaded, journey.actor_of(loaded, loaded.own, role))
        answer = known[role].get(pattern.format(**loaded.own.rows))
        addresses.append(answer.headers.get("Location", ""))
    supporter = known["supporter"]
    for url in (f"/matches/{loaded.own.rows['match']}/log", f"/worries/about/{loaded.own.rows['person']}"):
        answer = supporter.submit(url, {"words": f"{WORD}typed", "note": f"{WORD}typed", "on": "x"})
        addresses.append(answer.headers.get("Location", ""))
    for client in known.values():
        for method, url in (("get", f"/nothing/{WORD}"), ("post", "/today/put-off"), ("put", "/my")):
            failed.append(getattr(client, method)(url).get_data(as_text=True).replace(f"/nothing/{WORD}", ""))
    logged = "\n".join(record.getMessage() + str(record.exc_info or "") for record in caplog.records)

    assert words_in(" ".join(addresses)) == set()
    assert words_in(logged) == set()
    assert words_in(" ".join(failed)) == set()


def test_an_unexpected_failure_tells_neither_page_nor_log_what_was_typed(app, loaded, caplog, monkeypatch):
    """A database error carries its parameters; neither the page nor the log repeats them."""
    client = journey.sign_in(app, loaded, loaded.own.actors["supporter"])

    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError(f"the value {WORD}secret is too long")

    monkeypatch.setitem(app.view_functions, "trajectory.mine", marked(app, "trajectory.mine", broken))
    answer = client.get("/my")
    logged = "\n".join(record.getMessage() + str(record.exc_text or "") for record in caplog.records)

    assert (answer.status_code, WORD in answer.get_data(as_text=True), WORD in logged) == (500, False, False)


def marked(app: Any, endpoint: str, view: Any) -> Any:
    """A view with the rule of the page in whose place it stands."""
    view.rule = app.view_functions[endpoint].rule
    return view


def test_pages_with_notes_are_kept_by_no_cache(app, loaded):
    client = journey.sign_in(app, loaded, loaded.staff["coordinator"])
    pages = [f"/matches/{loaded.own.rows['match']}", f"/interviews/{loaded.own.rows['interview']}", "/people"]

    assert {client.get(page).headers["Cache-Control"] for page in pages} == {"no-store"}
