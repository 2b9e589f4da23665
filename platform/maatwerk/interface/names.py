"""How a name is shortened."""

from __future__ import annotations

_PARTICLES = frozenset(
    ("de", "den", "der", "van", "het", "'t", "ten", "ter", "te", "op", "in", "'s", "von", "du", "da", "d'")
)


def initials(name: str) -> str:
    """At most two letters for a face without a picture: Noor El Amrani is NA, Daan is D."""
    words = [word for word in str(name).replace("-", " ").split() if word.lower() not in _PARTICLES]
    letters = [next((sign for sign in word if sign.isalnum()), "") for word in words]
    found = [letter for letter in letters if letter]
    return (found[0] + (found[-1] if len(found) > 1 else "")).upper() if found else "?"
