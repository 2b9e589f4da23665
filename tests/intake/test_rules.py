"""The decisions at the door."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maatwerk.intake import rules
from maatwerk.intake.rules import (
    Check,
    Close,
    Door,
    Findings,
    IntakeSettings,
    Nominated,
    Nominee,
    Reason,
    Rubric,
    Seen,
    Selection,
    SelectionVerdict,
    admits,
    triage,
)
from maatwerk.programme import values
from maatwerk.programme.lists import RUBRIC
from maatwerk.programme.rules import may_move
from maatwerk.programme.values import Outcome, Verdict

USUAL = IntakeSettings()
MOTIVATION = st.integers(min_value=1, max_value=5)
FINDINGS = st.builds(
    Findings,
    own_yes=st.booleans(),
    motivation=MOTIVATION,
    without_referrer=st.booleans(),
    multi_problem=st.booleans(),
    too_heavy=st.booleans(),
)
SETTINGS = st.builds(IntakeSettings, motivated=MOTIVATION)
SKILLS = [choice.key for choice in RUBRIC]
SCORES = st.fixed_dictionaries({skill: st.integers(min_value=1, max_value=4) for skill in SKILLS})
RUBRICS = st.builds(Rubric, scores=SCORES, own_yes=st.booleans())
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2050, 12, 31))


def found(**changes: bool | int) -> Findings:
    usual = {"own_yes": True, "motivation": 4, "without_referrer": True, "multi_problem": False, "too_heavy": False}
    return Findings(**{**usual, **changes})  # type: ignore[arg-type]


def scored(own_yes: bool = True, **scores: int) -> Rubric:
    return Rubric({skill: scores.get(skill, 3) for skill in SKILLS}, own_yes)


def test_triage_puts_care_before_everything_else():
    """Requirement 38: too heavy is never softened by motivation."""
    assert triage(found(motivation=5, multi_problem=True, too_heavy=True), USUAL) == Verdict(
        Outcome.CARE, (Reason.TOO_HEAVY,)
    )


def test_triage_of_a_motivated_young_person_opens_the_door():
    assert triage(found(), USUAL) == Verdict(Outcome.SUITABLE)


def test_triage_with_multiple_problems_asks_for_experience():
    """Requirement 37."""
    assert triage(found(multi_problem=True), USUAL) == Verdict(Outcome.EXPERIENCED, (Reason.MULTIPLE_PROBLEMS,))


def test_triage_with_doubts_takes_a_second_talk():
    assert triage(found(motivation=2), USUAL) == Verdict(Outcome.SECOND_TALK, (Reason.DOUBTS,))


def test_triage_beside_the_referrer_does_not_count_as_an_own_yes():
    """Requirement 30: the own yes is given in a talk without who nominated."""
    assert triage(found(without_referrer=False), USUAL) == Verdict(Outcome.SECOND_TALK, (Reason.NOT_ALONE,))


def test_triage_asks_the_variant_once_the_core_is_content():
    """A programme may be stricter, for instance ask experience of everyone."""
    asked = []

    def ask(heard, least):
        asked.append((heard, least))
        return Verdict(Outcome.EXPERIENCED, ("first_year_here",))

    assert triage(found(motivation=4), IntakeSettings(motivated=2), ask).reasons == ("first_year_here",)
    assert asked == [(values.Findings(own_yes=True, motivation=4, multi_problem=False, too_heavy=False), 2)]


@given(FINDINGS, SETTINGS)
def test_triage_lets_no_variant_soften_care_or_the_own_yes(findings, settings):
    assume(findings.too_heavy or not findings.own_yes or not findings.without_referrer)

    assert triage(findings, settings, lambda _heard, _least: Verdict(Outcome.SUITABLE)) == triage(findings, settings)


@given(FINDINGS, SETTINGS)
def test_triage_never_starts_anyone_without_their_own_yes(findings, settings):
    """Requirements 4 and 30: mentoring stands or falls with the young person's own will."""
    assume(not findings.own_yes)

    assert triage(findings, settings).outcome in {Outcome.SECOND_TALK, Outcome.CARE}


