"""One catalogue per language, merged from rooms and plug-ins; quick, and safe with what people typed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from flask import Flask, g, render_template_string
from flask_babel import force_locale, gettext, lazy_gettext, ngettext
from markupsafe import Markup
from wtforms import Form, StringField

from maatwerk.language import catalogues
from maatwerk.language.catalogues import Catalogues, Words

HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
FARM = """msgid "Cow"
msgstr "Koe"

msgid "Hello %(name)s"
msgstr "Dag %(name)s"

msgid "%(num)s cow"
msgid_plural "%(num)s cows"
msgstr[0] "%(num)s koe"
msgstr[1] "%(num)s koeien"

msgid "%(num)s horse"
msgid_plural "%(num)s horses"
msgstr[0] "%(num)s paard"
msgstr[1] ""

msgctxt "bird"
msgid "Tit"
msgstr "Mees"

msgid "All 100%%"
msgstr "Alles 100%%"

msgid "Empty"
msgstr ""

#, fuzzy
msgid "Unsure"
msgstr "Onzeker"
"""


def write(folder: Path, text: str, language: str = "nl") -> None:
    """A catalogue in `folder`, as a room keeps it."""
    (folder / "translations").mkdir(parents=True)
    (folder / "translations" / f"{language}.po").write_text(HEADER + text, "utf-8")


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package outside the core with a catalogue of its own and one of a room."""
    package = tmp_path / "farmyard"
    write(package, FARM)
    write(package / "stable", 'msgid "Horse"\nmsgstr "Paard"\n')
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    return "farmyard"


@pytest.fixture
def app(plugin: str) -> Flask:
    app = Flask(__name__)
    catalogues.install(app, [plugin])
    return app


def spoken(app: Flask, template: str, language: str = "nl", **values: object) -> str:
    """The template as a reader of `language` gets it."""
    with app.test_request_context(f"/?lang={language}"):
        return render_template_string(template, **values)


@pytest.mark.parametrize(
    ("template", "dutch", "english"),
    [
        ("{{ _('Cow') }}", "Koe", "Cow"),
        ("{{ gettext('Horse') }}", "Paard", "Horse"),
        ("{{ _('Hello %(name)s', name='Noor') }}", "Dag Noor", "Hello Noor"),
        ("{{ ngettext('%(num)s cow', '%(num)s cows', 1) }}", "1 koe", "1 cow"),
        ("{{ ngettext('%(num)s cow', '%(num)s cows', 3) }}", "3 koeien", "3 cows"),
        ("{{ pgettext('bird', 'Tit') }}", "Mees", "Tit"),
        ("{{ _('Tit') }}", "Tit", "Tit"),
        ("{{ _('All 100%%') }}", "Alles 100%", "All 100%"),
        ("{% trans name='Noor' %}Hello {{ name }}{% endtrans %}", "Dag Noor", "Hello Noor"),
    ],
)
def test_sentences_come_in_the_readers_language(app: Flask, template: str, dutch: str, english: str) -> None:
    assert [spoken(app, template, "nl"), spoken(app, template, "en")] == [dutch, english]


@pytest.mark.parametrize("message", ["Empty", "Unsure", "Said by nobody"])
def test_sentences_without_their_dutch_stay_english(app: Flask, message: str) -> None:
    assert spoken(app, "{{ _(message) }}", message=message) == message


@pytest.mark.parametrize(("number", "words"), [(1, "1 horse"), (2, "2 horses")])
def test_plural_of_which_a_half_is_missing_stays_english(app: Flask, number: int, words: str) -> None:
    assert spoken(app, "{{ ngettext('%(num)s horse', '%(num)s horses', n) }}", n=number) == words


def test_names_in_a_sentence_are_escaped(app: Flask) -> None:
    assert spoken(app, "{{ _('Hello %(name)s', name=n) }}", n="<b>") == "Dag &lt;b&gt;"
    assert spoken(app, "{{ ngettext('%(n)s cow', '%(n)s cows', 2, n=n) }}", n="<b>") == "&lt;b&gt; cows"


