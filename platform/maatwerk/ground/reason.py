"""Why something cannot go on: one English sentence with its values apart, so that a command can say it in Dutch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogues; it is translated where it is said."""
    return sentence


class Reason(Exception):
    """Something stops us; `str()` is the English sentence filled in, the parts are for who says it otherwise."""

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence % values if values else sentence)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same for what went well."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """In English."""
        return self.sentence % self.values if self.values else self.sentence
