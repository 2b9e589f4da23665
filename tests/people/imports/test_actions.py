"""Files taken into the database: the real roster, twice, newer, by hand, absent, and our own sheet."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Grant
from maatwerk.access.model import AuditEntry
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.correspondence.model import Letter
from maatwerk.ground.database import db
from maatwerk.people.imports import actions, columns
from maatwerk.people.imports.reading import Opener
from maatwerk.people.imports.writing import Result
from maatwerk.people.model import Affiliation, ExternalNumber, ImportBatch, ImportRow, Person, Site
from tests.factories import people as made

ROSTER = Path(__file__).parents[2] / "data" / "roster-waddenkust.csv"
HEAD = "Nr;Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;E-mail;Klas;Niveau;Locatie"
Count = Callable[[], AbstractContextManager[testing.Statements]]


def _source() -> str:
    return f"test-{uuid4().hex[:8]}"


def _file(*lines: str, head: str = HEAD) -> Opener:
    data = "\n".join([head, *lines, ""]).encode()
    return lambda: io.BytesIO(data)


def _import(source: str, *lines: str, head: str = HEAD, **more: Any) -> Result:
    return actions.import_file(_file(*lines, head=head), "roster.csv", source=source, **more)[1]


def _numbers(result: Result) -> tuple[int, int, int, int, int]:
    return result.new, result.changed, result.same, result.outcome.bad, result.absent


def _person(source: str, number: str = "1") -> Person:
    db.session.rollback()
    found = select(ExternalNumber.person_id).where(ExternalNumber.source == source, ExternalNumber.number == number)
    return db.session.scalars(select(Person).where(Person.id.in_(found))).one()


def _place(person_id: UUID) -> Affiliation:
    return db.session.scalars(select(Affiliation).where(Affiliation.person_id == person_id)).one()


def _by_hand(person_id: UUID, **values: Any) -> None:
    with unit_of_work(SYSTEM) as work:
        person = work.get(Person, person_id)
        for name, value in values.items():
            setattr(person, name, value)
        person.by_hand = [*values]


ANNA = "1;Anna;van der;Bakker;01-02-2009;anna@school.example;PE41A;4;Sneek"


def test_real_roster_comes_in_with_exactly_these_numbers(here: testing.TenantFixture) -> None:
    source = _source()
    batch_id, result = actions.import_file(lambda: ROSTER.open("rb"), ROSTER.name, source=source)
    numbers = select(ExternalNumber.person_id).where(ExternalNumber.source == source)
    bad = select(ImportRow.number).where(ImportRow.batch_id == batch_id, ImportRow.outcome == "bad")

    assert _numbers(result) == (1182, 0, 0, 18, 0)
    assert db.session.scalar(select(func.count()).select_from(numbers.subquery())) == 1182
    assert db.session.scalar(select(func.count()).where(Affiliation.person_id.in_(numbers))) == 1182
    assert sorted(db.session.scalars(bad)) == [
        7, 21, 45, 62, 64, 95, 96, 114, 133, 134, 204, 205, 464, 718, 804, 805, 807, 902,
    ]  # fmt: skip
    assert db.session.get_one(ImportBatch, (here.id, batch_id)).counts == result.counts()
    assert set(db.session.scalars(select(Site.name).where(Site.partner_id == here.partner_id))) >= {
        "Drachten", "Heerenveen", "Leeuwarden", "Sneek",
    }  # fmt: skip


def test_real_roster_taken_again_changes_nobody(here: testing.TenantFixture) -> None:
    source = _source()
    actions.import_file(lambda: ROSTER.open("rb"), ROSTER.name, source=source)
    versions = select(func.sum(Person.version)).where(
        Person.id.in_(select(ExternalNumber.person_id).where(ExternalNumber.source == source))
    )
    before = db.session.scalar(versions)
    _batch, again = actions.import_file(lambda: ROSTER.open("rb"), ROSTER.name, source=source)

    assert _numbers(again) == (0, 0, 1182, 18, 0)
    assert again.differences == 0
    assert (before, db.session.scalar(versions)) == (1182, 1182)


def test_a_try_changes_nothing_and_says_what_would_happen(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA, "2;Ben;;Jager;01-02-2008;;;;")
    batch_id, tried = actions.import_file(
        _file(ANNA.replace("PE41A", "PE41B"), "3;Cas;;Mulder;01-02-2007;;;;"), "r.csv", source=source, dry_run=True
    )

    assert batch_id is None
    assert _numbers(tried) == (1, 1, 0, 0, 1)
    assert _place(_person(source).id).group == "PE41A"
    assert db.session.scalar(select(func.count()).where(ExternalNumber.source == source)) == 2


def test_values_stand_where_they_belong(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA)
    anna = _person(source)
    place = _place(anna.id)
    site = db.session.get_one(Site, (here.id, place.site_id))

    assert (anna.preferred_name, anna.prefix, anna.family_name) == ("Anna", "van der", "Bakker")
    assert (anna.sort_key, anna.search_key) == ("bakker anna van der", "anna van der bakker")
    assert (anna.birth_date, anna.email, anna.by_hand) == (date(2009, 2, 1), "anna@school.example", [])
    assert (place.kind, place.group, place.level, place.partner_id) == ("student", "PE41A", 4, here.partner_id)
    assert (site.name, site.partner_id) == ("Sneek", here.partner_id)


def test_a_newer_file_updates_and_never_doubles(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA)
    before = _person(source)
    result = _import(source, "1;Anna;;Bakker-Jager;01-02-2009;new@school.example;PE42A;4;Drachten")
    anna = _person(source)

    assert _numbers(result) == (0, 1, 0, 0, 0)
    assert (anna.id, anna.version) == (before.id, 2)
    assert (anna.prefix, anna.family_name, anna.sort_key) == (None, "Bakker-Jager", "bakker-jager anna")
    assert (anna.email, _place(anna.id).group) == ("new@school.example", "PE42A")


def test_an_empty_cell_takes_nothing_away(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA)
    result = _import(source, "1;Anna;van der;Bakker;01-02-2009;geen;;;")
    anna = _person(source)

    assert _numbers(result) == (0, 0, 1, 0, 0)
    assert (anna.email, _place(anna.id).group) == ("anna@school.example", "PE41A")


def test_what_was_changed_by_hand_stays_and_is_listed(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA)
    _by_hand(_person(source).id, email="own@post.example", family_name="Bakker-de Vries")
    batch_id, result = actions.import_file(_file(ANNA), "r.csv", source=source)
    anna = _person(source)
    row = db.session.scalars(select(ImportRow).where(ImportRow.batch_id == batch_id)).one()

    assert (_numbers(result), result.differences) == ((0, 0, 1, 0, 0), 1)
    assert (anna.email, anna.family_name) == ("own@post.example", "Bakker-de Vries")
    assert (row.outcome, row.reasons, row.person_id) == ("difference", ["email", "family_name"], anna.id)
    assert json.loads(row.values) == {
        "email": ["own@post.example", "anna@school.example"],
        "family_name": ["Bakker-de Vries", "Bakker"],
    }


@pytest.mark.parametrize("theirs", [True, False])
def test_differences_are_decided_one_by_one(here: testing.TenantFixture, theirs: bool) -> None:
    source = _source()
    _import(source, ANNA)
    _by_hand(_person(source).id, family_name="Veenstra", birth_date=date(2009, 2, 2))
    batch_id, _result = actions.import_file(_file(ANNA), "r.csv", source=source)
    assert batch_id is not None
    row_id = db.session.scalars(select(ImportRow.id).where(ImportRow.batch_id == batch_id)).one()
    decided = actions.decide(batch_id, [row_id], theirs=theirs, by=here["coordinator"])
    anna = _person(source)

    assert (decided, actions.decide(batch_id, [row_id], theirs=True, by=here["coordinator"])) == (1, 0)
    if theirs:
        assert (anna.family_name, anna.birth_date, anna.by_hand) == ("Bakker", date(2009, 2, 1), [])
        assert anna.sort_key == "bakker anna van der"
    else:
        assert (anna.family_name, anna.birth_date, anna.by_hand) == (
            "Veenstra", date(2009, 2, 2), ["family_name", "birth_date"],
        )  # fmt: skip


def test_a_place_changed_by_hand_stays_too(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA)
    anna = _person(source)
    with unit_of_work(SYSTEM) as work:
        place = work.get(Affiliation, _place(anna.id).id)
        place.level, place.by_hand = 3, ["level"]
    batch_id, result = actions.import_file(_file(ANNA.replace("PE41A", "PE43A")), "r.csv", source=source)
    assert batch_id is not None
    row = db.session.scalars(select(ImportRow).where(ImportRow.batch_id == batch_id)).one()

    assert (_numbers(result), result.differences) == ((0, 1, 0, 0, 0), 1)
    assert json.loads(row.values) == {"level": [3, 4]}
    assert (_place(anna.id).level, _place(anna.id).group) == (3, "PE43A")

    actions.decide(batch_id, [row.id], theirs=True, by=SYSTEM)
    db.session.rollback()
    assert (_place(anna.id).level, _place(anna.id).by_hand) == (4, [])


def test_a_lost_letter_never_replaces_a_whole_name(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, "1;Ayşe;;Dąbrowik;01-02-2009;;;;")
    result = _import(source, "1;Ay?e;;D?browik;01-02-2009;;;;")
    anna = _person(source)

    assert (_numbers(result), result.differences, result.outcome.lost) == ((0, 0, 1, 0, 0), 0, 1)
    assert (anna.preferred_name, anna.family_name) == ("Ayşe", "Dąbrowik")


def test_another_name_with_a_lost_letter_is_listed_not_taken(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, "1;Ayşe;;Dąbrowik;01-02-2009;;;;")
    result = _import(source, "1;Ay?e;;Y?ld?r?m;01-02-2009;;;;")

    assert (_numbers(result), result.differences) == ((0, 0, 1, 0, 0), 1)
    assert _person(source).family_name == "Dąbrowik"


def test_a_lost_letter_mended_by_hand_is_no_difference(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, "1;Ay?e;;Jager;01-02-2009;;;;")
    _by_hand(_person(source).id, preferred_name="Ayşe", search_key="ayse jager")
    result = _import(source, "1;Ay?e;;Jager;01-02-2009;;;;")

    assert (_numbers(result), result.differences) == ((0, 0, 1, 0, 0), 0)
    assert _person(source).preferred_name == "Ayşe"


def test_a_whole_name_replaces_one_with_a_lost_letter(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, "1;Ay?e;;D?browik;01-02-2009;;;;")
    result = _import(source, "1;Ayşe;;Dąbrowik;01-02-2009;;;;")

    assert _numbers(result) == (0, 1, 0, 0, 0)
    assert _person(source).search_key == "ayse dabrowik"


def test_percent_signs_and_backslashes_in_names_are_plain_letters(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, r"1;A%b\c;;D_x;01-02-2009;;;;")
    result = _import(source, r"1;A%b\c;;?_x;01-02-2009;;;;")

    assert (_numbers(result), result.differences) == ((0, 0, 1, 0, 0), 0)


def test_the_absent_are_listed_never_ended_and_come_back(here: testing.TenantFixture) -> None:
    source = _source()
    ben = "2;Ben;;Jager;01-02-2008;;;;"
    _import(source, ANNA, ben)
    gone = _import(source, ANNA)
    since = select(ExternalNumber.absent_since).where(ExternalNumber.source == source, ExternalNumber.number == "2")

    assert _numbers(gone) == (0, 0, 1, 0, 1)
    assert db.session.scalar(since) is not None
    assert _place(_person(source, "2").id).until is None
    assert _numbers(_import(source, ANNA)) == (0, 0, 1, 0, 1)
    assert _numbers(_import(source, ANNA, ben)) == (0, 0, 2, 0, 0)
    assert db.session.scalar(since) is None


def test_a_file_without_one_good_row_lists_nobody_as_absent(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA)

    assert _numbers(_import(source, "1;=1;;Bakker;01-02-2009;;;;")) == (0, 0, 0, 1, 0)


def test_people_are_known_by_source_and_number_only(here: testing.TenantFixture) -> None:
    """Ruling 4: brothers and sisters share addresses, and another source may use the same number."""
    one, other = _source(), _source()
    _import(one, ANNA)

    assert _numbers(_import(one, ANNA, "2" + ANNA[1:])) == (1, 0, 1, 0, 0)
    assert _numbers(_import(other, ANNA)) == (1, 0, 0, 0, 0)


def test_who_was_erased_is_not_filled_again(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA)
    with unit_of_work(SYSTEM) as work:
        person = work.get(Person, _person(source).id)
        person.family_name, person.erased_at = None, work.now
    result = _import(source, ANNA)

    assert (_numbers(result), result.gone) == ((0, 0, 0, 0, 0), 1)
    assert _person(source).family_name is None


def test_keys_are_made_of_the_whole_name_when_the_file_knows_a_part(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, "1;Johanna;Anna;Bakker", head="Nr;Voornaam;Roepnaam;Achternaam")
    _import(source, "1;Anne;Bakker", head="Nr;Roepnaam;Achternaam")

    assert _person(source).search_key == "anne johanna bakker"


def test_an_import_sends_no_letter(here: testing.TenantFixture) -> None:
    before = db.session.scalar(select(func.count()).select_from(Letter))
    _import(_source(), ANNA)

    assert db.session.scalar(select(func.count()).select_from(Letter)) == before


def test_one_audit_row_names_everyone_in_the_file(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA, "2;Ben;;Jager;01-02-2008;;;;")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "import").order_by(AuditEntry.seq)).all()

    assert set(entries[-1].ids) == {_person(source).id, _person(source, "2").id}


def _many(number: int) -> list[str]:
    return [f"{at};Anna;;Bakker;01-02-2009;a{at}@school.example;PE41A;4;Sneek" for at in range(number)]


def test_thousands_of_rows_cost_at_most_one_statement_a_thousand(
    here: testing.TenantFixture, statements: Count
) -> None:
    """Ruling 4."""
    counts = []
    for number in (1000, 2000, 6000):
        file = _file(*_many(number))
        with statements() as said:
            actions.import_file(file, "r.csv", source=_source())
        counts.append(len(said))

    assert counts[1] == counts[0]
    assert counts[2] - counts[1] == 2
    assert counts[0] <= 12


def test_one_row_costs_as_many_statements_as_three(here: testing.TenantFixture, statements: Count) -> None:
    counts = []
    for number in (1, 3):
        file = _file(*_many(number))
        with statements() as said:
            actions.import_file(file, "r.csv", source=_source())
        counts.append(len(said))

    assert counts[0] == counts[1]


def test_numbers_of_citizens_are_refused_and_nothing_is_kept(here: testing.TenantFixture) -> None:
    before = db.session.scalar(select(func.count()).select_from(ImportBatch))
    data = b"Nr;Roepnaam;Achternaam;BSN\n1;Anna;Bakker;111222333\n"

    with pytest.raises(Refused) as refused:
        actions.receive(data, "r.csv", source="roster", kind="student", by=here["administrator"])

    assert str(refused.value.message).startswith("The column BSN holds numbers that we may not keep")
    assert db.session.scalar(select(func.count()).select_from(ImportBatch)) == before


@pytest.mark.parametrize(("data", "said"), [(b"", "This file is empty."), (b"%PDF-1.4", "We can't read this file.")])
def test_what_is_no_sheet_is_refused(here: testing.TenantFixture, data: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.receive(data, "r.pdf", source="roster", kind="student", by=here["coordinator"])

    assert str(refused.value.message).startswith(said)


def test_a_file_too_big_for_the_page_is_refused(here: testing.TenantFixture) -> None:
    with pytest.raises(Refused):
        actions.receive(b"x" * (actions.MOST_BYTES + 1), "r.csv", source="s", kind="student", by=here["coordinator"])


def test_who_may_not_import_finds_nothing(here: testing.TenantFixture) -> None:
    with pytest.raises(NotFound):
        actions.receive(ANNA.encode(), "r.csv", source="s", kind="student", by=here["teacher_coach"])
    with pytest.raises(NotFound):
        actions.import_file(_file(ANNA), "r.csv", source="s", by=here["seeker"])


def _received(here: testing.TenantFixture, *lines: str, head: str = HEAD, source: str = "") -> UUID:
    data = _file(*lines, head=head)().read()
    return actions.receive(data, "r.csv", source=source or _source(), kind="student", by=here["coordinator"])


def test_a_file_is_kept_sealed_tried_taken_once_and_thrown_away(here: testing.TenantFixture) -> None:
    batch_id = _received(here, ANNA, "2;=1;;Jager;01-02-2008;;;;")
    batch = db.session.get_one(ImportBatch, (here.id, batch_id))
    mapping = columns.recognise(batch.mapping["headings"])

    assert (batch.state, batch.counts, b"Anna" in batch.content_sealed) == ("previewed", {}, False)
    actions.choose_columns(batch_id, mapping, by=here["coordinator"])
    db.session.rollback()
    assert (batch.counts["new"], batch.counts["bad"], batch.state) == (1, 1, "previewed")
    result = actions.take(batch_id, by=here["coordinator"])
    db.session.rollback()
    assert (_numbers(result), batch.state, batch.content_sealed) == ((1, 0, 0, 1, 0), "taken", None)
    with pytest.raises(Clash):
        actions.take(batch_id, by=here["coordinator"])
    with pytest.raises(Clash):
        actions.choose_columns(batch_id, mapping, by=here["coordinator"])


def test_bad_rows_are_kept_as_they_came(here: testing.TenantFixture) -> None:
    batch_id, _result = actions.import_file(_file("2;=1;;Jager;31-02-2008;;;;"), "r.csv", source=_source())
    row = db.session.scalars(select(ImportRow).where(ImportRow.batch_id == batch_id)).one()

    assert (row.number, row.outcome, row.reasons) == (2, "bad", ["formula", "birth_date_impossible"])
    assert json.loads(row.values) == ["2", "=1", "", "Jager", "31-02-2008", "", "", "", ""]
    assert b"Jager" not in row.values_sealed


def test_columns_can_be_mapped_otherwise(here: testing.TenantFixture) -> None:
    source = _source()
    batch_id = _received(here, "1;Anna;Bakker", head="Kenmerk;Wie;Van", source=source)
    with pytest.raises(Refused):
        actions.choose_columns(batch_id, {"number": 0}, by=here["coordinator"])
    actions.choose_columns(batch_id, {"number": 0, "preferred_name": 1, "family_name": 2}, by=here["coordinator"])
    actions.take(batch_id, by=here["coordinator"])

    assert _person(source).full_name == "Anna Bakker"


def test_a_file_can_be_put_away_untaken(here: testing.TenantFixture) -> None:
    batch_id = _received(here, ANNA)
    actions.drop(batch_id, by=here["coordinator"])
    batch = db.session.get_one(ImportBatch, (here.id, batch_id))

    assert (batch.state, batch.content_sealed) == ("dropped", None)
    with pytest.raises(Clash):
        actions.take(batch_id, by=here["coordinator"])


def test_a_file_is_taken_only_after_a_look_at_its_columns(here: testing.TenantFixture) -> None:
    with pytest.raises(Refused):
        actions.take(_received(here, ANNA), by=here["coordinator"])


def test_our_own_sheet_changes_people_by_their_id_and_counts_as_by_hand(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA)
    anna = _person(source)
    head = "Id;Name to call by;Achternaam;E-mail;Group"
    result = _import(
        "x", f"{anna.id};Anna;Bakker;new@post.example;PE44Z", head=head.replace("Name to call by", "Roepnaam")
    )
    place = _place(anna.id)
    db.session.refresh(anna)

    assert (_numbers(result), result.differences) == ((0, 1, 0, 0, 0), 0)
    assert (anna.email, anna.by_hand, place.group, place.by_hand) == (
        "new@post.example", ["email"], "PE44Z", ["group"],
    )  # fmt: skip
    again = _import(source, ANNA)
    assert (again.differences, _person(source).email) == (1, "new@post.example")


def test_our_own_sheet_never_adds_or_reaches_beyond_the_scope(here: testing.TenantFixture) -> None:
    source = _source()
    _import(source, ANNA)
    anna = _person(source)
    elsewhere = Grant("coordinator", site_id=made.a_site())
    actor = made.a_coordinator(here.id, made.a_person(), elsewhere)
    lines = (f"{anna.id};Anna;Jansen", f"{uuid4()};Ben;Jager")
    batch_id, result = actions.import_file(_file(*lines, head="Id;Roepnaam;Achternaam"), "r.csv", by=actor)
    rows = db.session.scalars(select(ImportRow).where(ImportRow.batch_id == batch_id).order_by(ImportRow.number)).all()

    assert (_numbers(result), result.outcome.good) == ((0, 0, 0, 2, 0), 0)
    assert [row.reasons for row in rows] == [["person_unknown"], ["person_unknown"]]
    assert json.loads(rows[0].values) == [str(anna.id), "Anna", "Jansen"]
    assert _person(source).family_name == "Bakker"


def test_old_rows_and_files_are_thrown_away(here: testing.TenantFixture, at: Any) -> None:
    kept = _received(here, ANNA)
    batch_id, _result = actions.import_file(_file("2;=1;;Jager;31-02-2008;;;;"), "r.csv", source=_source())
    with unit_of_work(SYSTEM) as work:
        at(work.now.replace(year=work.now.year + 1))
    actions.forget_old()

    assert db.session.scalar(select(func.count()).where(ImportRow.batch_id == batch_id)) == 0
    assert db.session.get_one(ImportBatch, (here.id, kept)).state == "dropped"
