"""What commands say: nothing cut off, one line for a reason, bars for people only."""

from __future__ import annotations

import click
import pytest

from maatwerk.access.work import Clash, NotFound
from maatwerk.commands.output import Failed, listed, progress, reasons, table
from maatwerk.ground.settings import SettingsError
from maatwerk.tenancy.upgrade import NotReady


def test_table_cuts_nothing_off() -> None:
    address = "http://waddenkust.localhost:8000/link/" + "x" * 80
    lines = table(("who", "address"), [["Sjoukje", address], [None, 3]])
    assert lines == ["who      address", f"-------  {'-' * len(address)}", f"Sjoukje  {address}", "         3"]


def test_rows_are_a_list_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    listed(("a", "b"), [{"a": 1, "b": "é"}], as_json=True)
    assert capsys.readouterr().out == '[\n  {\n    "a": 1,\n    "b": "é"\n  }\n]\n'


def test_rows_are_lines_without_json(capsys: pytest.CaptureFixture[str]) -> None:
    listed(("a", "b"), [{"a": 1, "b": "é"}], as_json=False)
    assert capsys.readouterr().out == "a  b\n-  -\n1  é\n"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (SettingsError("MAATWERK_SECRET is not set"), "MAATWERK_SECRET is not set"),
        (NotReady("the database is empty\nand more"), "the database is empty"),
        (Clash("done already"), "done already"),
        (NotFound("no row"), "There is no such thing here."),
    ],
)
def test_reason_is_one_line(error: Exception, says: str) -> None:
    with pytest.raises(Failed) as failed, reasons():
        raise error
    assert (failed.value.message, failed.value.exit_code) == (says, 1)


def test_own_mistakes_are_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), reasons():
        _ = 1 / 0


def test_no_bar_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Working") as tick:
        tick(1, 2, "half")
    assert capsys.readouterr() == ("", "")


def test_failure_is_a_click_exception() -> None:
    assert issubclass(Failed, click.ClickException)
