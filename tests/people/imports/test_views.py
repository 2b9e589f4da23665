"""A file over HTTP: four clicks from the list to the people."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.ground.database import db
from maatwerk.people.model import ExternalNumber, ImportBatch, ImportRow, Person
from tests.factories import people as made

ROSTER = Path(__file__).parents[2] / "data" / "roster-waddenkust.csv"
Browser = Callable[..., testing.Client]
Inside = Callable[[testing.TenantFixture], AbstractContextManager[None]]


def _heading(page: str) -> str:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert len(found) == 1
    return re.sub(r"<[^>]+>", "", found[0]).strip()


def _upload(browser: testing.Client, data: bytes, *, name: str = "roster.csv", **more: Any) -> Any:
    form = {"file": (io.BytesIO(data), name), "kind": "student", "source": f"s{uuid4().hex[:8]}", **more}
    return browser.submit("/people/import", form, content_type="multipart/form-data")


def _chosen(page: str) -> dict[str, str]:
    """What the page's lists stand on, as a browser would send them."""
    found = {}
    for name, options in re.findall(r'<select[^>]*name="(column_\d+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"|<option value="([^"]*)"[^>]*selected', options)
        found[name] = next(filter(None, chosen.groups()), "") if chosen else ""
    return found


def _tried(browser: testing.Client, data: bytes, **more: Any) -> str:
    """Upload, keep the columns as recognised, and give the address of the try."""
    columns = _upload(browser, data, **more).location
    return str(browser.submit(columns, _chosen(browser.get(columns).text)).location)


def test_real_roster_goes_in_by_four_clicks(noord: Any, client_for: Browser) -> None:
    browser = client_for(noord["coordinator"])
    start = browser.get("/people/import")
    uploaded = _upload(browser, ROSTER.read_bytes(), name=ROSTER.name)
    columns = browser.get(uploaded.location)
    tried = browser.submit(uploaded.location, _chosen(columns.text))
    preview = browser.get(tried.location)
    taken = browser.submit(f"{tried.location}/take")
    result = browser.get(taken.location)

    assert _heading(start.text) == "Bring in a file"
    assert _heading(columns.text) == "Which column is which?"
    assert _heading(preview.text) == "This is what would happen"
    assert "Take in 1182 people" in preview.text
    assert "18 rows come back" in preview.text
    spell = re.findall(r"<li>([^<]*\?[^<]*) <span class=\"note\">line (\d+)</span>", preview.text)
    assert (spell[0], len(spell)) == (("Ilse van der D?browik", "10"), 10)
    assert ("and 100 more" in preview.text, "/people?look=lost" in result.text) == (True, True)
    assert "The file says it holds 1,200, and so it does." in preview.text
    assert _heading(result.text) == "The people are in"
    assert browser.submit(f"{tried.location}/take").status_code == 409


def test_bad_rows_come_back_in_the_same_form_with_a_reason_each(noord: Any, client_for: Browser) -> None:
    browser = client_for(noord["coordinator"])
    there = _tried(browser, ROSTER.read_bytes())
    before = browser.get(f"{there}/bad")
    browser.submit(f"{there}/take")
    after = browser.get(f"{there}/bad")
    rows = list(csv.reader(io.StringIO(after.data.decode("utf-8-sig")), delimiter=";"))

    assert before.data == after.data
    assert rows[0][0] == "Deelnemernr."
    assert rows[0][-2:] == ["Line in the file", "Why it came back"]
    assert len(rows) == 19
    assert rows[1] == [
        "100024", "Renée", "van der", "Terpstra", "31-02-2008", "100024@student.waddenkust.example", "ME43B",
        "Mediavormgever", "4", "BOL", "Sneek", "3", "9020 VH", "06-00 00 00 68", "7", "This birth date does not exist.",
    ]  # fmt: skip
    formula = next(row for row in rows if row[0] == "100773")
    assert formula[1] == '\'=HYPERLINK("http://x.example")'


