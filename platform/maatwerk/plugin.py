"""The front door: everything a programme's plug-in may import, and no more.

Values and hooks to say what a programme is; a tenant's table, sealed notes and a unit of work to keep something of its
own; pages, permissions and letters to show it. `api` is the version of all this; the core serves it and the one before.
"""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.policy import Rule, in_scope, kind, relation, rule, visible
from maatwerk.access.requests import allowed, current_actor, page_blueprint, public
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.correspondence.values import Letter, LetterKind, Link
from maatwerk.ground.database import db
from maatwerk.interface.forms import AtMost, Form, Needed
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.programme import conditions, fits, lists, questions
from maatwerk.programme.default_road import CLOSURE, DEEPENING, GUIDANCE, PREPARATION, START_UP
from maatwerk.programme.hookspecs import hookimpl
from maatwerk.programme.queries import RunningProgramme, open_programmes, plugin_settings, programme, settings_of
from maatwerk.programme.values import (
    API as api,
)
from maatwerk.programme.values import (
    About,
    Act,
    Attended,
    AttentionRule,
    CheckInPlan,
    ChecklistItem,
    Choice,
    Condition,
    Criterion,
    Curriculum,
    EndReason,
    Facts,
    Findings,
    Fit,
    Happening,
    Job,
    KickoffPlan,
    Kind,
    MeetingTopics,
    Module,
    Nature,
    NextStep,
    Outcome,
    PhasePlan,
    Places,
    Question,
    ReviewQuestion,
    Rhythm,
    Road,
    Role,
    RoleForms,
    RoleWords,
    Side,
    Signal,
    Step,
    Variant,
    Verdict,
    Who,
    WritesTo,
)
from maatwerk.tenancy import tables_v1
from maatwerk.tenancy.columns import Basis, FieldClass, Keep, held, plain
from maatwerk.tenancy.sealed import Sealed
from maatwerk.tenancy.settings import Setting
from maatwerk.tenancy.tables import TenantRow, belongs, linked, only_one, unique

__all__ = [
    "CLOSURE",
    "DEEPENING",
    "GUIDANCE",
    "PREPARATION",
    "START_UP",
    "SYSTEM",
    "About",
    "Act",
    "Actor",
    "AtMost",
    "Attended",
    "AttentionRule",
    "Basis",
    "CheckInPlan",
    "ChecklistItem",
    "Choice",
    "Clash",
    "Condition",
    "Criterion",
    "Curriculum",
    "EndReason",
    "Facts",
    "FieldClass",
    "Findings",
    "Fit",
    "Form",
    "Happening",
    "Job",
    "Keep",
    "KickoffPlan",
    "Kind",
    "Letter",
    "LetterKind",
    "Link",
    "MeetingTopics",
    "Module",
    "Nature",
    "Needed",
    "NextStep",
    "NotFound",
    "Outcome",
    "PhasePlan",
    "Places",
    "Question",
    "Refused",
    "ReviewQuestion",
    "Rhythm",
    "Road",
    "Role",
    "RoleForms",
    "RoleWords",
    "Rule",
    "RunningProgramme",
    "Sealed",
    "Setting",
    "Side",
    "Signal",
    "Step",
    "TenantRow",
    "Variant",
    "Verdict",
    "Who",
    "Work",
    "WritesTo",
    "allowed",
    "api",
    "belongs",
    "clash",
    "conditions",
    "current_actor",
    "db",
    "done",
    "fits",
    "gettext",
    "held",
    "hookimpl",
    "in_scope",
    "invalid",
    "kind",
    "lazy_gettext",
    "linked",
    "lists",
    "ngettext",
    "only_one",
    "open_programmes",
    "page_blueprint",
    "plain",
    "plugin_settings",
    "programme",
    "public",
    "questions",
    "relation",
    "rule",
    "settings_of",
    "show",
    "tables_v1",
    "unique",
    "unit_of_work",
    "url_for",
    "visible",
]
