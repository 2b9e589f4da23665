"""Which files of other makers the pages use (htmx and the two typefaces), and whether they are all there."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"
VENDOR = STATIC / "vendor"

# Where npm puts each file, and the name it gets among our static files.
VENDORED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    **{
        f"{face}-{part}-wght-normal.woff2": f"@fontsource-variable/{face}/files/{face}-{part}-wght-normal.woff2"
        for face in ("figtree", "bricolage-grotesque")
        for part in ("latin", "latin-ext")
    },
    # The makers' licences travel with their files.
    "htmx.LICENSE": "htmx.org/LICENSE",
    "figtree.LICENSE": "@fontsource-variable/figtree/LICENSE",
    "bricolage-grotesque.LICENSE": "@fontsource-variable/bricolage-grotesque/LICENSE",
}


class AssetsMissing(RuntimeError):
    """The pages would come without their typefaces or htmx: the start stops with one clear line."""


def missing(folder: Path = VENDOR) -> list[str]:
    """The names of the vendored files that are not there."""
    return sorted(name for name in VENDORED if not (folder / name).is_file())


def check(folder: Path = VENDOR) -> None:
    """Stops the start when a file that every page uses is missing, and says how to get it.

    Raises AssetsMissing, naming the files.
    """
    names = missing(folder)
    if names:
        raise AssetsMissing(f"Missing from the static files: {', '.join(names)}. Run: python setup/vendor.py")
