"""A variant's sentences name roles by placeholders; here they get the words that this programme uses.

`%(The_supporter)s answers.` becomes *De tutor antwoordt.* or *Het maatje antwoordt.*: whatever the variant, or the
organisation above it, calls the role. Other placeholders, such as `%(days)s`, are left for whoever shows the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from flask_babel.speaklater import LazyString

from maatwerk.programme import defaults
from maatwerk.programme.roles import RoleWords
from maatwerk.programme.values import Variant

# Placeholder around "seeker" or "supporter", and the form it stands for.
FORMS = {
    "{}": "singular",
    "{}s": "plural",
    "the_{}": "with_article",
    "your_{}": "with_je",
    "your_{}_formal": "with_uw",
    "The_{}": "starting",
}
_ROLE = re.compile(r"%\(((?:the_|your_|The_)?(?:seeker|supporter)(?:s|_formal)?)\)s")


def placeholders(variant: Variant) -> dict[str, str]:
    """Every role placeholder with its word in the reader's language, for `_(sentence, **placeholders(variant))`."""
    return {
        pattern.format(side): getattr(role.words, form)
        for side, role in (("seeker", variant.seeker_role), ("supporter", variant.supporter_role))
        for pattern, form in FORMS.items()
    }


class Fill:
    """Fills role placeholders when the sentence is shown, in the language of that moment."""

    def __init__(self, words: Mapping[str, RoleWords]) -> None:
        self.words = words  # by side

    def __call__(self, sentence: str | LazyString) -> str:
        text = str(sentence)
        return _ROLE.sub(self._word, text) if "%(" in text else text

    def _word(self, found: re.Match[str]) -> str:
        for side, words in self.words.items():
            for pattern, form in FORMS.items():
                if found[1] == pattern.format(side):
                    return str(getattr(words, form))
        return found[0]


def worded(variant: Variant) -> Variant:
    """The same variant, its sentences filled with its own roles' words, and a next step that speaks them too."""
    fill = Fill({"seeker": variant.seeker_role.words, "supporter": variant.supporter_role.words})
    filled: Variant = _filled(variant, fill)
    decide = variant.trajectory_next_step or defaults.trajectory_next_step(filled)
    return replace(filled, trajectory_next_step=lambda road: _filled(decide(road), fill))


def _filled(value: Any, fill: Fill) -> Any:
    if isinstance(value, RoleWords):
        return value
    if isinstance(value, LazyString):
        return LazyString(fill, value)
    if isinstance(value, str):
        return LazyString(fill, value) if "%(" in value else value
    if isinstance(value, tuple):
        return tuple(_filled(item, fill) for item in value)
    if isinstance(value, Mapping):
        return {key: _filled(item, fill) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _of_parts(value, fill)
    return value


def _of_parts(value: Any, fill: Fill) -> Any:
    changed = {}
    for part in fields(value):
        before = getattr(value, part.name)
        after = _filled(before, fill)
        if after is not before:
            changed[part.name] = after
    return replace(value, **changed) if changed else value
