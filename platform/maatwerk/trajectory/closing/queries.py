"""Where a closing stands, and what both sides said looking back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from maatwerk.ground.database import db
from maatwerk.programme.values import Kind as AnswerKind
from maatwerk.programme.values import ReviewQuestion, Variant
from maatwerk.tenancy.sealed import prefetch
from maatwerk.trajectory.model import Closure, Match, Review
from maatwerk.trajectory.rules.closing import Step, Steps


def closure_of(match: Match, session: Session | None = None) -> Closure | None:
    """The closing of a match, or None when nobody opened it."""
    return (session or db.session()).scalars(select(Closure).where(Closure.match_id == match.id)).one_or_none()


def reviews_of(match: Match, session: Session | None = None) -> dict[tuple[str, str], Review]:
    """(moment, side) → the look back."""
    rows = (session or db.session()).scalars(select(Review).where(Review.match_id == match.id)).all()
    return {(row.moment, row.side): row for row in rows}


def steps_of(closure: Closure, reviews: Mapping[tuple[str, str], Review], today: date) -> Steps:
    """What is done of a closing, and what was left out with which reason."""
    done = {
        Step.PLAN: closure.planned_last_on is not None,
        Step.LAST_MEETING: closure.last_meeting_on is not None and closure.last_meeting_on <= today,
        Step.SEEKER_REVIEW: ("final", "seeker") in reviews,
        Step.SUPPORTER_REVIEW: ("final", "supporter") in reviews,
        Step.FAREWELL: closure.farewell is not None,
        Step.FOLLOW_UP: closure.follow_up_on is not None,
    }
    skipped = {Step(key): str(why) for key, why in (closure.skipped or {}).items()}
    return Steps(frozenset(step for step, yes in done.items() if yes), skipped)


def questions(variant: Variant, moment: str, side: str) -> tuple[ReviewQuestion, ...]:
    """What this side is asked at this moment."""
    found = variant.review_questions or ()
    return tuple(one for one in found if moment in one.moments and side in one.sides)


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of a look back, in words."""

    question: str
    answer: str


def said(review: Review, variant: Variant) -> list[Said]:
    """What somebody said looking back, question by question; unseals their words."""
    prefetch(db.session(), [review.by_person_id])
    typed: dict[str, Any] = json.loads(review.words) if (review.words or "").startswith("{") else {}
    answers = {**review.answers, **typed}
    found = []
    for question in questions(variant, review.moment, review.side):
        if question.key in answers:
            found.append(Said(str(question.label), in_words(question, answers[question.key])))
    return found


def in_words(question: ReviewQuestion, answer: Any) -> str:
    """An answer as a person reads it: 4 of 5, or the label of a choice."""
    if question.kind is AnswerKind.SCALE:
        return f"{answer} / 5"
    known = {choice.key: str(choice.label) for choice in question.choices}
    if isinstance(answer, list):
        return ", ".join(known.get(key, str(key)) for key in answer)
    return known.get(answer, str(answer))
