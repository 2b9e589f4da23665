"""Which plug-ins this app has, and what their variants answer. Nothing of it lives outside an app."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

import pluggy
from flask import Blueprint, Flask, abort, current_app

from maatwerk.access.policy import Rule
from maatwerk.correspondence.values import LetterKind
from maatwerk.programme import defaults, own_hooks, rules, snapshot
from maatwerk.programme.hookspecs import PROJECT, QUESTIONS, Hooks
from maatwerk.programme.values import About, Happening, Job, Variant
from maatwerk.programme.wording import worded
from maatwerk.tenancy.settings import Setting

GROUP = "maatwerk.programmes"
log = logging.getLogger("maatwerk.plugins")


class BrokenPlugin(Exception):
    """A plug-in can't be used; the message says which and why, and the program does not start."""


class Registry:
    """The plug-ins of one app, sorted by name, and their variants with every question answered."""

    def __init__(self, plugins: Mapping[str, Any]) -> None:
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(Hooks)
        self._manager.register(own_hooks, name="core")
        self._modules = dict(sorted(plugins.items()))
        for key, module in self._modules.items():
            self._register(key, module)
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise BrokenPlugin(f"{error.plugin!r}: {error}") from error
        self._unworded: dict[str, Variant] = dict(self._collect())
        self._variants = {key: worded(variant) for key, variant in self._unworded.items()}

    def _register(self, key: str, module: Any) -> None:
        if key == "core":
            raise BrokenPlugin("core is the name of the core itself; choose another")
        try:
            self._manager.register(module, name=key)
        except (ValueError, pluggy.PluginValidationError) as error:
            raise BrokenPlugin(f"{key}: {error}") from error

    def _collect(self) -> Iterator[tuple[str, Variant]]:
        seen: set[str] = set()
        for plugin in self._modules:
            for variant in self._all(plugin, "programme_variants"):
                if variant.key in seen:
                    raise BrokenPlugin(f"{plugin}: there are two variants {variant.key}")
                seen.add(variant.key)
                whole = complete(variant)
                reason = rules.refused(plugin, whole)
                if reason is not None:
                    raise BrokenPlugin(f"{variant.key}: {reason}")
                yield variant.key, replace(whole, matching_conditions=defaults.hard_rules(whole))

    def _only(self, plugin: str, hook: str) -> Any:
        """A hook as this plug-in alone answers it."""
        others = [p for name, p in self._manager.list_name_plugin() if name != plugin and p is not None]
        return self._manager.subset_hook_caller(hook, remove_plugins=others)

    def _all(self, plugin: str, hook: str) -> list[Any]:
        return [item for answer in self._only(plugin, hook)() for item in answer]

    def plugins(self) -> tuple[str, ...]:
        """The keys of all plug-ins, sorted."""
        return tuple(self._modules)

    def packages(self) -> tuple[str, ...]:
        """The importable package of each plug-in, in the order of `plugins()`: where its translations are."""
        modules = (m if isinstance(m, ModuleType) else sys.modules[type(m).__module__] for m in self._modules.values())
        return tuple(module.__name__.partition(".")[0] for module in modules)

    def about(self, plugin: str) -> About:
        """What a plug-in is called; the names of its variants where it does not say."""
        said: About | None = self._only(plugin, "programme_about")()
        return said or About(plugin.replace("_", " ").capitalize())

    def variants(self, plugin: str | None = None) -> tuple[Variant, ...]:
        """Every variant, or those of one plug-in, by key."""
        return tuple(variant for variant in self._variants.values() if plugin in (None, variant.plugin))

    def variant(self, key: str) -> Variant:
        """The variant called `key`, every question answered; KeyError if no plug-in brings it."""
        return self._variants[key]

    def unworded(self, key: str) -> Variant:
        """The same before its sentences are filled with words for roles: what tailoring starts from."""
        return self._unworded[key]

    def of(self, programme: Any) -> Variant:
        """The variant of a programme (anything with `variant`), in the plug-in's own words.

        What an organisation tailored is in `queries.settings_of(programme).variant`.
        """
        return self._variants[programme.variant]

    def permissions(self) -> tuple[Rule, ...]:
        """The plug-ins' lines of the decision table, each about kinds of its own."""
        found = []
        for plugin in self._modules:
            for line in self._all(plugin, "programme_permissions"):
                if not line.kind.startswith(f"{plugin}_"):
                    raise BrokenPlugin(f"{plugin}: its permissions speak of {line.kind}, which is not {plugin}_…")
                found.append(line)
        return tuple(found)

    def settings(self, of: str | None = None) -> tuple[Setting, ...]:
        """The plug-ins' own typed settings, or those of one."""
        found = []
        for plugin in self._modules if of is None else (of,):
            for setting in self._all(plugin, "programme_settings"):
                if not setting.key.startswith(f"{plugin}."):
                    raise BrokenPlugin(f"{plugin}: the key of its setting {setting.key} must start with {plugin}.")
                found.append(setting)
        return tuple(found)

    def letters(self) -> tuple[LetterKind, ...]:
        """The plug-ins' own kinds of letter."""
        found = []
        for plugin in self._modules:
            for kind in self._all(plugin, "programme_letters"):
                if not kind.key.startswith(f"{plugin}_"):
                    raise BrokenPlugin(f"{plugin}: the key of its letter {kind.key} must start with {plugin}_")
                found.append(kind)
        return tuple(found)

    def jobs(self) -> tuple[tuple[str, Job], ...]:
        """(plug-in, job) of everything that plug-ins do by the clock."""
        return tuple((plugin, job) for plugin in self._modules for job in self._all(plugin, "programme_jobs"))

    def pages(self) -> tuple[tuple[str, Blueprint], ...]:
        """(plug-in, blueprint) of every page of a plug-in's own."""
        return tuple((plugin, page) for plugin in self._modules for page in self._all(plugin, "programme_pages"))

    def tell(self, happening: Happening, enabled: Iterable[str]) -> tuple[str, ...]:
        """Tell the plug-ins that this tenant switched on, each guarded; the answer names those that failed."""
        failed = []
        for plugin in sorted(set(enabled) & set(self._modules)):
            try:
                self._only(plugin, "happened")(event=happening)
            except Exception:
                log.exception("the plug-in %s failed on %s %s", plugin, happening.event, happening.id)
                failed.append(plugin)
        return tuple(failed)

    def trace(self, write: Callable[[str], None]) -> Callable[[], None]:
        """Write every hook call to `write` until the answer is called: for whoever looks for a fault."""
        self._manager.trace.root.setwriter(write)
        undo: Callable[[], None] = self._manager.enable_tracing()
        return undo