def test_markup_of_our_own_in_a_sentence_stays_markup(app: Flask) -> None:
    assert spoken(app, "{{ _('Hello %(name)s', name=n) }}", n=Markup("<b>x</b>")) == "Dag <b>x</b>"


def test_lazy_sentence_with_a_name_in_it_is_escaped_within_another(app: Flask) -> None:
    lazy = lazy_gettext("Hello %(name)s", name="<b>")

    assert spoken(app, "{{ _('Hello %(name)s', name=n) }}", n=lazy) == "Dag Dag &lt;b&gt;"


def test_letters_in_plain_text_are_not_escaped(app: Flask) -> None:
    template = "{% autoescape false %}{{ _('Hello %(name)s', name=n) }}, {{ _('All 100%%') }}{% endautoescape %}"

    assert spoken(app, template, n="O'Brien & co") == "Dag O'Brien & co, Alles 100%"


def test_language_changes_within_one_request(app: Flask) -> None:
    with app.test_request_context("/?lang=nl"):
        words = [gettext("Cow")]
        with force_locale("en"):
            words += [gettext("Cow"), render_template_string("{{ _('Cow') }}")]
        words += [render_template_string("{{ _('Cow') }}"), ngettext("%(num)s cow", "%(num)s cows", 2)]

    assert words == ["Koe", "Cow", "Cow", "Koe", "2 koeien"]


def test_catalogue_is_looked_up_once_per_request_and_language(app: Flask) -> None:
    words = app.extensions["babel"].instance.domain_instance
    with app.test_request_context("/?lang=nl"):
        first = words.catalogue()
        g.tenant_locale = "en"

        assert words.catalogue() is first
        assert g._flask_babel.babel_translations is first


def test_sentences_outside_a_request_are_english(app: Flask) -> None:
    assert app.extensions["babel"].instance.domain_instance.catalogue().language == "en"


def test_first_room_wins_and_the_clash_is_known(tmp_path: Path) -> None:
    write(tmp_path / "a", 'msgid "Cow"\nmsgstr "Koe"\n')
    write(tmp_path / "b", 'msgid "Cow"\nmsgstr "Rund"\n\nmsgid "Pig"\nmsgstr "Varken"\n')
    merged = Words([tmp_path]).catalogues["nl"]

    assert (merged.marked["Cow"], merged.marked["Pig"]) == ("Koe", "Varken")
    assert [(clash.message, clash.kept, clash.refused) for clash in merged.clashes] == [("Cow", "Koe", "Rund")]


def test_no_catalogue_at_all_leaves_the_source_language() -> None:
    assert Catalogues((), "nl").translations.gettext("Cow") == "Cow"


def test_package_that_is_not_installed_stops_the_start() -> None:
    with pytest.raises(ModuleNotFoundError, match="maatwerk_nowhere"):
        catalogues.install(Flask(__name__), ["maatwerk_nowhere"])


def test_rooms_of_the_core_agree_on_their_dutch() -> None:
    folder = Path(sys.modules["maatwerk"].__path__[0])

    assert [(clash.message, clash.refused) for clash in Words([folder]).catalogues["nl"].clashes] == []


@pytest.mark.parametrize(
    "template",
    ["{{ n }}", "{{ n ~ '' }}", "{{ [n]|join }}", "{{ '%s'|format(n) }}", "{{ _('%(x)s', x=n) }}", "{{ [n]|listing }}"],
)
def test_lazy_sentence_with_a_name_in_it_is_escaped_everywhere(app: Flask, template: str) -> None:
    """Flask-Babel's lazy sentences call themselves safe, so a name in a form's label could be markup."""
    lazy = lazy_gettext("Hello %(name)s", name="<b>")

    assert spoken(app, template, n=lazy) == "Dag &lt;b&gt;"


def test_lazy_sentence_in_a_form_is_escaped(app: Flask) -> None:
    class Asked(Form):
        name = StringField(lazy_gettext("Hello %(name)s", name="<b>"))

    assert spoken(app, "{{ form.name.label }} {{ form.name.label.text }}", form=Asked()) == (
        '<label for="name">Dag &lt;b&gt;</label> Dag &lt;b&gt;'
    )
