"""The catalogues: every sentence has its Dutch, and the tool that keeps them in step loses nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from setup import words
from tests.house import source


@pytest.fixture
def room(tmp_path: Path) -> words.Room:
    """A room with one page and one catalogue, outside the house."""
    folder = tmp_path / "garden"
    (folder / "templates" / "garden").mkdir(parents=True)
    (folder / "views.py").write_text(
        "say = [_('Dig'), ngettext('%(num)s tree', '%(num)s trees', 2), pgettext('verb', 'Rake')]"
    )
    (folder / "templates" / "garden" / "page.html").write_text("<p>{{ _('Hello %(name)s', name=name) }}</p>")
    return _again(folder)


def _again(folder: Path) -> words.Room:
    found = words.Room("garden", folder, [*sorted(folder.glob("*.py")), *words._templates(folder)])
    words.listen([found])
    return found


def _say(room: words.Room, **dutch: str) -> None:
    text = room.catalogue.read_text()
    for english, said in dutch.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{said}"')
    room.catalogue.write_text(text)


def test_catalogues_of_the_house_are_complete() -> None:
    found = words.rooms()
    words.listen(found)
    assert words.problems(found) == []


def test_rooms_are_found_with_their_pages() -> None:
    found = {room.name: room for room in words.rooms()}
    assert {"maatwerk", "access", "interface", "maatwerk_peer_support"} <= found.keys()
    assert any(path.name == "components.html" for path in found["interface"].files)


def test_new_sentences_wait_for_their_dutch(room: words.Room) -> None:
    assert words.update(room, {}, tidy=False) == "garden: 4 new, 4 without Dutch"
    assert words.problems([room]) == [
        "garden: without Dutch: 'Dig'",
        "garden: without Dutch: '%(num)s tree'",
        "garden: without Dutch: 'Rake' (verb)",
        "garden: without Dutch: 'Hello %(name)s'",
    ]


def test_update_twice_changes_nothing(room: words.Room) -> None:
    words.update(room, {}, tidy=False)
    _say(room, Dig="Spitten")
    words.update(room, {}, tidy=False)
    before = room.catalogue.read_bytes()
    words.update(room, {}, tidy=False)
    assert room.catalogue.read_bytes() == before
    assert b'msgstr "Spitten"' in before


def test_update_takes_over_what_another_room_says(room: words.Room) -> None:
    elsewhere = words.entries(_catalogue('msgid "Dig"\nmsgstr "Spitten"\n'))
    words.update(room, elsewhere, tidy=False)
    assert words.entries(words.read(room.catalogue))[None, "Dig"].string == "Spitten"


def _catalogue(body: str) -> words.Catalog:
    return words.read_po((words.HEADER + "\n" + body).splitlines(keepends=True), locale="nl")


def test_what_is_no_longer_said_is_set_aside_and_comes_back(room: words.Room) -> None:
    words.update(room, {}, tidy=False)
    _say(room, Dig="Spitten")
    page = room.folder / "views.py"
    code = page.read_text()
    page.write_text("")
    fewer = _again(room.folder)
    assert words.update(fewer, {}, tidy=False) == "garden: 1 without Dutch, 3 no longer said"
    assert "garden: set aside: 'Dig'" in words.problems([fewer])
    page.write_text(code)
    words.update(_again(room.folder), {}, tidy=False)
    assert words.entries(words.read(room.catalogue))[None, "Dig"].string == "Spitten"


def test_tidy_throws_away_what_was_set_aside(room: words.Room) -> None:
    words.update(room, {}, tidy=False)
    _say(room, Dig="Spitten")
    (room.folder / "views.py").write_text("")
    fewer = _again(room.folder)
    words.update(fewer, {}, tidy=True)
    assert "Spitten" not in room.catalogue.read_text()


def test_room_that_says_nothing_has_no_catalogue(room: words.Room) -> None:
    words.update(room, {}, tidy=False)
    for path in room.files:
        path.write_text("")
    words.update(_again(room.folder), {}, tidy=False)
    assert not room.catalogue.exists()


@pytest.mark.parametrize(
    ("english", "dutch", "same"),
    [
        ('msgid "Hello %(name)s"', 'msgstr "Dag %(name)s"', True),
        ('msgid "Hello %(name)s"', 'msgstr "Dag %(naam)s"', False),
        ('msgid "Read <b>this</b>"', 'msgstr "Lees dit"', False),
        ('msgid "Hello {name}"', 'msgstr "Dag"', False),
        ('msgid "%(num)s day"\nmsgid_plural "%(num)s days"', 'msgstr[0] "één dag"\nmsgstr[1] "%(num)s dagen"', True),
        ('msgid "%(num)s day"\nmsgid_plural "%(num)s days"', 'msgstr[0] "één dag"\nmsgstr[1] "dagen"', False),
        ('msgid "%(who)s day"\nmsgid_plural "%(who)s days"', 'msgstr[0] "dag"\nmsgstr[1] "%(who)s dagen"', False),
    ],
)
def test_placeholders_must_be_the_same(english: str, dutch: str, same: bool) -> None:
    (message,) = words.entries(_catalogue(f"{english}\n{dutch}\n")).values()
    assert words._same_placeholders(message) is same


def test_two_rooms_must_not_say_it_differently(room: words.Room, tmp_path: Path) -> None:
    for path in room.files:
        path.write_text("")
    (room.folder / "views.py").write_text("_('Dig')")
    other = tmp_path / "yard"
    other.mkdir()
    (other / "views.py").write_text("_('Dig')")
    rooms = [_again(room.folder), words.Room("yard", other, [other / "views.py"])]
    words.listen(rooms)
    for found, said in zip(rooms, ("Spitten", "Graven"), strict=True):
        words.update(found, {}, tidy=False)
        _say(found, Dig=said)
    assert words.problems(rooms) == ["yard: otherwise in garden: 'Dig'"]


def test_check_changes_nothing_and_fails_when_something_is_missing(
    room: words.Room, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words.main(["--check"], [words.Room("garden", room.folder, room.files)]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "garden: missing: 'Dig'"
    assert not room.catalogue.exists()


def _unfindable(code: str) -> list[int]:
    """Lines where a sentence is put together before it is translated, so that no catalogue can hold it."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.func, (ast.Name, ast.Attribute)):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            made = isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)) or (
                isinstance(node.args[0], ast.Call)
                and isinstance(node.args[0].func, ast.Attribute)
                and node.args[0].func.attr == "format"
            )
            if name in words.KEYWORDS and made:
                found.append(node.lineno)
    return found


def test_no_sentence_is_put_together_before_it_is_translated() -> None:
    made = {name: lines for name in source.code(".py") if (lines := _unfindable(source.text(name)))}
    assert made == {}


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("_('Hello %(name)s', name=n)", []),
        ("_(f'Hello {n}')", [1]),
        ("\nlazy_gettext('Hello ' + n)", [2]),
        ("_('Hello {}'.format(n))", [1]),
        ("babel.gettext('Hello %s' % n)", [1]),
        ("_(title)", []),
    ],
)
def test_sentences_put_together_are_seen(code: str, lines: list[int]) -> None:
    assert _unfindable(code) == lines
