"""The whole, put together: reads as a table of contents."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from maatwerk.access import decisions, errors, frame, health, postman, requests
from maatwerk.access.policy import Policy
from maatwerk.correspondence import kinds
from maatwerk.ground import crypto, queue
from maatwerk.ground.database import db, watch
from maatwerk.ground.settings import Settings
from maatwerk.interface import static_files
from maatwerk.language import catalogues
from maatwerk.programme import registry
from maatwerk.tenancy import columns, scope, upgrade
from maatwerk.wiring import handlers

ROOMS = (
    "tenancy",
    "interface",
    "correspondence",
    "access",
    "people",
    "programme",
    "safeguarding",
    "training",
    "intake",
    "matching",
    "trajectory",
    "opening",
    "today",
)


def create_app(settings: Settings, *, plugins: Mapping[str, Any] | None = None, worker: bool = False) -> Flask:
    """The application for one installation; `plugins` is what is installed, unless a test lists its own.

    Asks no database anything. Raises at once when a hook, route, rule, column or setting is not right.
    """
    app = Flask("maatwerk", static_folder=None)
    _configure(app, settings, settings.database_worker_url if worker else settings.database_url)
    found = registry.install(app, plugins)
    app.extensions["maatwerk.histories"] = _histories(found)
    _language(app, found)
    static_files.install(app)
    _rooms(app, found)
    app.extensions["maatwerk.handlers"] = handlers()
    app.extensions["maatwerk.policy"] = Policy((*decisions.RULES, *found.permissions()))
    columns.check(db.metadata)
    requests.check_routes(app)
    return app


def _configure(app: Flask, settings: Settings, database_url: str) -> None:
    app.config.update(
        SECRET_KEY=crypto.derive(settings.secret, "flask session"),
        SQLALCHEMY_DATABASE_URI=database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "connect_args": {"autocommit": True},
            "hide_parameters": True,
            "pool_size": 8,
            "max_overflow": 8,
        },
        SESSION_COOKIE_NAME="__Host-form" if settings.secure else "form",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=20 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.extensions["maatwerk.settings"] = settings
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    db.init_app(app)
    with app.app_context():
        watch(db.engine)
        scope.install(db.engine, upgrade.context_key(settings.secret))
    queue.install(app, settings.redis_url)
    requests.install(app)
    errors.install(app)
    health.install(app)
    frame.install(app)
    postman.install(app)


def _language(app: Flask, found: registry.Registry) -> None:
    catalogues.install(app, extra_packages=found.packages())


def _histories(found: registry.Registry) -> tuple[upgrade.History, ...]:
    """The migrations of plug-ins that keep tables of their own."""
    named = zip(found.plugins(), found.packages(), strict=False)
    return tuple(history for key, package in named if (history := upgrade.of_plugin(key, package)))


def _rooms(app: Flask, plugins: registry.Registry) -> None:
    """Each room's tables, relations, letters and pages, found by the names of its doors."""
    found: list[Any] = [*plugins.letters()]
    for room in ROOMS:
        for door in ("model", "relations"):
            _door(room, door)
        letters = _door(room, "letters")
        found.extend(getattr(letters, "KINDS", ()))
        views = _door(room, "views")
        for page in getattr(views, "PAGES", None) or [getattr(views, "page", None)]:
            if page is not None:
                app.register_blueprint(page)
    kinds.install(app, found)


def _door(room: str, door: str) -> ModuleType | None:
    name = f"maatwerk.{room}.{door}"
    return import_module(name) if importlib.util.find_spec(name) else None