@given(FINDINGS, SETTINGS)
def test_triage_refers_to_care_exactly_when_it_is_too_heavy(findings, settings):
    assert (triage(findings, settings).outcome == Outcome.CARE) == findings.too_heavy


@given(FINDINGS, SETTINGS)
def test_triage_keeps_the_threshold_of_the_organisation(findings, settings):
    assume(findings.motivation < settings.motivated)

    assert not admits(triage(findings, settings).outcome)


@given(FINDINGS, SETTINGS)
def test_triage_never_lets_multiple_problems_pass_to_just_anyone(findings, settings):
    assume(findings.multi_problem)

    assert triage(findings, settings).outcome != Outcome.SUITABLE


@given(FINDINGS, SETTINGS)
def test_triage_gives_a_reason_for_everything_but_a_plain_yes(findings, settings):
    verdict = triage(findings, settings)

    assert (verdict.reasons == ()) == (verdict.outcome == Outcome.SUITABLE)


@given(FINDINGS, SETTINGS)
def test_triage_is_never_harder_on_more_motivation(findings, settings):
    assume(findings.motivation < 5)
    more = Findings(
        findings.own_yes,
        findings.motivation + 1,
        findings.without_referrer,
        findings.multi_problem,
        findings.too_heavy,
    )

    assert admits(triage(more, settings).outcome) >= admits(triage(findings, settings).outcome)


def test_advise_admits_a_solid_supporter():
    assert rules.advise(scored()) == SelectionVerdict(Selection.ADMITTED)


@pytest.mark.parametrize("skill", ["listening", "boundaries"])
def test_advise_says_not_now_without_listening_or_boundaries(skill):
    """Requirement 25: the two that keep a young person safe."""
    assert rules.advise(scored(**{skill: 1})) == SelectionVerdict(Selection.NOT_NOW, (skill,))


def test_advise_talks_again_when_one_other_skill_was_not_seen():
    assert rules.advise(scored(empathy=1)) == SelectionVerdict(Selection.SECOND_TALK, ("empathy",))


def test_advise_says_not_now_to_two_skills_that_were_not_seen():
    assert rules.advise(scored(empathy=1, structure=1)) == SelectionVerdict(Selection.NOT_NOW, ("empathy", "structure"))


def test_advise_talks_again_when_everything_is_only_just_there():
    assert rules.advise(Rubric(dict.fromkeys(SKILLS, 2), own_yes=True)) == SelectionVerdict(Selection.SECOND_TALK)


@given(RUBRICS)
def test_advise_never_admits_without_an_own_yes(rubric):
    """Requirement 4: voluntary for the supporter too."""
    assume(not rubric.own_yes)

    assert rules.advise(rubric).outcome == Selection.NOT_NOW


@given(RUBRICS, st.sampled_from(Selection))
def test_select_may_be_stricter_than_the_scores_but_never_milder(rubric, chosen):
    order = list(Selection)
    outcome = rules.select(rubric, chosen).outcome

    assert order.index(outcome) == max(order.index(chosen), order.index(rules.advise(rubric).outcome))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25))],
)
def test_easter_falls_where_the_calendar_says(year, sunday):
    assert rules.easter(year) == sunday


def test_public_holidays_of_2027_are_the_closed_days():
    assert sorted(rules.public_holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 4, 27),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 12, 25),
        date(2027, 12, 26),
    ]


def test_public_holidays_hold_liberation_day_every_fifth_year_only():
    assert [date(year, 5, 5) in rules.public_holidays(year) for year in (2025, 2026, 2030)] == [True, False, True]


def test_public_holidays_move_kings_day_off_a_sunday():
    assert date(2031, 4, 26) in rules.public_holidays(2031)
    assert date(2031, 4, 27) not in rules.public_holidays(2031)


