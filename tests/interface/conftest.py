"""The gallery of all components, as an app to ask and as a site to look at in a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from setup import browser as installed
from tests.interface.gallery import gallery_app


@pytest.fixture(scope="session")
def gallery() -> Flask:
    """An app of nothing but the two rooms that pages are made with."""
    return gallery_app()


@pytest.fixture
def visitor(gallery: Flask) -> FlaskClient:
    """Someone who looks at the gallery."""
    return gallery.test_client()


@pytest.fixture(scope="session")
def site(gallery: Flask) -> Iterator[str]:
    """The gallery on a port of its own."""
    server = make_server("127.0.0.1", 0, gallery, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own browser."""
    return installed.launch_arguments()
