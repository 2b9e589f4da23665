"""Which plug-ins an app has: sorted, whole, refused when broken, asked only where they are on, each guarded."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Blueprint

from maatwerk.access.policy import rule
from maatwerk.correspondence.values import LetterKind
from maatwerk.programme import conditions
from maatwerk.programme.hookspecs import QUESTIONS, hookimpl
from maatwerk.programme.registry import BrokenPlugin, Registry, found
from maatwerk.programme.values import About, Happening, Job
from maatwerk.tenancy.settings import Setting
from tests.factories.programme import a_plugin, a_variant

HAPPENING = Happening("MatchStarted", uuid4(), {"match_id": "1"}, datetime(2026, 11, 24, tzinfo=UTC))


def test_installed_plugins_are_found_by_their_entry_point() -> None:
    assert set(Registry(found()).plugins()) >= {"mentor_buddies", "peer_support", "professional_mentors"}


def test_plugins_are_sorted_whatever_the_order_they_came_in() -> None:
    both = {"walks": a_plugin(a_variant()), "art": a_plugin(a_variant("art/paint"))}
    assert Registry(both).plugins() == ("art", "walks")
    assert [variant.key for variant in Registry(both).variants()] == ["art/paint", "walks/forest"]


def test_packages_follow_the_order_of_plugins() -> None:
    art, walks = a_plugin(a_variant("art/paint")), a_plugin(a_variant())
    art.__name__, walks.__name__ = "zebra.programme", "aardvark.programme"
    assert Registry({"walks": walks, "art": art}).packages() == ("zebra", "aardvark")


def test_variants_come_from_the_hook_in_the_order_of_their_plugin() -> None:
    """`programme_variants` of each plug-in, none forgotten."""
    walks = a_plugin(a_variant("walks/river"), a_variant("walks/forest"))
    assert [variant.key for variant in Registry({"walks": walks}).variants("walks")] == ["walks/river", "walks/forest"]
    assert Registry({"walks": walks}).variants("art") == ()


def test_variants_have_every_question_answered() -> None:
    variant = Registry({"walks": a_plugin(a_variant())}).variant("walks/forest")
    assert [question for question in QUESTIONS if getattr(variant, question) is None] == []


def test_what_always_holds_is_among_the_conditions() -> None:
    variant = Registry({"walks": a_plugin(a_variant(matching_conditions=(conditions.same_site(),)))}).variants()[0]
    assert [c.key for c in variant.matching_conditions or ()] == [
        "own_yes",
        "ready",
        "place",
        "no_tie",
        "experienced",
        "language",
        "certified",
        "same_site",
    ]


def test_two_variants_of_one_key_are_refused() -> None:
    with pytest.raises(BrokenPlugin, match="walks: there are two variants walks/forest"):
        Registry({"walks": a_plugin(a_variant(), a_variant())})


def test_a_variant_of_another_version_is_refused() -> None:
    with pytest.raises(BrokenPlugin, match="walks/forest: it was made for version 7 of the values"):
        Registry({"walks": a_plugin(a_variant(api=7))})


def test_a_hook_the_core_does_not_know_is_refused() -> None:
    """A misspelt hook would otherwise never be called, without a word."""
    with pytest.raises(BrokenPlugin, match="programme_varaints"):
        Registry({"walks": a_plugin(programme_varaints=lambda: [*()])})


def test_a_hook_with_other_arguments_is_refused() -> None:
    with pytest.raises(BrokenPlugin, match="happened"):
        Registry({"walks": a_plugin(happened=lambda event, request: None)})


def test_the_name_of_the_core_is_taken() -> None:
    with pytest.raises(BrokenPlugin, match="core is the name of the core itself"):
        Registry({"core": a_plugin(a_variant("core/forest"))})


def test_a_plugin_says_what_it_is_called_or_its_key_does() -> None:
    said = a_plugin(programme_about=lambda: About("Walking", "Walk and talk."))
    registry = Registry({"night_walks": a_plugin(), "walks": said})
    assert registry.about("walks") == About("Walking", "Walk and talk.")
    assert registry.about("night_walks") == About("Night walks")


def test_permissions_speak_only_of_a_plugins_own_kinds() -> None:
    own = [rule("coordinator", "read", "walks_route")]
    assert Registry({"walks": a_plugin(programme_permissions=lambda: own)}).permissions() == tuple(own)
    wide = Registry({"walks": a_plugin(programme_permissions=lambda: [rule("person", "read", "concern")])})
    with pytest.raises(BrokenPlugin, match="walks: its permissions speak of concern, which is not walks_…"):
        wide.permissions()


def test_settings_carry_a_plugins_name() -> None:
    own = [Setting("walks.kilometres", 5)]
    assert Registry({"walks": a_plugin(programme_settings=lambda: own)}).settings() == tuple(own)
    with pytest.raises(BrokenPlugin, match="kilometres must start with walks"):
        Registry({"walks": a_plugin(programme_settings=lambda: [Setting("kilometres", 5)])}).settings()


def test_pages_are_given_with_the_plugin_they_belong_to() -> None:
    page = Blueprint("walks", __name__)
    registry = Registry({"art": a_plugin(), "walks": a_plugin(programme_pages=lambda: [page])})
    assert registry.pages() == (("walks", page),)


def test_letters_carry_a_plugins_name() -> None:
    own = [LetterKind("walks_route", "Your route", ("Here it is.",))]
    assert Registry({"walks": a_plugin(programme_letters=lambda: own)}).letters() == tuple(own)
    stolen = [LetterKind("sign_in", "Sign in", ("Here.",))]
    with pytest.raises(BrokenPlugin, match="its letter sign_in must start with walks_"):
        Registry({"walks": a_plugin(programme_letters=lambda: stolen)}).letters()


def test_jobs_are_given_with_the_plugin_they_belong_to() -> None:
    job = Job("count", timedelta(hours=1), lambda: None)
    assert Registry({"walks": a_plugin(programme_jobs=lambda: [job])}).jobs() == (("walks", job),)


class Listener:
    """Hears what happened, or falls over."""

    def __init__(self, *, falls: bool = False) -> None:
        self.heard: list[Happening] = []
        self.falls = falls

    @hookimpl
    def happened(self, event: Happening) -> None:
        self.heard.append(event)
        if self.falls:
            raise RuntimeError("fell over")


def test_only_plugins_that_are_on_hear_what_happened() -> None:
    on, off = Listener(), Listener()
    assert Registry({"on": on, "off": off}).tell(HAPPENING, {"on", "gone"}) == ()
    assert (on.heard, off.heard) == ([HAPPENING], [])


def test_one_plugin_that_fails_silences_no_other(caplog: pytest.LogCaptureFixture) -> None:
    first, last = Listener(falls=True), Listener()
    with caplog.at_level(logging.CRITICAL, "maatwerk.plugins"):
        failed = Registry({"a": first, "z": last}).tell(HAPPENING, {"a", "z"})
    assert (failed, first.heard, last.heard) == (("a",), [HAPPENING], [HAPPENING])


def test_trace_writes_every_call_until_it_is_undone() -> None:
    lines: list[str] = []
    registry = Registry({"on": Listener()})
    undo = registry.trace(lines.append)
    registry.tell(HAPPENING, {"on"})
    undo()
    traced = len(lines)
    registry.tell(HAPPENING, {"on"})
    assert "happened" in "".join(lines)
    assert len(lines) == traced


def test_a_plugin_of_a_class_keeps_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Registry({"on": Listener()}).packages() == (Listener.__module__.partition(".")[0],)


def test_nothing_is_shared_between_two_apps() -> None:
    one: Any = Registry({"walks": a_plugin(a_variant())})
    other: Any = Registry({"art": a_plugin(a_variant("art/paint"))})
    assert (one.plugins(), other.plugins()) == (("walks",), ("art",))