def test_working_days_after_a_thursday_skips_the_weekend():
    """Ruling 9: the student hears within five working days."""
    assert rules.working_days_after(date(2026, 11, 26), 5) == date(2026, 12, 3)


def test_working_days_after_skips_christmas_and_new_year():
    assert rules.working_days_after(date(2026, 12, 23), 5) == date(2026, 12, 31)
    assert rules.working_days_after(date(2026, 12, 24), 5) == date(2027, 1, 4)


@given(DAYS, st.integers(min_value=1, max_value=15))
def test_working_days_after_and_left_agree(day, number):
    due = rules.working_days_after(day, number)

    assert rules.is_working_day(due)
    assert rules.working_days_left(day, due) == number


@given(DAYS, st.integers(min_value=1, max_value=15))
def test_working_days_left_goes_below_zero_once_the_day_has_passed(day, number):
    assert rules.working_days_left(rules.working_days_after(day, number), day) == -number


def test_working_days_left_is_zero_on_the_day_itself():
    assert rules.working_days_left(date(2026, 11, 26), date(2026, 11, 26)) == 0


def test_working_days_left_does_not_count_a_weekend_as_late():
    friday = date(2026, 11, 27)

    assert rules.working_days_left(friday + timedelta(days=2), friday) == 0


NOOR = Nominee("Noor", "Visser", "noor@example.org", "", date(2009, 3, 1))


def test_kept_names_nobody_while_the_student_does_not_know():
    """Ruling 9: no name, no address, no birth date, no text."""
    typed = Nominated(knows=False, relation="teacher", themes=("planning",), why="She works hard.", nominee=NOOR)

    assert rules.kept(typed) == Nominated(
        knows=False, relation="teacher", themes=("planning",), why="", nominee=Nominee()
    )


def test_kept_keeps_everything_once_the_student_knows():
    typed = Nominated(knows=True, relation="teacher", themes=("planning",), why="She works hard.", nominee=NOOR)

    assert rules.kept(typed) == typed


@given(st.text(), st.text(), st.text(), st.text(), DAYS, st.text())
def test_kept_lets_nothing_typed_slip_through_a_draft(given_name, family_name, email, number, born, why):
    typed = Nominated(False, "teacher", (), why, Nominee(given_name, family_name, email, number, born))

    assert rules.kept(typed) == Nominated(knows=False, relation="teacher")


def test_contact_tells_an_address_from_a_student_number():
    assert rules.contact(" noor@example.org ") == ("noor@example.org", "")
    assert rules.contact(" 104233 ") == ("", "104233")


@pytest.mark.parametrize(
    ("typed", "prefix", "name"),
    [
        ("van den Berg", "van den", "Berg"),
        ("de Graaff-van Oosterhout", "de", "Graaff-van Oosterhout"),
        ("in 't Veld", "in 't", "Veld"),
        ("El Amrani", "", "El Amrani"),
        ("Hoekstra", "", "Hoekstra"),
        ("de", "", "de"),
        ("", "", ""),
    ],
)
def test_split_family_finds_the_prefix_by_which_nobody_is_sorted(typed, prefix, name):
    assert rules.split_family(typed) == (prefix, name)


@pytest.mark.parametrize(
    ("state", "participation", "planned", "seen"),
    [
        ("draft", None, False, Seen.DRAFT),
        ("sent", "interested", False, Seen.RECEIVED),
        ("told", "interested", False, Seen.TOLD),
        ("answered", "applied", False, Seen.TALK_TO_PLAN),
        ("answered", "applied", True, Seen.TALK_PLANNED),
        ("answered", "interviewed", False, Seen.TALK_TO_PLAN),
        ("answered", "admitted", False, Seen.PREPARING),
        ("answered", "waiting", False, Seen.WAITING),
        ("answered", "matched", False, Seen.STARTED),
    ],
)
def test_shown_to_nominator_says_where_it_stands(state, participation, planned, seen):
    assert rules.shown_to_nominator(state, participation, planned) == seen


