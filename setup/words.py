"""Keeps the catalogues in step with the code: each room's nl.po holds exactly the sentences of that room's files.

`python setup/words.py [ROOM ...]`  adds what is new (untranslated, or as another room says it already) and sets aside
                                    what no file says any more; translations are kept
`python setup/words.py --check`     changes nothing; prints what is wrong, per room
`python setup/words.py --tidy`      also throws away what was set aside
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "var" / "cache" / "words.json"
LANGUAGE = "nl"
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: nl\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
NOT_ROOMS = {"templates", "translations", "static", "migrations", "tests", "__pycache__"}
TEMPLATES = {".html", ".txt", ".xml", ".svg", ".js"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]?[\d.]*[a-zA-Z]|\{\w*\}|</?[a-z]+")
# "één dag" may leave the number out.
MAY_GO_IN_SINGULAR = {"%(num)s", "%(num)d"}

# A sentence is known by its context and its English text, or by both texts if it has a plural.
Key = tuple[str | None, str | tuple[str, ...]]
# As one file says it: the context, and the English or both its forms.
Heard = tuple[str | None, str | list[str]]


@dataclass
class Room:
    """One folder with a catalogue of its own, and what its files say, in the order in which they say it."""

    name: str
    folder: Path
    files: list[Path]
    said: dict[Key, list[str]] = field(default_factory=dict)

    @property
    def catalogue(self) -> Path:
        """Where this room's Dutch is kept."""
        return self.folder / "translations" / f"{LANGUAGE}.po"


def packages() -> list[Path]:
    """The core and the plug-ins."""
    plugins = [
        path.parent for path in sorted((ROOT / "plugins").glob("*/*/__init__.py")) if path.parent.name != "tests"
    ]
    return [ROOT / "platform" / "maatwerk", *plugins]


def rooms() -> list[Room]:
    """Every folder with sentences: rooms of the core and of plug-ins, and each package's own files."""
    found = []
    for package in packages():
        inner = sorted(p for p in package.iterdir() if p.is_dir() and (p / "__init__.py").exists())
        inner = [folder for folder in inner if folder.name not in NOT_ROOMS]
        own = [*sorted(package.glob("*.py")), *_templates(package / "templates")]
        found.append(Room(package.name, package, own))
        for folder in inner:
            name = folder.name if package.name == "maatwerk" else f"{package.name}.{folder.name}"
            found.append(Room(name, folder, [*sorted(folder.rglob("*.py")), *_templates(folder)]))
    return found


def _templates(folder: Path) -> list[Path]:
    below = {path for path in folder.rglob("*") if "templates" in path.parts}
    return sorted(path for path in below if path.suffix in TEMPLATES)


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def listen(found: Iterable[Room]) -> None:
    """Fills in what each room's files say; files that did not change since the last time are not read again."""
    try:
        known = json.loads(CACHE.read_text())
    except (OSError, ValueError):
        known = {}
    fresh: dict[str, list[Heard]] = {}
    version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    for room in found:
        for path in room.files:
            text = path.read_bytes()
            mark = hashlib.sha256(text).hexdigest() + version + path.suffix
            fresh[mark] = known[mark] if mark in known else list(_sentences(path, text))
            for context, words in fresh[mark]:
                identity: Key = (context, tuple(words) if isinstance(words, list) else words)
                where = _place(path)
                places = room.said.setdefault(identity, [])
                if where not in places:
                    places.append(where)
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    # In one move, as others may be reading it.
    written = CACHE.with_suffix(f".{os.getpid()}")
    written.write_text(json.dumps({**known, **fresh} if len(known) < 5000 else fresh))
    written.replace(CACHE)


