"""A tenant's colour: theirs in hue and strength, ours in lightness, so that nobody can choose an unreadable page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.interface.theme import (
    BRAND,
    BRAND_STRONG,
    DEFAULT,
    MOST_CHROMA,
    Rgb,
    Theme,
    contrast,
    from_hex,
    in_gamut,
    oklch_to_rgb,
    rgb_to_oklch,
    theme,
    theme_css,
    theme_path,
    to_hex,
    within_screen,
)

WHITE: Rgb = (1.0, 1.0, 1.0)
TOKENS = Path(__file__).parents[2] / "platform/maatwerk/interface/static/css/tokens.css"
SWEEP = [Theme(hue, chroma) for hue in range(0, 360, 3) for chroma in (0.0, 0.04, 0.08, 0.12, MOST_CHROMA)]

hexes = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def colours(look: Theme) -> dict[str, Rgb]:
    """Every oklch() token of the stylesheet under `look`, as a screen shows it (clipped)."""
    css = TOKENS.read_text("utf-8")
    css += theme_css(look.hue, look.chroma).replace(":root{", "").replace("}", "").replace(";", ";\n") + ";"
    found: dict[str, Rgb] = {"white": WHITE}
    aliases: dict[str, str] = {}
    for name, value in re.findall(r"(--[\w-]+):\s*([^;]+);", css):
        made = re.fullmatch(r"oklch\(([\d.]+)% (.+?) (\S+?)\)", value.strip())
        if made:
            light, chroma, hue = float(made[1]) / 100, _chroma(made[2], look), _hue(made[3], look)
            found[name] = _clipped(oklch_to_rgb(light, chroma, hue))
            aliases.pop(name, None)
        elif value.strip().startswith("var("):
            aliases[name] = value.strip()[4:-1]
            found.pop(name, None)
    return found | {name: found[to] for name, to in aliases.items() if to in found}


def _chroma(text: str, look: Theme) -> float:
    scaled = re.fullmatch(r"calc\(var\(--tenant-chroma\) \* ([\d.]+)\)", text)
    if scaled:
        return look.chroma * float(scaled[1])
    return look.chroma if text == "var(--tenant-chroma)" else float(text)


def _hue(text: str, look: Theme) -> float:
    return {"var(--tenant-hue)": look.hue, "var(--accent-hue)": float(look.accent)}.get(text) or float(
        text if not text.startswith("var(") else 0
    )


def _clipped(rgb: Rgb) -> Rgb:
    red, green, blue = (min(max(part, 0.0), 1.0) for part in rgb)
    return red, green, blue


SHOWN = [colours(look) for look in SWEEP]

PAIRS = [
    # (front, behind, least): text 4.5, edges of fields and of what shows progress 3
    ("white", "--brand", 4.5),
    ("white", "--brand-strong", 4.5),
    ("white", "--bar", 4.5),
    ("white", "--bar-2", 4.5),
    ("white", "--ink", 7.0),
    ("white", "--bad", 4.5),
    ("--brand", "white", 4.5),
    ("--brand", "--bg", 4.5),
    ("--brand", "--brand-soft", 4.5),
    ("--brand-strong", "--brand-soft", 4.5),
    ("--bar-current", "white", 4.5),
    ("--ink", "--bg", 7.0),
    ("--ink", "--brand-soft", 7.0),
    ("--ink-2", "--bg", 4.5),
    ("--ink-2", "--brand-soft", 4.5),
    ("--on-accent-soft", "--accent-soft", 4.5),
    ("--ok", "--ok-bg", 4.5),
    ("--warn", "--warn-bg", 4.5),
    ("--bad", "--bad-bg", 4.5),
    ("--field", "white", 3.0),
    ("--field", "--bg", 3.0),
    ("--brand", "--line", 3.0),
]


@pytest.mark.parametrize(("front", "behind", "least"), PAIRS)
def test_contrast_holds_for_120_hues_and_5_chromas(front: str, behind: str, least: float) -> None:
    worst = min((contrast(shown[front], shown[behind]), str(look)) for look, shown in zip(SWEEP, SHOWN, strict=True))

    assert worst[0] >= least, worst


def test_sweep_covers_what_it_says() -> None:
    assert len(SWEEP) == 600
    assert {name for pair in PAIRS for name in pair[:2]} - colours(DEFAULT).keys() == set()


@given(hexes)
def test_theme_of_any_colour_fits_a_screen_at_both_lightnesses(colour: str) -> None:
    look = theme(colour)

    assert 0 <= look.hue < 360
    assert 0 <= look.chroma <= MOST_CHROMA
    assert all(in_gamut(oklch_to_rgb(light, look.chroma, look.hue)) for light in (BRAND, BRAND_STRONG))


@given(hexes)
def test_letters_in_the_theme_are_readable(colour: str) -> None:
    assert contrast(from_hex(theme(colour).hex), WHITE) >= 4.5


@given(hexes)
def test_colours_survive_the_way_there_and_back(colour: str) -> None:
    assert to_hex(oklch_to_rgb(*rgb_to_oklch(from_hex(colour)))) == colour


@pytest.mark.parametrize(
    ("rgb", "light", "chroma", "hue"),
    [("#ff0000", 0.628, 0.258, 29.2), ("#00ff00", 0.866, 0.295, 142.5), ("#0000ff", 0.452, 0.313, 264.1)],
)
def test_oklch_gives_the_published_values(rgb: str, light: float, chroma: float, hue: float) -> None:
    assert rgb_to_oklch(from_hex(rgb)) == pytest.approx((light, chroma, hue), abs=0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast((0.0, 0.0, 0.0), WHITE) == pytest.approx(21)
    assert contrast(from_hex("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("grey", ["#000", "#ffffff", "#808080"])
def test_greys_keep_our_hue_and_hardly_any_colour(grey: str) -> None:
    look = theme(grey)

    assert (look.hue, look.chroma < 0.02) == (DEFAULT.hue, True)


@pytest.mark.parametrize(
    ("colour", "cautious"),
    [("#c8102e", True), ("#e4003a", True), ("#1f4fb4", False), ("#2f7d4f", False), ("#777", False)],
)
def test_reds_keep_the_bar_neutral(colour: str, cautious: bool) -> None:
    """A whole page in red looks like an error."""
    look = theme(colour)

    assert (look.cautious, "--bar:" in theme_css(look.hue, look.chroma)) == (cautious, cautious)


@pytest.mark.parametrize(("colour", "accent"), [("#e07b00", 195), ("#c8102e", 195), ("#1f4fb4", 55), ("#2f7d4f", 55)])
def test_second_colour_stays_away_from_the_first(colour: str, accent: int) -> None:
    assert theme(colour).accent == accent


@pytest.mark.parametrize("text", ["", "red", "#12", "#12345g", "#1234567", "url(x)", "#fff;}"])
def test_anything_but_a_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        theme(text)


def test_short_and_long_ways_to_write_a_colour_are_one() -> None:
    assert theme("#06c") == theme("0066CC")


def test_address_of_a_theme_changes_with_it_and_only_then() -> None:
    one, other = theme("#1f4fb4"), theme("#2f7d4f")

    assert theme_path(one.hue, one.chroma) == theme_path(one.hue, one.chroma)
    assert theme_path(one.hue, one.chroma) != theme_path(other.hue, other.chroma)
    assert re.fullmatch(r"/theme\.[0-9a-f]{12}\.css", theme_path(one.hue, one.chroma))


def test_chroma_is_lowered_only_where_a_screen_needs_it() -> None:
    assert within_screen(0.1, 262) == 0.1
    assert within_screen(0.17, 195) < 0.1
