"""Static files: addresses that change with the content, kept for good, nothing else served."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from maatwerk.interface import static_files
from maatwerk.interface.static_files import LAYERS, STATIC, asset, shelf


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("maatwerk.css", "text/css; charset=utf-8"),
        ("js/main.js", "text/javascript; charset=utf-8"),
        ("htmx.min.js", "text/javascript; charset=utf-8"),
        ("figtree-latin-wght-normal.woff2", "font/woff2"),
    ],
)
def test_file_is_served_for_good_under_its_hash(visitor: FlaskClient, name: str, kind: str) -> None:
    answer = visitor.get(asset(name))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert re.search(r"\.[0-9a-f]{12}[./]", asset(name))


def test_text_is_packed_for_who_can_unpack_it(visitor: FlaskClient) -> None:
    plain = visitor.get(asset("maatwerk.css"), headers={"Accept-Encoding": "identity"})
    packed = visitor.get(asset("maatwerk.css"), headers={"Accept-Encoding": "gzip, br"})
    refused = visitor.get(asset("maatwerk.css"), headers={"Accept-Encoding": "gzip;q=0"})

    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert (plain.headers["Vary"], plain.headers.get("Content-Encoding")) == ("Accept-Encoding", None)


@pytest.mark.parametrize(
    "address",
    [
        "maatwerk.css",
        "maatwerk.000000000000.css",
        "../static_files.py",
        "%2e%2e/assets.py",
        "vendor/htmx.min.js",
        "htmx.LICENSE",
        "",
    ],
)
def test_anything_else_is_not_there(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(f"/static/{address}").status_code == 404


def test_every_address_in_the_stylesheet_and_scripts_is_there(visitor: FlaskClient) -> None:
    css = visitor.get(asset("maatwerk.css")).text
    fonts = re.findall(r'url\("([^"]+)"\)', css)
    folder = asset("js/main.js").rsplit("/", 1)[0]
    modules = {
        name
        for file in (STATIC / "js").glob("*.js")
        for name in re.findall(r'from "\./([\w.]+)"', file.read_text("utf-8"))
    }

    assert len(fonts) == 4
    assert {visitor.get(address).status_code for address in fonts} == {200}
    assert {visitor.get(f"{folder}/{name}").status_code for name in modules} == {200}
    assert modules | {"main.js"} == {file.name for file in (STATIC / "js").glob("*.js")}


def test_every_layer_is_in_the_stylesheet_and_there_is_no_other(visitor: FlaskClient) -> None:
    assert {file.stem for file in (STATIC / "css").glob("*.css")} == set(LAYERS)


def test_stylesheet_is_small() -> None:
    """13 kB packed is what a phone gets before anything shows."""
    found = shelf().files[shelf().names["maatwerk.css"]]

    assert len(found.packed or b"") < 13_000


def test_address_changes_with_the_content_of_a_file(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        shutil.copytree(STATIC, folder)
    (other / "css" / "base.css").write_text("@layer base { html { color: red; } }")
    (other / "js" / "say.js").write_text("export {};")
    before, after = shelf(one).names, shelf(other).names

    assert before == shelf().names
    assert before["maatwerk.css"] != after["maatwerk.css"]
    assert before["js/main.js"] != after["js/main.js"]
    assert before["htmx.min.js"] == after["htmx.min.js"]


def test_unknown_name_stops_the_page_that_asks() -> None:
    with pytest.raises(KeyError):
        asset("nothing.css")


def test_themes_are_kept_for_good_too(visitor: FlaskClient) -> None:
    page = visitor.get("/gallery").text
    address = re.search(r'href="(/theme\.[0-9a-f]{12}\.css)"', page)

    assert address
    answer = visitor.get(address[1])
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, static_files.FOREVER)
    assert answer.text.startswith(":root{--tenant-hue:")


def test_stylesheets_ask_for_nothing_from_elsewhere(gallery: Flask) -> None:
    css = "".join(file.read_text("utf-8") for file in (STATIC / "css").glob("*.css"))

    assert re.findall(r"https?://|@import|url\((?!\"vendor/)", css) == []
