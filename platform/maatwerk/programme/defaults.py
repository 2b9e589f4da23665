"""What the core answers when a variant leaves a question open: one function for each of hookspecs.Questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from flask_babel import lazy_gettext as _

from maatwerk.programme import conditions, fits, lists, questions
from maatwerk.programme.default_road import (
    activities,
    attention_rules,
    end_reasons,
    meeting_topics,
    review_questions,
    trajectory_next_step,
    trajectory_phases,
)
from maatwerk.programme.values import (
    Act,
    Attended,
    Choice,
    Condition,
    Criterion,
    Curriculum,
    Findings,
    Kind,
    Lazy,
    Module,
    Outcome,
    Question,
    Side,
    Step,
    Variant,
    Verdict,
    Who,
    WritesTo,
)

__all__ = [
    "activities",
    "attention_rules",
    "end_reasons",
    "intake_questions",
    "intake_verdict",
    "interests",
    "matching_conditions",
    "matching_criteria",
    "matching_steps",
    "meeting_topics",
    "review_questions",
    "selection_rubric",
    "themes",
    "training_completed",
    "training_modules",
    "trajectory_next_step",
    "trajectory_phases",
]

COORDINATORS = _("Only coordinators read this.")
BOTH = questions.OTHER_READS
SHARED_TIMES = _("Coordinators read this. Whoever we propose to you hears at what times you are both free.")


def audience_of(question: Question) -> Lazy:
    """Who reads the answer, as its page says: what fills a column that matching reads is told to the other too."""
    if question.audience:
        return question.audience
    if question.writes_to is WritesTo.SLOTS:
        return SHARED_TIMES
    return COORDINATORS if question.writes_to in (None, WritesTo.POSTCODE) else BOTH


_ABOUT_YOU = (questions.INTERESTS, questions.LANGUAGES, questions.SLOTS)
_SEEKER_FIRST = (
    Question(
        "theme",
        Kind.CHOICES,
        _("What would you like help with?"),
        choices=lists.THEMES,
        least=1,
        most=3,
        audience=BOTH,
    ),
    Question(
        "who_am_i",
        Kind.TEXT,
        _("Who are you, and who would you like to be?"),
        _("For example: I am calm, and I would like to dare more."),
        required=False,
    ),
    Question(
        "what_can_i",
        Kind.TEXT,
        _("What are you good at, and what would you like to be able to do?"),
        _("At school or outside, big or small."),
        required=False,
    ),
    Question("question", Kind.TEXT, _("In your own words: what should be different afterwards?"), required=False),
)
_SUPPORTER_FIRST = (
    Question("why", Kind.TEXT, _("Why would you like to do this?")),
    Question(
        "gains",
        Kind.CHOICES,
        _("What do you hope to get out of it yourself?"),
        choices=(
            Choice("helping", _("Helping someone")),
            Choice("learning", _("Learning something myself")),
            Choice("experience", _("Experience for my CV")),
            Choice("people", _("Meeting people")),
        ),
        least=1,
    ),
    Question("learning_goal", Kind.TEXT, _("What would you like to learn yourself?"), required=False),
)


def intake_questions(variant: Variant) -> Mapping[Side, tuple[Question, ...]]:
    """What someone is, can, likes, speaks and needs: strengths before problems (requirements 13, 22, 27, 31)."""
    return {Side.SEEKER: (*_SEEKER_FIRST, *_ABOUT_YOU), Side.SUPPORTER: (*_SUPPORTER_FIRST, *_ABOUT_YOU)}


def triage(found: Findings, least_motivation: int) -> Verdict:
    """Say whether taking part fits this young person now, and why (requirements 4, 30, 37, 38)."""
    if found.too_heavy:
        return Verdict(Outcome.CARE, ("too_heavy",))
    if not found.own_yes:
        return Verdict(Outcome.SECOND_TALK, ("no_own_yes",))
    if found.motivation < least_motivation:
        return Verdict(Outcome.SECOND_TALK, ("doubts",))
    if found.multi_problem:
        return Verdict(Outcome.EXPERIENCED, ("multiple_problems",))
    return Verdict(Outcome.SUITABLE)


def intake_verdict(variant: Variant) -> Callable[[Findings, int], Verdict]:
    """Care before everything else, then the own yes, then motivation."""
    return triage


def selection_rubric(variant: Variant) -> tuple[Choice, ...]:
    """Listening, empathy, boundaries, solutions, structure, own expertise (requirement 25)."""
    return lists.RUBRIC


def training_modules(variant: Variant) -> Curriculum:
    """Goals, phases, roles, young people's world, boundaries, safety, and closing (requirements 48 and 49)."""
    return Curriculum(
        1,
        (
            Module("goals", _("What this programme is for"), 1, 60),
            Module("phases", _("The five phases of a match"), 1, 60),
            Module("role", _("Your role and its limits"), 1, 90),
            Module("world", _("The world of young people"), 2, 90),
            Module("safety", _("Safety and asking for help"), 2, 120),
            Module("closing", _("Saying goodbye well"), 3, 120),
        ),
        sessions=3,
    )


def completed(attended: Attended) -> bool:
    """Every meeting with a compulsory module was attended."""
    return {module.session for module in attended.curriculum.modules if module.compulsory} <= attended.sessions


def training_completed(variant: Variant) -> Callable[[Attended], bool]:
    """Attendance complete: that is the gate to matching."""
    return completed


def matching_conditions(variant: Variant) -> tuple[Condition, ...]:
    """Nothing beside what holds in every programme."""
    return ()


def matching_criteria(variant: Variant) -> tuple[Criterion, ...]:
    """Interests before anything else, then time, course and language."""
    return (fits.interests(40), fits.availability(30), fits.course(15), fits.language(15))


def matching_steps(variant: Variant) -> tuple[Step, ...]:
    """The coordinator proposes; the supporter answers first, so that no young person hears a no."""
    return (
        Step("propose", Who.COORDINATOR, Act.PROPOSE, _("The coordinator proposes")),
        Step("supporter_answers", Who.SUPPORTER, Act.ANSWER, _("%(The_supporter)s answers"), timedelta(days=5)),
        Step("seeker_answers", Who.SEEKER, Act.ANSWER, _("%(The_seeker)s answers"), timedelta(days=5)),
    )


def themes(variant: Variant) -> tuple[Choice, ...]:
    """Planning, confidence, choice, internship, belonging, language, home, first job."""
    return lists.THEMES


def interests(variant: Variant) -> tuple[Choice, ...]:
    """Twenty things that young people like."""
    return lists.INTERESTS


def hard_rules(variant: Variant) -> tuple[Condition, ...]:
    """What always holds, the certificate where the role asks for one, and the variant's own."""
    own = variant.matching_conditions if variant.matching_conditions is not None else matching_conditions(variant)
    trained = (conditions.CERTIFIED,) if variant.supporter_role.needs_certificate else ()
    return (*conditions.ALWAYS, *trained, *own)
