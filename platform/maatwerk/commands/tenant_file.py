"""An organisation as a file: read it, check it, write it. Data only."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from maatwerk.interface.theme import from_hex
from maatwerk.language.terminal import gettext as _


class WrongFile(ValueError):
    """The file does not describe an organisation; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person to begin with."""

    given_name: str
    family_name: str
    email: str


@dataclass(frozen=True, slots=True)
class School:
    """The organisation itself as a partner, with its places."""

    name: str
    kind: str = "school"
    brin: str | None = None
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeOf:
    """One running programme: a variant, its name, its own settings. Without a season: this school year's."""

    variant: str
    name: str
    season: str | None = None
    target: int | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How it is told from others."""
        return f"{self.variant} {self.name!r}"


@dataclass(frozen=True, slots=True)
class Described:
    """Everything a file says of an organisation."""

    slug: str
    name: str
    hosts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("nl", "en")
    zone: str = "Europe/Amsterdam"
    colour: str = "#1d4ed8"
    state: str = "open"
    plugins: tuple[str, ...] = ()
    school: School | None = None
    administrator: Someone | None = None
    safeguarding_lead: Someone | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    programmes: tuple[ProgrammeOf, ...] = ()


_LANGUAGES = {"nl", "en"}
_STATES = {"trial", "open", "closed"}


def read(path: Path) -> Described:
    """Read a file; WrongFile says what is wrong with it."""
    try:
        return described(tomllib.loads(path.read_text()))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongFile(_("%(path)s cannot be read: %(why)s", path=path, why=error)) from error
    except WrongFile as error:
        raise WrongFile(f"{path}: {error}") from error


def described(found: Mapping[str, Any]) -> Described:
    """The values of a file, each of its own kind."""
    values = dict(found)
    _only(values, Described, "")
    for name in ("slug", "name"):
        if not isinstance(values.get(name), str) or not values[name].strip():
            raise WrongFile(_("%(name)s is missing", name=name))
    for name in ("hosts", "languages", "plugins"):
        values[name] = _texts(name, values.get(name, list(getattr(_BARE, name))))
    for name, kind in (("school", School), ("administrator", Someone), ("safeguarding_lead", Someone)):
        if name in values:
            values[name] = _part(name, kind, values[name])
    listed = values.get("programmes", [])
    values["programmes"] = tuple(_part("programmes", ProgrammeOf, programme) for programme in listed)
    result = Described(**values)
    _check(result)
    return result


_BARE = Described("slug", "name")


def _only(values: Mapping[str, Any], kind: Any, where: str) -> None:
    unknown = sorted(set(values) - set(kind.__dataclass_fields__))
    if unknown:
        raise WrongFile(
            _(
                "%(name)s is not known; known are %(names)s",
                name=f"{where}{unknown[0]}",
                names=", ".join(kind.__dataclass_fields__),
            )
        )


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or any(not isinstance(text, str) for text in value):
        raise WrongFile(_("%(name)s must be a list of texts", name=name))
    return tuple(value)


def _part(name: str, kind: Any, values: Any) -> Any:
    if not isinstance(values, Mapping):
        raise WrongFile(_("%(name)s must be a table", name=name))
    _only(values, kind, f"{name}.")
    values = dict(values)
    if "sites" in values:
        values["sites"] = _texts(f"{name}.sites", values["sites"])
    try:
        return kind(**values)
    except TypeError as error:
        raise WrongFile(
            _("%(name)s lacks something: %(what)s", name=name, what=str(error).partition(") ")[2])
        ) from error


def _check(found: Described) -> None:
    if not found.languages or not set(found.languages) <= _LANGUAGES:
        raise WrongFile(_("languages must be nl, en or both, the first of them first"))
    if found.state not in _STATES:
        raise WrongFile(_("state must be one of %(names)s", names=", ".join(sorted(_STATES))))
    if len(found.hosts) > 1:
        raise WrongFile(_("hosts names one host at most"))
    try:
        from_hex(found.colour)
    except ValueError as error:
        raise WrongFile(str(error)) from error


def written(found: Described) -> str:
    """The file of an organisation, in the order in which people read it."""
    values = {name: value for name, value in asdict(found).items() if value not in (None, (), {})}
    programmes = values.pop("programmes", ())
    tables = {name: values.pop(name) for name in list(values) if isinstance(values[name], Mapping)}
    lines = [f"{name} = {_value(value)}" for name, value in values.items()]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *_pairs(table)]
    for programme in programmes:
        settings = programme.pop("settings")
        lines += ["", "[[programmes]]", *_pairs(programme)]
        if settings:
            lines += ["[programmes.settings]", *_pairs(settings)]
    return "\n".join(lines) + "\n"


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        if value not in (None, ()):
            yield f"{_key(name)} = {_value(value)}"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{_key(name)} = {_value(part)}" for name, part in value.items()) + " }" if value else "{}"
        )
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    # JSON's way of writing texts, numbers, true and false is TOML's too, but for one sign.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