@pytest.mark.parametrize("end", ["finished", "withdrawn", "declined", "referred", "never_started"])
def test_shown_to_nominator_does_not_tell_one_end_from_another(end):
    """Nothing secret: who was helped to care looks the same as who said no."""
    assert rules.shown_to_nominator("answered", end, False) == Seen.ENDED


@pytest.mark.parametrize(
    ("age", "needs_parent", "way"),
    [
        (9, True, Door.GROWN_UP_ASKS),
        (11, True, Door.GROWN_UP_ASKS),
        (12, True, Door.WITH_PARENT),
        (15, True, Door.WITH_PARENT),
        (16, False, Door.OPEN),
        (17, True, Door.WITH_PARENT),
        (18, False, Door.OPEN),
    ],
)
def test_door_follows_age(age, needs_parent, way):
    """Domain section 4: under 12 no own account, and a parent joins in where age asks for it."""
    assert rules.door(age, needs_parent) == way


def test_steps_ask_one_thing_at_a_time_and_end_with_the_check():
    assert rules.steps(["subjects", "when"], parent=False) == ("name", "birth", "subjects", "when", "check")
    assert rules.steps(["subjects"], parent=True) == ("name", "birth", "parent", "subjects", "check")


def test_steps_do_not_ask_again_who_is_known():
    assert rules.steps(["subjects"], name=False, birth=False) == ("subjects", "check")


def test_next_step_is_the_first_without_an_answer():
    order = rules.steps(["subjects", "when"], parent=False)

    assert rules.next_step(order, ["name", "subjects"]) == "birth"
    assert rules.next_step(order, ["name", "birth", "subjects", "when"]) == "check"


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.booleans(), st.sets(st.sampled_from("abcdef")))
def test_next_step_only_reaches_the_check_when_all_is_answered(questions, parent, done):
    order = rules.steps(questions, parent=parent)
    answered = {"name", "birth", "parent", *done}

    assert (rules.next_step(order, answered) == "check") == (set(questions) <= done)


def test_step_after_and_before_walk_the_same_road():
    order = rules.steps(["subjects"], parent=False)

    assert [rules.step_after(order, step) for step in order] == ["birth", "subjects", "check", "check"]
    assert [rules.step_before(order, step) for step in order] == [None, "name", "birth", "subjects"]


def test_step_after_a_question_that_fell_away_is_the_check():
    assert rules.step_after(rules.steps(["subjects"], parent=False), "gone") == "check"


def test_missing_checks_names_what_was_never_seen_and_what_lapsed():
    seen = {"reference": None, "vog": date(2026, 11, 23)}
    needed = ("vog", "reference", "agreement")

    assert rules.missing_checks(needed, seen, date(2026, 11, 24)) == (Check.AGREEMENT, Check.VOG)


def test_missing_checks_counts_the_last_valid_day():
    assert rules.missing_checks(("vog",), {"vog": date(2026, 11, 24)}, date(2026, 11, 24)) == ()


@given(st.sampled_from(Close), st.sampled_from(["seeker", "supporter"]), st.sampled_from(sorted(rules.LEAVABLE)))
def test_may_close_never_asks_for_a_step_that_the_programme_does_not_know(why, side, state):
    assume(not (side == "supporter" and state == "waiting"))

    assert not rules.may_close(state, why) or may_move(side, state, rules.ends_as(why))


@pytest.mark.parametrize("state", ["matched", "active", "paused", "finished", "withdrawn", "declined", "referred"])
def test_may_close_is_over_once_somebody_is_in_or_gone(state):
    assert [why for why in Close if rules.may_close(state, why)] == []


def test_ends_as_their_no_unless_it_was_ours():
    assert {why: rules.ends_as(why) for why in Close} == {
        Close.OWN_WISH: "withdrawn",
        Close.NO_ANSWER: "withdrawn",
        Close.NOT_FOR_US: "declined",
    }
