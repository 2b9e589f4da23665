"""What a plug-in may answer. A hook exists only with a spec line here, a core default and a test.

**Assembly** is collected once at start; **announcements** come from the outbox, at least once. Both are hooks of
pluggy, project `maatwerk`: a plug-in's module has functions of these names, marked `@hookimpl`.
**Questions** are asked of exactly one variant: they are fields of `Variant`, and what a variant leaves None
`programme/defaults.py` answers with the function of the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pluggy

from maatwerk.access.policy import Rule
from maatwerk.correspondence.values import LetterKind
from maatwerk.programme.values import (
    About,
    Attended,
    AttentionRule,
    Choice,
    Condition,
    Criterion,
    Curriculum,
    EndReason,
    Findings,
    Happening,
    Job,
    MeetingTopics,
    NextStep,
    PhasePlan,
    Question,
    ReviewQuestion,
    Road,
    Side,
    Step,
    Variant,
    Verdict,
)

if TYPE_CHECKING:
    from flask import Blueprint

    from maatwerk.tenancy.settings import Setting

PROJECT = "maatwerk"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """Assembly and announcements."""

    @hookspec(firstresult=True)
    def programme_about(self) -> About:  # type: ignore[empty-body]
        """What the plug-in is called and what it is for, in one sentence. Default: its variants' names say it."""

    @hookspec
    def programme_variants(self) -> list[Variant]:  # type: ignore[empty-body]
        """The variants this plug-in brings. Default: none."""

    @hookspec
    def programme_pages(self) -> list[Blueprint]:  # type: ignore[empty-body]
        """Pages of its own, mounted under /programme/<plugin>/; 404 where it is not switched on. Default: none."""

    @hookspec
    def programme_permissions(self) -> list[Rule]:  # type: ignore[empty-body]
        """Lines for the decision table, about its own kinds only (named <plugin>_…). Default: none."""

    @hookspec
    def programme_settings(self) -> list[Setting]:  # type: ignore[empty-body]
        """Typed settings of its own, keys starting with <plugin>. Default: none."""

    @hookspec
    def programme_letters(self) -> list[LetterKind]:  # type: ignore[empty-body]
        """Kinds of letter it sends, keys starting with <plugin>_. Default: none."""

    @hookspec
    def programme_jobs(self) -> list[Job]:  # type: ignore[empty-body]
        """What it does by the clock, run inside each organisation that switched it on. Default: nothing."""

    @hookspec
    def happened(self, event: Happening) -> None:
        """Something happened at a tenant that switched this plug-in on: ids only, at least once. Default: nothing."""


class Questions:
    """What one variant is asked; each is a field of `Variant`. All are pure: no row, session or request."""

    def intake_questions(self, variant: Variant) -> Mapping[Side, tuple[Question, ...]]:  # type: ignore[empty-body]
        """What an application asks of each side, one question a page."""

    def intake_verdict(self, variant: Variant) -> Callable[[Findings, int], Verdict]:  # type: ignore[empty-body]
        """What an intake talk comes to, from the findings and the least motivation (1 to 5) that is enough."""

    def selection_rubric(self, variant: Variant) -> tuple[Choice, ...]:  # type: ignore[empty-body]
        """What a selection talk with a supporter scores from 1 to 4 (requirement 25)."""

    def training_modules(self, variant: Variant) -> Curriculum:  # type: ignore[empty-body]
        """What the role training covers; a module with the key `closing` is compulsory."""

    def training_completed(self, variant: Variant) -> Callable[[Attended], bool]:  # type: ignore[empty-body]
        """Whether somebody's attendance earns the role certificate."""

    def matching_conditions(self, variant: Variant) -> tuple[Condition, ...]:  # type: ignore[empty-body]
        """Hard rules, beside those that hold in every programme."""

    def matching_criteria(self, variant: Variant) -> tuple[Criterion, ...]:  # type: ignore[empty-body]
        """Soft rules with weights that sum to 100."""

    def matching_steps(self, variant: Variant) -> tuple[Step, ...]:  # type: ignore[empty-body]
        """Who decides what, in which order, before when; both sides' yes is among them."""

    def trajectory_phases(self, variant: Variant) -> tuple[PhasePlan, ...]:  # type: ignore[empty-body]
        """The five phases with their shares of the length and their checklists."""

    def trajectory_next_step(self, variant: Variant) -> Callable[[Road], NextStep | None]:  # type: ignore[empty-body]
        """What happens next on a road, or None when nothing waits."""

    def attention_rules(self, variant: Variant) -> tuple[AttentionRule, ...]:  # type: ignore[empty-body]
        """When somebody should look."""

    def themes(self, variant: Variant) -> tuple[Choice, ...]:  # type: ignore[empty-body]
        """What nominations and goals are about."""

    def interests(self, variant: Variant) -> tuple[Choice, ...]:  # type: ignore[empty-body]
        """What questions about interests offer."""

    def meeting_topics(self, variant: Variant) -> MeetingTopics:  # type: ignore[empty-body]
        """What meetings are about, one tap each."""

    def activities(self, variant: Variant) -> tuple[Choice, ...]:  # type: ignore[empty-body]
        """What two people may agree to do together."""

    def review_questions(self, variant: Variant) -> tuple[ReviewQuestion, ...]:  # type: ignore[empty-body]
        """What both are asked when they look back, midway and at the end."""

    def end_reasons(self, variant: Variant) -> tuple[EndReason, ...]:  # type: ignore[empty-body]
        """Why a match may end; exactly one never-started reason is the young person's own motivation."""


QUESTIONS = tuple(name for name in vars(Questions) if not name.startswith("_"))
HOOKS = tuple(name for name in vars(Hooks) if not name.startswith("_"))
