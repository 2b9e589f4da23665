"""Our own static files: one stylesheet, one folder of scripts, each under an address that changes with its content."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request

from maatwerk.interface import components

STATIC = Path(__file__).parent / "static"
LAYERS = (
    "tokens",
    "reset",
    "base",
    "layout",
    "components",
    "forms",
    "lists",
    "progress",
    "patterns",
    "print",
    "forced-colours",
)
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
FOREVER = "public, max-age=31536000, immutable"
PREFIX = "/static/"

_FILE_IN_CSS = re.compile(r'url\("vendor/([^"]+)"\)')

page = Blueprint("static_files", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent: its bytes, packed too where that helps, and its kind."""

    body: bytes
    packed: bytes | None
    kind: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """All files by their address after /static/, and the address of each by its plain name."""

    files: dict[str, StaticFile]
    names: dict[str, str]


@lru_cache(maxsize=4)
def shelf(folder: Path = STATIC) -> Shelf:
    """Everything in `folder`, read once: vendored files, the stylesheet made of the layers, the scripts."""
    files: dict[str, StaticFile] = {}
    names: dict[str, str] = {}

    def put(name: str, address: str, body: bytes, kind: str) -> None:
        files[address] = StaticFile(body, gzip.compress(body, 9, mtime=0) if kind.startswith("text") else None, kind)
        names[name] = address

    for path in sorted((folder / "vendor").glob("*")):
        if path.suffix in KINDS:
            body = path.read_bytes()
            stem = path.name.removesuffix(path.suffix)
            put(path.name, f"{stem}.{fingerprint(body)}{path.suffix}", body, KINDS[path.suffix])
    css = stylesheet(folder, names)
    put("maatwerk.css", f"maatwerk.{fingerprint(css)}.css", css, KINDS[".css"])
    scripts = {path.name: path.read_bytes() for path in sorted((folder / "js").glob("*.js"))}
    # One fingerprint for the folder: modules import each other by plain names.
    together = fingerprint(b"\0".join(name.encode() + b"\0" + body for name, body in scripts.items()))
    for name, body in scripts.items():
        put(f"js/{name}", f"js.{together}/{name}", body, KINDS[".js"])
    return Shelf(files, names)


def stylesheet(folder: Path, names: dict[str, str]) -> bytes:
    """The layers as one stylesheet, with the addresses of the typefaces filled in."""
    css = "\n".join((folder / "css" / f"{layer}.css").read_text("utf-8").strip() for layer in LAYERS) + "\n"
    return _FILE_IN_CSS.sub(lambda found: f'url("{PREFIX}{names[found[1]]}")', css).encode()


def fingerprint(body: bytes) -> str:
    """A short name that changes whenever the content does."""
    return sha256(body).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of one of our files: `maatwerk.css`, `js/main.js`, `htmx.min.js`.

    Raises KeyError for a file that isn't there.
    """
    return PREFIX + shelf().names[name]


def forever(body: bytes, kind: str, packed: bytes | None = None) -> Response:
    """A file that may be kept for good, because its address changes with its content."""
    use_packed = packed is not None and request.accept_encodings["gzip"] > 0
    response = Response(packed if use_packed else body, content_type=kind)
    if packed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    if use_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = FOREVER
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page.get(f"{PREFIX}<path:address>")
def file(address: str) -> Response:
    """A stylesheet, script or typeface; anyone may have it, it holds nothing of anyone."""
    found = shelf().files.get(address)
    if found is None:
        abort(404)
    return forever(found.body, found.kind, found.packed)


def install(app: Flask) -> None:
    """Give the app what every page is made with: the static files, `asset(name)`, and what the components ask for."""
    components.install(app)
    app.register_blueprint(page)
    app.jinja_env.globals["asset"] = asset
