"""Pieces of rows look the same whether they are drawn here or made by a macro, and addresses are the router's."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask, render_template_string, url_for

from maatwerk.interface import rows
from tests.interface.gallery import gallery_app


@pytest.mark.parametrize("kind", [None, "nowrap"])
def test_ready_cells_are_what_the_macros_make(gallery: Flask, kind: str | None) -> None:
    macros = (
        '{% from "interface/components.html" import first_cell, cell %}'
        "{% call first_cell() %}{{ x }}{% endcall %}{% call cell(x, kind) %}{{ x }}{% endcall %}"
    )
    with gallery.test_request_context("/gallery"):
        made = render_template_string(macros, x="<b>", kind=kind)

    assert rows.row_cells(["<i>", "<b>"], ["<b>", "<b>"], {1: kind} if kind else None) == made


def test_row_address_is_the_one_that_the_router_gives() -> None:
    gallery = gallery_app()
    gallery.add_url_rule("/rows/<uuid:row_id>/more", "row_of_a_test", lambda row_id: "")
    one = uuid4()
    with gallery.test_request_context("/gallery"):
        assert rows.row_url("row_of_a_test", "row_id")(one) == url_for("row_of_a_test", row_id=one)


def test_pair_is_said_in_the_readers_language(gallery: Flask) -> None:
    said = []
    for language in ("nl", "en"):
        with gallery.test_request_context(f"/gallery?lang={language}"):
            said.append(rows.pair("Noor", "Daan").striptags())

    assert said == ["NDNoor en Daan", "NDNoor and Daan"]