def test_bad_rows_mended_in_the_sheet_come_in_again(noord: Any, client_for: Browser, inside: Inside) -> None:
    browser = client_for(noord["coordinator"])
    source = f"s{uuid4().hex[:8]}"
    there = _tried(browser, b"Nr;Roepnaam;Achternaam;Geboortedatum\n1;Anna;Bakker;31-02-2009\n", source=source)
    sheet = browser.get(f"{there}/bad").data.decode("utf-8-sig").replace("31-02-2009", "28-02-2009")
    again = _tried(browser, sheet.encode("utf-8-sig"), source=source)
    browser.submit(f"{again}/take")
    with inside(noord):
        numbers = select(ExternalNumber.number).where(ExternalNumber.source == source)

        assert db.session.scalars(numbers).all() == ["1"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty"),
        (b"%PDF", "read this file"),
        (b"Nr;Naam;BSN\n1;a;1\n", "The column BSN holds numbers"),
    ],
)
def test_a_file_that_cannot_be_read_comes_back_with_the_reason(
    noord: Any, client_for: Browser, data: bytes, said: str
) -> None:
    answer = _upload(client_for(noord["coordinator"]), data)

    assert answer.status_code == 422
    assert said in answer.text


def test_no_file_is_a_friendly_word(noord: Any, client_for: Browser) -> None:
    answer = client_for(noord["coordinator"]).submit("/people/import", {"kind": "student", "source": "roster"})

    assert answer.status_code == 422
    assert "Choose a file first." in answer.text


def test_two_columns_for_one_thing_are_refused_and_the_choice_is_kept(noord: Any, client_for: Browser) -> None:
    browser = client_for(noord["coordinator"])
    columns = _upload(browser, b"A;B;C\n1;Anna;Bakker\n").location
    answer = browser.submit(columns, {"column_0": "number", "column_1": "number", "column_2": "family_name"})
    lacking = browser.submit(columns, {"column_0": "number", "column_1": "", "column_2": "family_name"})

    assert (answer.status_code, lacking.status_code) == (422, 422)
    assert "Two columns are Number at school" in answer.text
    assert _chosen(answer.text) == {"column_0": "number", "column_1": "number", "column_2": "family_name"}
    assert "Tell us in which column we find: Name to call by." in lacking.text


def test_an_untried_file_says_what_comes_first_and_can_be_thrown_away(noord: Any, client_for: Browser) -> None:
    browser = client_for(noord["coordinator"])
    there = _upload(browser, b"Nr;Roepnaam;Achternaam\n1;Anna;Bakker\n").location.removesuffix("/columns")

    assert _heading(browser.get(there).text) == "This file waits for its columns"
    assert browser.submit(f"{there}/take").location == f"{there}/columns"
    assert browser.submit(f"{there}/drop").status_code == 303
    assert browser.submit(f"{there}/drop").status_code == 409
    assert _heading(browser.get(there).text) == "This file was thrown away"
    assert browser.get(f"{there}/columns").location == there


def _changed_by_hand(noord: Any, browser: testing.Client, inside: Inside) -> tuple[str, str, list[UUID]]:
    source = f"s{uuid4().hex[:8]}"
    lines = "".join(f"{at};Anna{at};Bakker;01-02-2009\n" for at in range(3))
    data = f"Nr;Roepnaam;Achternaam;Geboortedatum\n{lines}".encode()
    browser.submit(f"{_tried(browser, data, source=source)}/take")
    with inside(noord):
        numbers = (
            select(ExternalNumber.person_id).where(ExternalNumber.source == source).order_by(ExternalNumber.number)
        )
        people = [*db.session.scalars(numbers)]
        with unit_of_work(SYSTEM) as work:
            for person_id in people:
                person = work.get(Person, person_id)
                person.family_name, person.by_hand = "Hand", ["family_name"]
    there = _tried(browser, data, source=source)
    browser.submit(f"{there}/take")
    return there, source, people


def _names(noord: Any, people: list[UUID], inside: Inside) -> list[str | None]:
    with inside(noord):
        db.session.rollback()
        return [db.session.get_one(Person, (noord.id, one)).family_name for one in people]


