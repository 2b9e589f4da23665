"""What is written at the door."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from maatwerk.correspondence.values import Link
from maatwerk.intake import letters

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
A, B, C = uuid4(), uuid4(), uuid4()
ALL = (
    letters.nomination_confirm(A, B, C, "Peer tutor"),
    letters.nomination_received(A, B, C, "Peer tutor", "Thursday 3 December"),
    letters.nomination_told(A, B, C, "Peer tutor"),
    letters.application_link(A, B, C, "Peer tutor", NOW),
    letters.application_known(A, B, f"{C}:seeker", "Peer tutor", NOW),
    letters.application_received(A, B, C, "Peer tutor"),
    letters.application_closed(A, B, "Peer tutor"),
    letters.interview_planned(A, B, NOW, "Tuesday 12 January", "15:30", "Room 2.14"),
    letters.protocol_to_read(A, B, "Peer tutor", Link("sign_in", letters.protocol_of(C))),
    *(
        letters.concluded(kind, A, B, "Peer tutor", "tutor")
        for kind in (
            letters.INTAKE_CONCLUDED,
            letters.SECOND_TALK,
            letters.INTAKE_REFERRED,
            letters.INTAKE_WELCOME,
            letters.INTAKE_WELCOME_CONSENT,
            letters.SELECTION_NOT_NOW,
        )
    ),
)
TOO_MUCH = ("problem", "risk", "severe", "too heavy", "care", "diagnos")


def said(letter):
    """Everything a kind of letter can say, before its values are in it."""
    return [str(text) for text in (letter.kind.subject, *letter.kind.body, letter.kind.button or "")]


def test_letters_are_each_of_a_kind_that_is_known():
    assert {letter.kind.key for letter in ALL} == {kind.key for kind in letters.KINDS}


@pytest.mark.parametrize("letter", ALL, ids=lambda letter: letter.kind.key)
def test_letter_fills_every_placeholder(letter):
    wanted = set(re.findall(r"%\((\w+)\)s", " ".join(said(letter))))

    assert wanted - set(letter.values) - {"first_name", "organisation"} == set()


@pytest.mark.parametrize("letter", ALL, ids=lambda letter: letter.kind.key)
def test_letter_names_no_problem(letter):
    """Ruling 12: no dossier text, ever; a lock screen shows nothing of it."""
    text = " ".join(said(letter)).lower()

    assert [word for word in TOO_MUCH if word in text.replace("carer", "")] == []


@pytest.mark.parametrize("letter", ALL, ids=lambda letter: letter.kind.key)
def test_letter_has_a_key_of_its_own(letter):
    assert letter.key.startswith(f"{letter.kind.key}:")
    assert [other.kind.key for other in ALL if other.key == letter.key] == [letter.kind.key]


def test_letters_to_who_nominates_say_u_and_to_young_people_je():
    assert {letter.kind.key for letter in ALL if letter.kind.register == "u"} == {
        "nomination_confirm",
        "nomination_received",
    }


def test_letters_that_let_somebody_in_are_sent_again_rather_than_lost():
    assert {letter.kind.key for letter in ALL if letter.kind.security} == {
        "nomination_confirm",
        "application_link",
        "application_known",
    }
