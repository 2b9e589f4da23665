"""What counts as proof: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from maatwerk.access import rules

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
JUST, LONG_AGO = NOW - timedelta(minutes=15), NOW - timedelta(minutes=15, seconds=1)


@pytest.mark.parametrize(("proven_at", "fresh"), [(NOW, True), (JUST, True), (LONG_AGO, False), (None, False)])
def test_a_proof_counts_for_a_quarter_of_an_hour(proven_at, fresh):
    assert rules.is_fresh(proven_at, NOW) is fresh


@pytest.mark.parametrize(
    ("linked", "factors", "proven"), [(False, 1, True), (False, 2, True), (True, 1, False), (True, 2, True)]
)
def test_who_has_an_app_proves_anew_with_it(linked, factors, proven):
    assert rules.proven_anew(linked=linked, factors=factors, fresh_at=NOW, now=NOW) is proven
    assert rules.proven_anew(linked=linked, factors=factors, fresh_at=LONG_AGO, now=NOW) is False


@pytest.mark.parametrize(
    ("linked", "factors", "fresh_at", "mailbox_at", "may"),
    [
        (False, 1, NOW, NOW, True),
        (False, 1, NOW, None, False),  # came by password
        (False, 1, NOW, LONG_AGO, False),
        (True, 1, NOW, NOW, False),  # the mailbox alone does not replace an app
        (True, 2, NOW, None, True),
        (True, 2, LONG_AGO, NOW, False),
    ],
)
def test_an_app_is_linked_by_a_letter_and_replaced_by_a_code(linked, factors, fresh_at, mailbox_at, may):
    asked = {"linked": linked, "factors": factors, "fresh_at": fresh_at, "mailbox_at": mailbox_at}

    assert rules.may_link(**asked, now=NOW) is may