def _sentences(path: Path, text: bytes) -> Iterator[Heard]:
    method = "python" if path.suffix == ".py" else "jinja2"
    options = {"silent": "false", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols"}
    try:
        for _, words, _, context in extract(method, io.BytesIO(text), KEYWORDS, (), options):
            if isinstance(words, str):
                yield context, words
            else:
                yield context, [word for word in words if word is not None][:2]
    except Exception as problem:
        raise SystemExit(f"{_place(path)}: cannot be read for its sentences: {problem}") from problem


def read(path: Path) -> Catalog:
    """A room's catalogue as it is now, empty if there is none."""
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def key(message: Message) -> Key:
    """By what a sentence is known."""
    return message.context, tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id


def said_in_dutch(message: Message | None) -> bool:
    """Whether a sentence has its Dutch, in the singular and the plural."""
    if message is None:
        return False
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """A catalogue's sentences, by what they are known by."""
    return {key(message): message for message in catalogue if message.id}


def memory(found: Iterable[Room]) -> dict[Key, Message]:
    """How any room says each sentence in Dutch."""
    known: dict[Key, Message] = {}
    for room in found:
        for identity, message in entries(read(room.catalogue)).items():
            if said_in_dutch(message) and not message.fuzzy:
                known.setdefault(identity, message)
    return known


def update(room: Room, known: dict[Key, Message], tidy: bool) -> str:
    """Brings one room's catalogue in step; gives a line about it, or nothing if all was well."""
    before = read(room.catalogue)
    old = entries(before)
    aside = {key(message): message for message in before.obsolete.values()}
    after = Catalog(locale=LANGUAGE)
    for identity, places in room.said.items():
        message = old.get(identity) or aside.get(identity)
        if not said_in_dutch(message):
            message = known.get(identity, message)
        _add(after, identity, message, places)
    gone = {identity: message for identity, message in {**aside, **old}.items() if identity not in room.said}
    if not tidy:
        after.obsolete.update({str(number): kept for number, kept in enumerate(gone.values()) if said_in_dutch(kept)})
    _write(room.catalogue, after)
    new = len(room.said.keys() - old.keys())
    silent = sum(not said_in_dutch(message) for message in entries(after).values())
    counts = {"new": new, "without Dutch": silent, "no longer said": len(gone)}
    shown = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return f"{room.name}: {shown}" if shown else ""


def _add(catalogue: Catalog, identity: Key, message: Message | None, places: list[str]) -> None:
    context, words = identity
    text = (
        message.string
        if message is not None and said_in_dutch(message)
        else ("" if isinstance(words, str) else ("", ""))
    )
    comments = message.user_comments if message is not None else []
    flags = {"fuzzy"} if message is not None and message.fuzzy else set()
    locations = [(place, 1) for place in places]
    catalogue.add(words, text, locations=locations, user_comments=comments, flags=flags, context=context)


def _write(path: Path, catalogue: Catalog) -> None:
    body = io.BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, include_lineno=False)
    text = (HEADER + "\n" + body.getvalue().decode()).rstrip() + "\n"
    if not len(catalogue) and not catalogue.obsolete:
        path.unlink(missing_ok=True)
    elif not path.exists() or path.read_text() != text:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


def problems(found: list[Room]) -> list[str]:
    """All that is wrong with the catalogues, a line each; rooms must have listened first."""
    wrong = []
    first: dict[Key, tuple[str, object]] = {}
    for room in found:
        catalogue = read(room.catalogue)
        mine = entries(catalogue)
        wrong += [f"{room.name}: missing: {shown(identity)}" for identity in room.said if identity not in mine]
        wrong += [f"{room.name}: no file says: {shown(identity)}" for identity in mine if identity not in room.said]
        wrong += [f"{room.name}: set aside: {shown(key(message))}" for message in catalogue.obsolete.values()]
        for identity, message in mine.items():
            if not said_in_dutch(message):
                wrong.append(f"{room.name}: without Dutch: {shown(identity)}")
                continue
            if message.fuzzy:
                wrong.append(f"{room.name}: uncertain: {shown(identity)}")
            if not _same_placeholders(message):
                wrong.append(f"{room.name}: other placeholders or tags in Dutch: {shown(identity)}")
            elsewhere, text = first.setdefault(identity, (room.name, message.string))
            if text != message.string:
                wrong.append(f"{room.name}: otherwise in {elsewhere}: {shown(identity)}")
    return wrong


def shown(identity: Key) -> str:
    """A sentence as a message shows it: its English, and its context if it has one."""
    context, words = identity
    text = words if isinstance(words, str) else words[0]
    return f"{text!r} ({context})" if context else repr(text)


def _same_placeholders(message: Message) -> bool:
    if isinstance(message.id, str) or not isinstance(message.string, (list, tuple)):
        return _placeholders(str(message.id)) == _placeholders(str(message.string))
    one, many = message.id
    dutch_one, dutch_many = message.string
    singular = _placeholders(one) ^ _placeholders(dutch_one)
    return _placeholders(many) == _placeholders(dutch_many) and singular <= MAY_GO_IN_SINGULAR


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def main(arguments: list[str], every: list[Room]) -> int:
    """Updates the catalogues of these rooms, or checks them and says what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="only these rooms")
    parser.add_argument("--check", action="store_true", help="change nothing, print what is wrong")
    parser.add_argument("--tidy", action="store_true", help="also throw away what was set aside")
    asked = parser.parse_args(arguments)
    unknown = set(asked.rooms) - {room.name for room in every}
    if unknown:
        parser.error(f"no such room: {', '.join(sorted(unknown))}; there are {', '.join(room.name for room in every)}")
    chosen = [room for room in every if not asked.rooms or room.name in asked.rooms]
    listen(chosen)
    if asked.check:
        lines = problems(chosen)
    else:
        known = memory(every)
        lines = [line for line in (update(room, known, asked.tidy) for room in chosen) if line]
    print("\n".join(lines) or "Every sentence has its Dutch.")
    return 1 if asked.check and lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], rooms()))
