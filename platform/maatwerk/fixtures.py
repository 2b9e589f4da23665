"""What pytest knows of by itself where Maatwerk is installed: an installation to test a plug-in on.

pytest loads this file in every run (entry point `pytest11`), so the house itself is imported only when asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask

    from maatwerk.testing import Services


@pytest.fixture(scope="session")
def maatwerk_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A real PostgreSQL and a real store for this run, empty; gone at the end."""
    # Only when asked for: every other run starts sooner without it.
    from maatwerk import testing

    with testing.services(tmp_path_factory.mktemp("maatwerk")) as found:
        yield found


@pytest.fixture(scope="session")
def maatwerk_app(maatwerk_services: Services) -> Iterator[Flask]:
    """Maatwerk with every plug-in that is installed, on a migrated database."""
    # As above.
    from maatwerk import testing

    made = testing.made_ready(testing.settings_for(maatwerk_services))
    yield made
    testing.closed(made)
