"""The components: what they say, to whom, and that nothing a person typed becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from wtforms import FieldList, FormField, StringField

from maatwerk.interface import icons
from maatwerk.interface.components import first_error, longest, short_key, wrong_fields
from maatwerk.interface.forms import Chips, Choice, DayField, Form, Needed
from tests.interface.gallery import GalleryForm

PARTS = Path(__file__).parents[2] / "platform/maatwerk/interface/templates/interface"
EVIL = "<i>&\"'"

Made = Callable[..., str]


@pytest.fixture
def made(gallery: Flask) -> Made:
    """`made("pill('x')", lang="nl")`: a component as a reader gets it, white space evened out."""

    def make(call: str, language: str = "nl", inside: str = "", **values: Any) -> str:
        name = call.split("(")[0]
        taken = "(row)" if name == "table" else ""
        body = f"{{% call{taken} {call} %}}{inside}{{% endcall %}}" if inside else f"{{{{ {call} }}}}"
        with gallery.test_request_context(f"/gallery?lang={language}"):
            source = f'{{% from "interface/components.html" import {name} %}}{body}'
            return re.sub(r"\s+", " ", render_template_string(source, **values)).strip()

    return make


def test_every_component_is_offered_and_explained() -> None:
    offered = re.findall(r"{% set (\w+) =", (PARTS / "components.html").read_text("utf-8"))
    made = [
        name
        for part in ("page", "buttons", "fields", "lists", "progress", "charts")
        for name in re.findall(r"{%-? macro (\w+)\(", (PARTS / "parts" / f"{part}.html").read_text("utf-8"))
        if not name.startswith("_")
    ]
    parts = "".join(file.read_text("utf-8") for file in (PARTS / "parts").glob("*.html"))
    drawn = re.findall(r"{% set (\w+) = drawn_", parts)
    usage = (PARTS / "components.html").read_text("utf-8").split("#}")[0]

    assert sorted(offered) == sorted([*made, *drawn])
    assert [name for name in offered if f"{name}" not in usage and name != "face"] == []


def test_gallery_shows_every_component() -> None:
    shown = (Path(__file__).parent / "templates/gallery.html").read_text("utf-8").split("%}")[1]
    others = "".join(file.read_text("utf-8") for file in (Path(__file__).parent / "templates").glob("*.html"))
    offered = re.findall(r"{% set (\w+) =", (PARTS / "components.html").read_text("utf-8"))

    assert [name for name in offered if name not in shown and f"{name}(" not in others and name != "face"] == []


@pytest.mark.parametrize(
    ("call", "values"),
    [
        ("heading(x, lead=x, eyebrow=x)", {}),
        ("notice('ok', x, title=x)", {}),
        ("empty(x, x, next=x)", {}),
        ("what_next(x, x, x)", {}),
        ("button(x, name=x, value=x)", {}),
        ("link_button(x, x)", {}),
        ("save(x, then=x, cancel=x, later=x)", {}),
        ("post_button(x, x, fields={x: x})", {}),
        ("copy_box(x, x, hint=x)", {}),
        ("undo(x, x)", {}),
        ("pill(x)", {}),
        ("pair(x, x, url=x, note=x)", {}),
        ("pair(x, label=x)", {}),
        ("row_cells([x, x], [x, x], {1: x})", {}),
        ("stats([{'label': x, 'value': x, 'note': x, 'url': x}])", {}),
        ("tabs([{'label': x, 'url': x, 'current': true, 'count': x}], x)", {}),
        ("summary_list([{'question': x, 'answer': x, 'url': x}])", {}),
        ("definitions([{'term': x, 'text': x}])", {}),
        ("task_list([{'label': x, 'state': 'now', 'url': x, 'hint': x}])", {}),
        ("timeline([{'when': x, 'title': x, 'text': x, 'who': x, 'audience': x, 'iso': x, 'url': x}])", {}),
        ("stepper([{'label': x, 'state': 'now', 'note': x, 'url': x}], x)", {}),
        ("phase_bar(x, 1, 2)", {}),
        ("progress_line([{'label': x, 'state': 'now', 'date': x}], x)", {}),
        ("score_bar(x, 1, 2, x)", {}),
        ("conditions([{'label': x, 'met': true, 'note': x}])", {}),
        ("bar_chart(x, [{'label': x, 'value': 1, 'text': x}], lead=x)", {}),
        ("funnel(x, [{'label': x, 'value': 1}])", {}),
        ("search_form(x, value=x)", {}),
        ("filter_select('n', x, [(x, x)], x)", {}),
        ("icon('star', label=x)", {}),
    ],
)
def test_what_people_typed_stays_text(made: Made, call: str, values: dict[str, Any]) -> None:
    page = made(call, x=EVIL, **values)

    assert "<i>" not in page
    assert "&lt;i&gt;" in page
    assert re.findall(r'="[^"]*<', page) == []


@pytest.mark.parametrize(
    ("call", "dutch", "english"),
    [
        ("score_bar('Doel', 28, 30, 'Zelfde doel.')", "28 van 30", "28 of 30"),
        (
            "score_bar('Doel', none, 15, 'Geen antwoord.', low=4, high=12)",
            "geen antwoord: tussen 4 en 12 van 15",
            "no answer: between 4 and 12 of 15",
        ),
        ("phase_bar('Start', 2, 5)", "(fase 2 van 5)", "(phase 2 of 5)"),
        ("phase_bar('Halverwege', 3, 5, goal=true)", "(stap 3 van 5)", "(step 3 of 5)"),
        (
            "task_list([{'label': 'a', 'state': 'done'}, {'label': 'b', 'state': 'next'}])",
            "1 van 2 klaar",
            "1 of 2 done",
        ),
        ("pagination(2, 4)", "Pagina 2 van 4", "Page 2 of 4"),
        ("what_next('Samira', 'belt.', 'Vrijdag.')", "Hoe gaat het verder?", "What happens next?"),
        ("crisis_box()", "Bel Veilig Thuis 0800-2000", "Call Veilig Thuis 0800-2000"),
        ("summary_list([{'question': 'q', 'answer': none, 'url': none}])", "Niet beantwoord", "Not answered"),
        ("conditions([{'label': 'VOG', 'met': false}])", "Klopt niet:", "Not right:"),
    ],
)
def test_components_speak_the_readers_language(made: Made, call: str, dutch: str, english: str) -> None:
    assert (dutch in made(call, "nl"), english in made(call, "en")) == (True, True)


def test_missing_answer_is_hatched_over_the_range_it_could_take(made: Made) -> None:
    page = made("score_bar('Doel', none, 20, '', low=5, high=15)")

    assert '<line class="bar-missing" x1="25.0%" x2="75.0%"' in page
    assert "bar-fill" not in page


@pytest.mark.parametrize(
    ("points", "of", "width"), [(0, 30, "0.0%"), (15, 30, "50.0%"), (30, 30, "100.0%"), (0, 0, "0%")]
)
def test_score_is_as_long_as_its_share(made: Made, points: int, of: int, width: str) -> None:
    assert f'<rect class="bar-fill" width="{width}"' in made(f"score_bar('Doel', {points}, {of}, '')")


def test_steps_say_where_someone_is_in_words(made: Made) -> None:
    steps = [{"label": "A", "state": "done"}, {"label": "B", "state": "now"}, {"label": "C", "state": "next"}]
    page = made("stepper(steps, 'Fases')", steps=steps)

    assert re.findall(r'<span class="vh">: ([^<]+)</span>', page) == ["klaar", "nu bezig", "komt nog"]
    assert page.count('aria-current="step"') == 1
    assert page.startswith('<ol class="steps" aria-label="Fases">')


@pytest.mark.parametrize(
    ("current", "last", "links"), [(1, 1, []), (1, 3, ["next"]), (2, 3, ["prev", "next"]), (3, 3, ["prev"])]
)
def test_pages_lead_only_where_there_are_pages(made: Made, current: int, last: int, links: list[str]) -> None:
    assert re.findall(r'rel="(\w+)"', made(f"pagination({current}, {last})")) == links


@pytest.mark.parametrize("count", [0, 1, 3])
def test_table_has_a_row_for_each_and_says_when_there_is_none(made: Made, count: int) -> None:
    rows = [{"id": number, "name": f"P{number}"} for number in range(count)]
    call = "table('Mensen', ['Wie'], rows, select='id', select_label='name', empty_text='Niemand.')"
    page = made(call, inside="<td></td>", rows=rows)

    assert len(re.findall(r'<input type="checkbox" name="chosen" value="\d">', page)) == count
    assert ("Niemand." in page) == (count == 0)
    assert re.findall(r"Kies (P\d)", page) == [f"P{number}" for number in range(count)]


def test_search_by_name_is_posted_and_filters_stand_in_the_address(made: Made) -> None:
    """No names in addresses."""
    search = made("search_form('Zoek op naam')")
    filters = made("filters(keep={'tab': 'all', 'none': none})", inside="x")

    assert ('method="post"' in search, "csrf_token" in search) == (True, True)
    assert ('method="get"' in filters, "csrf_token" in filters) == (True, False)
    assert re.findall(r'type="hidden" name="(\w+)"', filters) == ["tab"]


def test_field_is_tied_to_its_hint_its_audience_and_its_count(made: Made, gallery: Flask) -> None:
    with gallery.test_request_context("/?lang=nl"):
        form = GalleryForm()
        page = made("area(form.note, hint='Kort.', audience='Alleen Samira leest dit.')", form=form)

    described = re.search(r'aria-describedby="([^"]+)"', page)
    assert described
    assert described[1].split() == ["note-hint", "note-audience", "note-count"]
    assert all(f'id="{name}"' in page for name in described[1].split())
    assert "(dit hoeft niet)" in page
    assert "maxlength" not in page


def test_needed_field_says_so_to_everyone_and_leaves_the_check_to_us(made: Made, gallery: Flask) -> None:
    with gallery.test_request_context("/?lang=nl"):
        page = made("field(form.email)", form=GalleryForm())

    assert 'aria-required="true"' in page
    assert " required" not in page
    assert "(dit hoeft niet)" not in page
    assert 'autocomplete="email"' in page


def test_birth_date_is_a_line_to_type_in_and_other_days_a_calendar(made: Made, gallery: Flask) -> None:
    with gallery.test_request_context("/?lang=nl"):
        form = GalleryForm()
        typed, chosen = made("day(form.born, native=false)", form=form), made("day(form.meeting)", form=form)

    assert ('type="text"' in typed, 'inputmode="numeric"' in typed, 'placeholder="dd-mm-jjjj"' in typed) == (True,) * 3
    assert 'type="date"' in chosen


@pytest.mark.parametrize("look", ["list", "chips", "moods"])
def test_choices_are_real_radio_buttons_in_every_look(made: Made, gallery: Flask, look: str) -> None:
    with gallery.test_request_context("/?lang=nl"):
        form = GalleryForm(data={"mood": "3"})
        page = made(f"choices(form.mood, '{look}')", form=form)

    assert re.findall(r'type="radio" id="(mood-\d)" name="mood" value="(\d)"( checked)?', page) == [
        ("mood-0", "4", ""),
        ("mood-1", "3", " checked"),
        ("mood-2", "2", ""),
        ("mood-3", "1", ""),
    ]
    assert page.count("<svg") == (4 if look == "moods" else 0)


def test_yes_or_no_comes_back_as_it_was_chosen(made: Made, gallery: Flask) -> None:
    with gallery.test_request_context("/?lang=nl"):
        page = made("choices(form.own_yes)", form=GalleryForm(data={"own_yes": False}))

    assert re.findall(r'value="(yes|no)"( checked)?', page) == [("yes", ""), ("no", " checked")]


def test_question_of_a_page_is_its_heading(made: Made, gallery: Flask) -> None:
    with gallery.test_request_context("/?lang=nl"):
        form = GalleryForm()
        text, group = (
            made("question(form.why, title=true)", form=form),
            made("choices(form.mood, title=true)", form=form),
        )

    assert '<h1 class="label-title"><label for="why">' in text
    assert '<legend class="legend-big"><h1>' in group


def test_short_key_is_the_same_for_the_same(made: Made) -> None:
    assert short_key("a") == short_key("a") != short_key("b")


class Inner(Form):
    """A part of a larger form."""

    class Meta(Form.Meta):
        csrf = False

    name = StringField("Name", [Needed()])


class Outer(Form):
    """A form with parts, lists and groups."""

    class Meta(Form.Meta):
        csrf = False

    first = StringField("First.", [Needed()])
    part = FormField(Inner)
    days = FieldList(DayField("Day", [Needed()]), min_entries=2)
    mood = Choice("Mood", [Needed()], choices=[("a", "A")])
    what = Chips("What", [Needed()], choices=[("a", "A")])


def test_error_summary_leads_to_each_answer_in_the_order_of_the_page(gallery: Flask) -> None:
    with gallery.test_request_context("/?lang=en", method="POST", data={"days-0": "1-2-2026", "days-1": ""}):
        form = Outer()
        form.validate()
        form.form_errors.append("Together this can't be.")
        found = [(wrong.label, wrong.anchor) for wrong in wrong_fields(form)]

    assert found == [
        ("", None),
        ("First.", "first"),
        ("Name:", "part-name"),
        ("Day:", "days-1"),
        ("Mood:", "mood-0"),
        ("What:", "what-0"),
    ]


@pytest.mark.parametrize(
    ("errors", "said"),
    [([], ""), (["a", "b"], "a"), ([[], ["c"]], "c"), ([["d"]], "d"), ([{"x": ["e"]}], "e"), ({"y": ["f"]}, "f")],
)
def test_first_error_is_found_however_deep(errors: Any, said: str) -> None:
    assert first_error(errors) == said


def test_limit_of_a_text_is_known(gallery: Flask) -> None:
    with gallery.test_request_context():
        form = GalleryForm()
        assert (longest(form.note), longest(form.why)) == (500, None)


def test_drawings_are_lines_and_nothing_else() -> None:
    shapes = {tag for body in icons.DRAWINGS.values() for tag in re.findall(r"<(\w+)", body)}

    assert shapes <= {"path", "circle"}
    assert icons.icon("no such drawing") == icons.icon("nor this one")


@pytest.mark.parametrize(("at", "of"), [(0, 4), (9, 4), (1, 7)])
def test_face_is_drawn_for_any_number(at: int, of: int) -> None:
    assert icons.face(at, of).startswith('<svg class="face"')


@pytest.mark.parametrize(
    ("at", "of", "states"),
    [(1, 3, ["now", "next", "next"]), (3, 3, ["done", "done", "now"]), (4, 3, ["done"] * 3), (0, 2, ["next"] * 2)],
)
def test_small_bars_show_where_someone_is(at: int, of: int, states: list[str]) -> None:
    assert re.findall(r'class="phase-(done|now|next)"', icons.phases(at, of)) == states
