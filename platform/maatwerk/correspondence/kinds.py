"""Which letters there are: every room's, by key."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Flask, current_app

from maatwerk.correspondence.values import LetterKind


class TwoKinds(Exception):
    """Two rooms use one key for different letters."""


def install(app: Flask, kinds: Iterable[LetterKind]) -> None:
    """Remember every kind; the same key twice stops the start."""
    known: dict[str, LetterKind] = {}
    for kind in kinds:
        if known.setdefault(kind.key, kind) is not kind:
            raise TwoKinds(f"two letters are called {kind.key}")
    app.extensions["maatwerk.letters"] = known
    app.register_blueprint(Blueprint("correspondence", __name__, template_folder="templates"))


def kind_of(key: str) -> LetterKind:
    """The kind by its key; KeyError when a plug-in that wrote it is gone."""
    found: LetterKind = current_app.extensions["maatwerk.letters"][key]
    return found
