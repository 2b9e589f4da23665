"""How near two postcodes are, from the numbers alone: a rough measure, enough to look nearby first."""

from __future__ import annotations

FAR = "far"
# The first digits in common, and how near that is.
_SAME = ((4, "here", 1.0), (3, "near", 0.85), (2, "region", 0.6))


def nearness(ours: str, theirs: str) -> tuple[float, str]:
    """How near, 0 to 1, and a word for it: here, near, region, next or far.

    The first two of the four numbers are a region; regions with neighbouring numbers usually lie beside each other.
    """
    for digits, word, share in _SAME:
        if ours[:digits] == theirs[:digits]:
            return share, word
    if abs(int(ours[:2]) - int(theirs[:2])) == 1:
        return 0.3, "next"
    return 0.0, FAR
