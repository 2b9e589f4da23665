"""A school of its own, so that what other rooms' tests choose never changes who fits whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from maatwerk import testing
from tests.factories import world


@pytest.fixture(scope="session")
def school(app: Flask) -> testing.TenantFixture:
    """An organisation with everybody in it, for matching."""
    return world.organisation(app, "koppels", "Koppels College")


@pytest.fixture
def at_school(school: testing.TenantFixture, inside: Any) -> Iterator[testing.TenantFixture]:
    """The whole test runs inside that school."""
    with inside(school):
        yield school