def complete(variant: Variant) -> Variant:
    """The variant with the core's answer to each question it left open (the next step follows its words)."""
    for question in QUESTIONS:
        if question != "trajectory_next_step" and getattr(variant, question) is None:
            variant = replace(variant, **{question: getattr(defaults, question)(variant)})
    return variant


def found() -> dict[str, Any]:
    """The plug-ins that are installed, by the name of their entry point."""
    plugins: dict[str, Any] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        if point.name in plugins:
            raise BrokenPlugin(f"two installed plug-ins are called {point.name}")
        plugins[point.name] = point.load()
    return plugins


def install(app: Flask, plugins: Mapping[str, Any] | None = None) -> Registry:
    """Give `app` its plug-ins: those given, or all that are installed; mount their pages behind the gate.

    Raises:
        BrokenPlugin: one of them can't be used.
    """
    made = Registry(found() if plugins is None else plugins)
    app.extensions["maatwerk.registry"] = made
    snapshot.install(app)
    for plugin, page in made.pages():
        page.before_request(partial(_gate, plugin))
        app.register_blueprint(page, url_prefix=f"/programme/{plugin}{page.url_prefix or ''}")
    return made


def _gate(plugin: str) -> None:
    """A page of a plug-in that isn't switched on does not exist."""
    if plugin not in snapshot.enabled_plugins():
        abort(404)


def registry() -> Registry:
    """The plug-ins of the running app."""
    made: Registry = current_app.extensions["maatwerk.registry"]
    return made
