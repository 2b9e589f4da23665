"""In which words a command speaks: as `--language` asks, else as the terminal is set (LC_ALL, LC_MESSAGES, LANG)."""

from __future__ import annotations

import gettext as system
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from maatwerk.language.catalogues import CORE, Catalogues, files
from maatwerk.language.choice import SUPPORTED

OPTION = "--language"
ENGLISH = "en"
_spoken: ContextVar[str] = ContextVar("language of this command")


def asked(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language a command line asks for before its first word, else the terminal's own."""
    for at, argument in enumerate(arguments):
        if not argument.startswith("-"):
            break
        name, equals, value = argument.partition("=")
        if name == OPTION:
            wish = value if equals else next(iter(arguments[at + 1 :]), "")
            return wish if wish in SUPPORTED else of(environment)
    return of(environment)


def of(environment: Mapping[str, str]) -> str:
    """The terminal's language, if it is one of ours; English otherwise."""
    chosen = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    found = chosen.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return found if found in SUPPORTED else ENGLISH


def language() -> str:
    """The language this command speaks."""
    return _spoken.get(None) or of(os.environ)


@contextmanager
def speaking(wanted: str, words_of_click: Sequence[str] = ()) -> Iterator[None]:
    """Speak a language for a while; what click itself says (Usage, Options, ...) too."""
    token, before = _spoken.set(wanted), os.environ.get("LANGUAGE")
    try:
        os.environ["LANGUAGE"] = wanted
        with ExitStack() as kept:
            if wanted != ENGLISH and words_of_click:
                _teach(Path(kept.enter_context(TemporaryDirectory(prefix="maatwerk-words-"))), wanted, words_of_click)
            yield
    finally:
        _spoken.reset(token)
        if before is None:
            os.environ.pop("LANGUAGE", None)
        else:
            os.environ["LANGUAGE"] = before


def _teach(folder: Path, wanted: str, sentences: Sequence[str]) -> None:
    """click takes its words from the system's gettext, which reads compiled files only."""
    place = folder / wanted / "LC_MESSAGES" / "messages.mo"
    place.parent.mkdir(parents=True)
    catalogue = Catalog(locale=wanted)
    for sentence in sentences:
        catalogue.add(sentence, gettext(sentence))
    with place.open("wb") as out:
        write_mo(out, catalogue)
    system.bindtextdomain("messages", str(folder))


def gettext(sentence: str, /, **values: object) -> str:
    """The sentence in this command's language, filled in."""
    return in_language(language(), sentence, **values)


def in_language(wanted: str, sentence: str, /, **values: object) -> str:
    """The sentence in a language that somebody else chose, such as a browser; filled in."""
    found = sentence if wanted == ENGLISH else _catalogue(wanted).plain.get(sentence, sentence)
    return found % values if values else found


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """The same with a number: `one` or `many`."""
    found = one if number == 1 else many
    if language() != ENGLISH:
        found = _catalogue(language()).translations.ungettext(one, many, number)
    return found % {"num": number, **values}


@cache
def _catalogue(wanted: str) -> Catalogues:
    return Catalogues(files([CORE], wanted), wanted)
