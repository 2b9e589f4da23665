"""One page with every component, on an app of nothing but the two rooms that pages are made with."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, g, request
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from wtforms import BooleanField, StringField, TextAreaField

from maatwerk.interface import static_files
from maatwerk.interface.forms import (
    AtMost,
    Chips,
    Choice,
    ClockField,
    DayField,
    Email,
    Form,
    Needed,
    Phone,
    PostcodeNL,
    Select,
    Version,
    YesNo,
)
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.interface.theme import theme, theme_css, theme_path
from maatwerk.language import catalogues

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
THEMES = {"blue": "#1f4fb4", "green": "#2f7d4f", "red": "#c8102e"}


class GalleryForm(Form):
    """A field of every kind."""

    version = Version()
    mood = Choice(
        "Hoe was de sfeer?",
        [Needed()],
        choices=[("4", "Heel goed"), ("3", "Goed"), ("2", "Gaat wel"), ("1", "Moeilijk")],
    )
    minutes = Choice("Hoe lang waren jullie samen?", choices=[("30", "30 min"), ("60", "1 uur"), ("90", "1,5 uur")])
    what = Chips("Wat hebben jullie gedaan?", choices=[("h", "Huiswerk"), ("p", "Plannen"), ("t", "Gepraat")])
    own_yes = YesNo("Wil je zelf een tutor?", [Needed()])
    help = Chips("Waarmee?", choices=[("a", "Leren plannen"), ("b", "Iemand om mee te praten")])
    email = Email("E-mailadres", [Needed()], render_kw={"autocomplete": "email"})
    phone = Phone("Telefoonnummer")
    postcode = PostcodeNL("Postcode")
    meeting = DayField("Wanneer is de volgende bijeenkomst?")
    born = DayField("Wanneer ben je geboren?", [Needed()])
    at = ClockField("Hoe laat?")
    course = Select("Opleiding", choices=[("v", "Verpleegkunde"), ("t", "Techniek")])
    note = TextAreaField("Wil je iets opschrijven?", [AtMost(500)])
    why = TextAreaField("Waarom doe je mee?", [Needed()])
    agreed = BooleanField("Ik ga akkoord")
    name = StringField("Naam")


ROWS = [
    SimpleNamespace(id="1", name="Noor El Amrani", other="Thijs de Wit", at=3, days=-2, status="Loopt goed", tone="ok"),
    SimpleNamespace(
        id="2", name="Daan Verhoeven", other="Fatma Yıldız", at=3, days=-31, status="Geen contact", tone="bad"
    ),
    SimpleNamespace(
        id="3", name="Jayden Tjon-A-Fat", other="Marloes Kuiper", at=2, days=-1, status="VOG verloopt", tone="warn"
    ),
    SimpleNamespace(
        id="4", name="Yara Hosseini", other="Pieter Jansma", at=1, days=0, status="Voorstel klaar", tone="new"
    ),
]


def frame(colour: str) -> dict[str, Any]:
    """What access gives every page."""
    look = theme(colour)
    nav = [
        {"label": label, "url": url, "icon": sign, "current": url == "/matches", "count": count}
        for label, url, sign, count in (
            ("Vandaag", "/", "today", 9),
            ("Matches", "/matches", "match", 184),
            ("Wachtlijst", "/waiting", "waiting", 23),
            ("Mensen", "/people", "people", None),
            ("Trainingen", "/training", "training", None),
        )
    ]
    return {
        "nav": nav,
        "tenant": {
            "name": "Samen Sterk",
            "locale": "nl",
            "theme_url": theme_path(look.hue, look.chroma),
            "initials": "SS",
        },
        "actor": {"called": "Samira", "roles_label": "Coördinator"},
        "languages": [("nl", "?lang=nl"), ("en", "?lang=en")],
    }


def gallery_app() -> Flask:
    """The app that the tests of this room drive."""
    app = Flask(__name__, static_folder=None)
    app.config.update(SECRET_KEY="gallery", TESTING=True)
    app.jinja_env.undefined = StrictUndefined
    own = FileSystemLoader(Path(__file__).parent / "templates")
    app.jinja_loader = ChoiceLoader([own])  # type: ignore[assignment]
    CSRFProtect(app)
    catalogues.install(app)
    static_files.install(app)

    @app.context_processor
    def page() -> dict[str, Any]:
        return {"page": frame(THEMES.get(request.args.get("theme", "blue"), THEMES["blue"]))}

    @app.after_request
    def policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CSP
        return response

    @app.get("/theme.<key>.css")
    def themes(key: str) -> Response:
        for colour in THEMES.values():
            look = theme(colour)
            if theme_path(look.hue, look.chroma) == f"/theme.{key}.css":
                return static_files.forever(theme_css(look.hue, look.chroma).encode(), "text/css")
        return Response(status=404)

    @app.route("/gallery", methods=["GET", "POST"])
    def gallery() -> Response:
        g.tenant_locale = "nl"
        form = GalleryForm()
        if form.validate_on_submit():
            return done("Bewaard.", "/gallery", undo="/undo")
        answer = invalid if form.errors else show
        return answer("gallery.html", form=form, rows=ROWS)

    @app.get("/clash")
    def clashed() -> Response:
        return clash("gallery.html", form=GalleryForm(), rows=ROWS)

    @app.route("/swap", methods=["GET", "POST"])
    def swap() -> Response:
        """A part of a page that htmx swaps in; refused without its token, as everything is."""
        if request.method == "GET":
            return show("gallery_swap.html")
        typed = request.form.get("name", "")
        return Response(f"<p>{'Gelukt' if typed else 'Nog leeg'}</p>", status=200 if typed else 422)

    for name in ("log", "question", "error", "paper", "letter", "public"):
        app.add_url_rule(f"/{name}", name, _shown(name))
    return app


def _shown(name: str) -> Any:
    def view() -> Response:
        form = GalleryForm()
        return show(f"gallery_{name}.html", form=form, status=404 if name == "error" else 200)

    return view


if __name__ == "__main__":
    gallery_app().run(port=5055)
