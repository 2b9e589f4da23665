"""htmx and the typefaces: there, or the start stops and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from maatwerk.interface import assets


def test_assets_are_there_after_set_up() -> None:
    assert assets.missing() == []
    assets.check()


def test_assets_that_are_missing_stop_the_start_by_name(tmp_path: Path) -> None:
    for name in assets.VENDORED:
        (tmp_path / name).touch()
    (tmp_path / "htmx.min.js").unlink()
    with pytest.raises(assets.AssetsMissing) as stopped:
        assets.check(tmp_path)
    assert str(stopped.value) == "Missing from the static files: htmx.min.js. Run: python setup/vendor.py"


def test_typefaces_cover_dutch_and_its_neighbours() -> None:
    faces = [name for name in assets.VENDORED if name.endswith(".woff2")]
    assert sorted(faces) == [
        "bricolage-grotesque-latin-ext-wght-normal.woff2",
        "bricolage-grotesque-latin-wght-normal.woff2",
        "figtree-latin-ext-wght-normal.woff2",
        "figtree-latin-wght-normal.woff2",
    ]


def test_makers_licences_travel_along() -> None:
    texts = {name: (assets.VENDOR / name).read_text() for name in assets.VENDORED if name.endswith(".LICENSE")}
    assert {
        name: "Open Font License" in text.replace("OPEN FONT LICENSE", "Open Font License")
        for name, text in texts.items()
    } == {
        "htmx.LICENSE": False,
        "figtree.LICENSE": True,
        "bricolage-grotesque.LICENSE": True,
    }
