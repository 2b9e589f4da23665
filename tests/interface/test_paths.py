"""Addresses that are worked out once are still the router's, also below another root."""

from __future__ import annotations

from maatwerk.interface.paths import path_to
from tests.interface.gallery import gallery_app


def test_address_follows_the_root_it_is_asked_at() -> None:
    gallery = gallery_app()
    gallery.add_url_rule("/a-page-of-a-test", "page_of_a_test", lambda: "")
    found = []
    for root in ("", "/below", ""):
        with gallery.test_request_context("/gallery", environ_overrides={"SCRIPT_NAME": root}):
            found.append(path_to("page_of_a_test"))

    assert found == ["/a-page-of-a-test", "/below/a-page-of-a-test", "/a-page-of-a-test"]
