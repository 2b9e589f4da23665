"""An organisation's own colour: hue and strength are theirs, lightness is ours, so contrast can't fail."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

BRAND, BRAND_STRONG = 0.47, 0.38  # the lightness of buttons and of the bar, in oklch
MOST_CHROMA = 0.17
ACCENT, OTHER_ACCENT = 55, 195  # the second colour: warm orange, or teal beside an orange brand

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Theme:
    """The two numbers that a tenant's look is made of: hue in degrees, chroma as in oklch()."""

    hue: float
    chroma: float

    @property
    def cautious(self) -> bool:
        """Whether the colour reads as an alarm, so that large areas stay neutral."""
        return self.chroma >= 0.08 and (self.hue <= 45 or self.hue >= 345)

    @property
    def accent(self) -> int:
        """The hue of the second colour, away from the first."""
        return OTHER_ACCENT if 20 <= self.hue <= 95 and self.chroma >= 0.05 else ACCENT

    @property
    def hex(self) -> str:
        """The brand colour as #rrggbb, for letters."""
        return to_hex(oklch_to_rgb(BRAND, self.chroma, self.hue))


DEFAULT = Theme(hue=262, chroma=0.15)


@lru_cache(maxsize=512)
def theme(colour: str) -> Theme:
    """The theme for an organisation's colour, given as #rgb or #rrggbb.

    Raises ValueError for anything else.
    """
    _, chroma, hue = rgb_to_oklch(from_hex(colour))
    if chroma < 0.02:  # greys have no hue to speak of
        return Theme(hue=DEFAULT.hue, chroma=round(chroma, 4))
    hue = round(hue, 1) % 360
    return Theme(hue=hue, chroma=within_screen(round(min(chroma, MOST_CHROMA), 4), hue))


def within_screen(chroma: float, hue: float) -> float:
    """`chroma`, lowered to what a screen can show at both our lightnesses."""
    most = chroma
    while most > 0 and not all(in_gamut(oklch_to_rgb(light, most, hue)) for light in (BRAND, BRAND_STRONG)):
        most = round(most - 0.002, 4)
    return max(most, 0.0)


def theme_css(hue: float, chroma: float) -> str:
    """The stylesheet that gives a tenant's pages its colour."""
    look = Theme(hue, chroma)
    lines = [f"--tenant-hue:{hue:g}", f"--tenant-chroma:{chroma:g}", f"--accent-hue:{look.accent}"]
    if look.cautious:
        lines += [
            "--bar:oklch(27% .02 var(--tenant-hue))",
            "--bar-2:oklch(33% .025 var(--tenant-hue))",
            "--bar-current:var(--ink)",
        ]
    return ":root{" + ";".join(lines) + "}\n"


@lru_cache(maxsize=512)
def theme_hash(hue: float, chroma: float) -> str:
    """The name of that stylesheet's content."""
    return sha256(theme_css(hue, chroma).encode()).hexdigest()[:12]


def theme_path(hue: float, chroma: float) -> str:
    """Where a tenant's own host serves it: `/theme.<hash>.css`."""
    return f"/theme.{theme_hash(hue, chroma)}.css"


def from_hex(colour: str) -> Rgb:
    """#rgb or #rrggbb as three numbers from 0 to 1."""
    found = _HEX.fullmatch(colour.strip())
    if found is None:
        raise ValueError(f"Not a colour like #2f6f4f: {colour!r}")
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def to_hex(rgb: Rgb) -> str:
    """Three numbers from 0 to 1 as #rrggbb; what a screen can't show is clipped."""
    return "#" + "".join(f"{round(255 * min(max(part, 0.0), 1.0)):02x}" for part in rgb)


def in_gamut(rgb: Rgb) -> bool:
    """Whether a screen can show the colour as it is."""
    return all(-0.0005 <= part <= 1.0005 for part in rgb)


def rgb_to_oklch(rgb: Rgb) -> tuple[float, float, float]:
    """sRGB as lightness, chroma and hue (Ottosson's OKLab)."""
    red, green, blue = (_linear(part) for part in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def oklch_to_rgb(light: float, chroma: float, hue: float) -> Rgb:
    """Lightness, chroma and hue as sRGB; may lie outside what a screen can show."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _encoded(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _encoded(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _encoded(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours as WCAG 2.2 counts it, 1 to 21."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(min(max(part, 0.0), 1.0)) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
