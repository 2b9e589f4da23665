"""What a command says: lines for people, JSON for programs, reasons on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import SQLAlchemyError

from maatwerk.access.work import NotFound, Refused
from maatwerk.commands import trouble
from maatwerk.ground.reason import N_, Reason
from maatwerk.interface.assets import AssetsMissing
from maatwerk.language import terminal
from maatwerk.language.terminal import gettext as _
from maatwerk.programme.registry import BrokenPlugin
from maatwerk.tenancy.actions import SlugTaken, WrongSlug
from maatwerk.tenancy.settings import WrongSetting

Command = TypeVar("Command", bound=Callable[..., Any])


class Failed(click.ClickException):
    """A command can't do what was asked; the message says why and what to do. Exit code 1."""

    def show(self, file: Any = None) -> None:
        """One line on standard error."""
        click.echo(self.message, err=True, file=file)


class House(click.Group):
    """The group of all commands, in the reader's language; with --json a refusal is an object on standard output."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        """Choose the language before anything is said."""
        words = list(sys.argv[1:] if args is None else args)
        with terminal.speaking(terminal.asked(words, os.environ), OF_CLICK):
            _translate(self)
            return super().main(words, *rest, **more)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Remember whether an answer in JSON is wanted."""
        ctx.meta["json"] = "--json" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            if ctx.meta["json"] and not isinstance(error, click.UsageError):
                click.echo(json.dumps({"error": error.message}, ensure_ascii=False))
            raise


def with_json(command: Command) -> Command:
    """Give a command the option --json."""
    return click.option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))(command)


def tenant_option(command: Command) -> Command:
    """Give a command the option --tenant."""
    return click.option("--tenant", "slug", required=True, metavar="SLUG", help=N_("The organisation's short name."))(
        command
    )


@contextmanager
def reasons() -> Iterator[None]:
    """Turn what the house raises into one clear line and exit code 1."""
    try:
        yield
    except Reason as error:
        raise Failed(first_line(said(error))) from error
    except (AssetsMissing, BrokenPlugin, WrongSetting) as error:
        raise Failed(first_line(error)) from error
    except NotFound as error:
        raise Failed(_("There is no such thing here.")) from error
    except Refused as error:
        raise Failed(str(error.message)) from error
    except SlugTaken as error:
        raise Failed(_("Another organisation has the short name %(slug)s.", slug=error)) from error
    except WrongSlug as error:
        what = _("%(slug)s is no usable short name: 3 to 40 small letters, digits or dashes.", slug=error)
        raise Failed(what) from error
    except SQLAlchemyError as error:
        raise Failed(trouble.of_database(error)) from error
    except BrokenPipeError:
        raise SystemExit(1) from None


def said(reason: Reason) -> str:
    """A reason in the reader's language."""
    return _(reason.sentence, **reason.values)


def first_line(error: object) -> str:
    """The first line of what an error says; its name when it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


# What click says itself; in braces what it fills in.
OF_CLICK = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Error: {message}"),
    N_("Aborted!"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Invalid value: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{value!r} is not a valid UUID."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("default: {default}"),
    N_("File"),
)


def _translate(command: click.Command) -> None:
    """What a command and its options explain, in the language that is spoken now."""
    for part in (command, *command.params):
        english = part.__dict__.setdefault("in_english", getattr(part, "help", None))
        if english:
            part.help = _(english)  # type: ignore[attr-defined]
    for child in getattr(command, "commands", {}).values():
        _translate(child)


def tell(value: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """Say `value` as JSON, or the lines."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
        return
    for line in lines:
        click.echo(line)


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    """Lines in columns; nothing is cut off, so that an address can be copied."""
    texts = [[("" if cell is None else str(cell)) for cell in row] for row in (headings, *rows)]
    widths = [max(len(row[at]) for row in texts) for at in range(len(headings))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in texts]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def listed(headings: Sequence[str], rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Say rows as a table whose headings are their keys, or as a JSON list."""
    tell(list(rows), table(headings, [[row[name] for name in headings] for row in rows]), as_json=as_json)


@contextmanager
def progress(says: str) -> Iterator[Callable[[int, int, str], None]]:
    """A bar on standard error, on a terminal only; give it (done, of, what)."""
    if not sys.stderr.isatty():
        yield lambda done, of, what: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(says, total=None)
        yield lambda done, of, what: bar.update(task, completed=done, total=of, description=what)
