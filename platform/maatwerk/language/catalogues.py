"""Every sentence in the reader's language: one catalogue per language, merged from all rooms and plug-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import Babel, Domain, LazyString, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from maatwerk.language import choice, formats

SOURCE = "en"  # the language the sentences are written in: no catalogue of its own
CORE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Clash:
    """One English sentence that two rooms translate differently; the first is the one people see."""

    message: str
    kept: str
    refused: str
    where: Path


class Catalogues:
    """All translations of one language, merged; what two rooms say differently is kept as a clash."""

    def __init__(self, files: Iterable[Path], language: str) -> None:
        self.language = language
        self.clashes: list[Clash] = []
        merged: dict[Any, str] = {}
        self.translations: NullTranslations = NullTranslations()
        for file in files:
            found = _read(file, language)
            words = dict(found._catalog)
            self.clashes.extend(
                Clash(str(key), merged[key], text, file)
                for key, text in words.items()
                if key and key in merged and merged[key] != text
            )
            merged = {**words, **merged}
            if isinstance(self.translations, Translations):
                self.translations._catalog = merged
            else:
                self.translations = found
        self.plain = {key: text for key, text in merged.items() if isinstance(key, str)}
        # Sentences without values in them, ready for a page.
        self.marked = {key: Markup(text.replace("%%", "%")) for key, text in self.plain.items()}


class Words(Domain):
    """The catalogues of the core and of the plug-ins, ready in memory."""

    def __init__(self, folders: Iterable[Path]) -> None:
        super().__init__(domain="messages")
        roots = list(folders)
        self.catalogues = {
            language: Catalogues(files(roots, language), language)
            for language in choice.SUPPORTED
            if language != SOURCE
        }
        self.source = Catalogues((), SOURCE)

    def catalogue(self) -> Catalogues:
        """The catalogue of this request's language; looked up once for each request and language."""
        try:
            here = g._flask_babel
            found = here.babel_translations
            if found is not None:
                return found
        except AttributeError:
            pass
        except RuntimeError:  # no request, no job: the source language
            return self.source
        locale = get_locale()
        found = self.catalogues.get(locale.language, self.source) if locale else self.source
        # Flask-Babel empties this name whenever the language changes within a request.
        g._flask_babel.babel_translations = found
        return found

    def get_translations(self) -> NullTranslations:
        """What Flask-Babel's own functions ask for."""
        return self.catalogue().translations

    def gettext(self, string: str, **variables: object) -> str:
        """The same as Flask-Babel's, straight from the catalogue in memory."""
        found = self.catalogue().plain.get(string, string)
        return found % variables if variables else found


def install(app: Flask, extra_packages: Iterable[str] = ()) -> Words:
    """Give `app` its languages: catalogues of the core and of `extra_packages`, the reader's choice, the formats.

    Raises ModuleNotFoundError for a package that isn't installed.
    """
    babel = Babel(configure_jinja=False)
    babel.init_app(app, default_locale=choice.FALLBACK, locale_selector=choice.current, timezone_selector=formats.zone)
    LazyString.__html__ = _lazy_html
    words = Words([CORE, *(_folder(package) for package in extra_packages)])
    babel.domain_instance = words
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(_callables(words))
    app.jinja_env.filters.update(formats.FILTERS)
    app.after_request(choice.remember)
    return words


def _lazy_html(sentence: LazyString) -> str:
    """Flask-Babel calls a lazy sentence safe markup, also with a person's name in it: ours is text and is escaped."""
    return escape(str(sentence))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No package named {package!r} to take translations from", name=package)
    return Path(spec.origin).parent


def files(roots: Iterable[Path], language: str) -> list[Path]:
    """The catalogues in each package: its own, then those of its rooms by name."""
    name = f"translations/{language}.po"
    return [file for root in roots for file in (root / name, *sorted(root.glob(f"*/{name}"))) if file.is_file()]


def _read(file: Path, language: str) -> Translations:
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    for message in list(catalogue):  # a plural without its Dutch would show as nothing at all
        if message.id and message.pluralizable and not all(message.string or ()):
            catalogue.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def _callables(words: Words) -> dict[str, Callable[..., str]]:
    """The functions that templates call: as quick as a dictionary, and what people typed stays escaped."""

    @pass_eval_context
    def gettext(context: EvalContext, message: str, /, **values: object) -> str:
        found = words.catalogue()
        if not values and context.autoescape:
            ready = found.marked.get(message)
            return Markup(message.replace("%%", "%")) if ready is None else ready
        return _filled(found.plain.get(message, message), values, context)

    @pass_eval_context
    def ngettext(context: EvalContext, one: str, many: str, number: int, /, **values: object) -> str:
        text = words.catalogue().translations.ungettext(one, many, number)
        return _filled(text, {"num": number, **values}, context)

    @pass_eval_context
    def pgettext(context: EvalContext, sense: str, message: str, /, **values: object) -> str:
        return _filled(words.catalogue().translations.upgettext(sense, message), values, context)

    @pass_eval_context
    def npgettext(context: EvalContext, sense: str, one: str, many: str, number: int, /, **values: object) -> str:
        text = words.catalogue().translations.unpgettext(sense, one, many, number)
        return _filled(text, {"num": number, **values}, context)

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext}


def _filled(text: str, values: dict[str, object], context: EvalContext) -> str:
    """The sentence with its values in it; in pages each value is escaped, the sentence is ours."""
    if not context.autoescape:
        return text % values if values else text.replace("%%", "%")
    if not values:
        return Markup(text.replace("%%", "%"))
    safe = {name: value if type(value) in (int, float) else escape(value) for name, value in values.items()}
    return Markup(text % safe)
