"""Organisations with two whole lanes each, made once for all tests of who may what."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.access import journey
from tests.access.journey import Scene
from tests.access.payloads import typed


@pytest.fixture(scope="session")
def calm(app: Flask) -> Scene:
    """Two lanes that tests look at and never change."""
    return journey.scene(app, "kalm")


@pytest.fixture(scope="session")
def battered(app: Flask) -> Scene:
    """Two lanes that tests may change and attack."""
    return journey.scene(app, "belaagd")


@pytest.fixture(scope="session")
def loaded(app: Flask) -> Scene:
    """Two lanes whose every free text and name holds half of the payloads, and a word of its own."""
    return journey.scene(app, "geladen", typed)