def test_differences_are_decided_one_by_one_and_then_all(noord: Any, client_for: Browser, inside: Inside) -> None:
    browser = client_for(noord["coordinator"])
    there, _source, people = _changed_by_hand(noord, browser, inside)
    page = browser.get(there).text
    with inside(noord):
        first = db.session.scalars(select(ImportRow.id).where(ImportRow.person_id == people[0])).one()

    assert page.count('name="row"') == 3
    assert _names(noord, people, inside) == ["Hand"] * 3
    browser.submit(f"{there}/decide", {"row": str(first), "choice": "theirs"})
    assert _names(noord, people, inside) == ["Bakker", "Hand", "Hand"]
    assert browser.submit(f"{there}/decide", {"choice": "theirs"}).status_code == 303
    assert _names(noord, people, inside) == ["Bakker", "Hand", "Hand"]
    browser.submit(f"{there}/decide", {"all": "1", "choice": "ours"})
    assert _names(noord, people, inside) == ["Bakker", "Hand", "Hand"]
    assert browser.get(there).text.count('name="row"') == 0


def test_who_is_absent_is_listed_and_can_be_filtered(noord: Any, client_for: Browser) -> None:
    browser = client_for(noord["coordinator"])
    source, name = f"s{uuid4().hex[:8]}", f"Weg{uuid4().hex[:6]}"
    head = b"Nr;Roepnaam;Achternaam;Geboortedatum\n1;Anna;Bakker;01-02-2009\n"
    browser.submit(f"{_tried(browser, head + f'2;Ben;{name};01-02-2009'.encode(), source=source)}/take")
    there = _tried(browser, head, source=source)
    preview = browser.get(there).text
    browser.submit(f"{there}/take")

    assert "1 person stood in an earlier file and not in this one" in preview
    assert f"Ben {name}" in browser.get(there).text
    assert f"Ben {name}" in browser.get("/people?look=absent").text


def test_pages_of_a_file_are_for_who_may_import(noord: Any, client_for: Browser) -> None:
    there = _tried(client_for(noord["coordinator"]), b"Nr;Roepnaam;Achternaam\n1;Anna;Bakker\n")
    codes = {
        role: [client_for(noord[role]).get(path).status_code for path in (there, f"{there}/columns", f"{there}/bad")]
        for role in ("administrator", "teacher_coach", "seeker")
    }

    assert codes == {"administrator": [200] * 3, "teacher_coach": [404] * 3, "seeker": [404] * 3}


def test_a_hostile_file_name_and_heading_are_only_text(noord: Any, client_for: Browser) -> None:
    browser = client_for(noord["coordinator"])
    data = b"Nr;Roepnaam;<script>alert(1)</script>;Achternaam\n1;Anna;<b>x</b>;Bakker\n"
    columns = _upload(browser, data, name="<img src=x onerror=alert(1)>.csv").location
    page = browser.get(columns).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_our_own_sheet_comes_back_in_with_a_try_first(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        person = made.a_person("Uit", "Engelsman", preferred_name="Uit", email="uit@post.example")
        made.an_affiliation(person, group="PE41A", level=3)
    browser = client_for(noord["coordinator"])
    sheet = browser.submit("/people/export", {"group": "student", "format": "xlsx"})
    assert sheet.status_code == 200
    text = browser.submit("/people/export", {"group": "student", "format": "csv"}).data.decode("utf-8-sig")
    lines = text.splitlines()
    mine = next(line for line in lines if str(person) in line)
    data = "\r\n".join([lines[0], mine.replace("PE41A", "PE44Z")]).encode("utf-8-sig")
    there = _tried(browser, data)
    browser.submit(f"{there}/take")
    with inside(noord):
        batch = db.session.get_one(ImportBatch, (noord.id, UUID(there.rsplit("/", 1)[1])))
        assert (batch.source, batch.counts["changed"], batch.counts["same"]) == ("sheet", 1, 0)
    assert "PE44Z" in browser.get(f"/people/{person}").text


def test_whole_sheet_that_comes_back_unchanged_changes_nobody(noord: Any, client_for: Browser, inside: Inside) -> None:
    browser = client_for(noord["coordinator"])
    data = browser.submit("/people/export", {"group": "all", "format": "xlsx"}).data
    there = _tried(browser, data, name="people.xlsx")
    with inside(noord):
        counts = db.session.get_one(ImportBatch, (noord.id, UUID(there.rsplit("/", 1)[1]))).counts

    assert (counts["new"], counts["changed"], counts["bad"]) == (0, 0, 0)
