"""What a command says: lines for people, JSON for programs, reasons on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import SQLAlchemyError

from maatwerk.access.work import NotFound, Refused
from maatwerk.ground.embedded import EmbeddedError
from maatwerk.ground.settings import SettingsError
from maatwerk.interface.assets import AssetsMissing
from maatwerk.programme.registry import BrokenPlugin
from maatwerk.tenancy.actions import SlugTaken, WrongSlug
from maatwerk.tenancy.settings import WrongSetting
from maatwerk.tenancy.upgrade import NotReady

Command = TypeVar("Command", bound=Callable[..., Any])


class Failed(click.ClickException):
    """A command can't do what was asked; the message says why and what to do. Exit code 1."""

    def show(self, file: Any = None) -> None:
        """One line on standard error."""
        click.echo(self.message, err=True, file=file)


class House(click.Group):
    """The group of all commands: with --json a refusal is an object on standard output too."""

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
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")(command)


def tenant_option(command: Command) -> Command:
    """Give a command the option --tenant."""
    return click.option("--tenant", "slug", required=True, metavar="SLUG", help="The organisation's short name.")(
        command
    )


@contextmanager
def reasons() -> Iterator[None]:
    """Turn what the house raises into one clear line and exit code 1."""
    try:
        yield
    except (SettingsError, NotReady, EmbeddedError, AssetsMissing, BrokenPlugin, WrongSetting) as error:
        raise Failed(_first_line(error)) from error
    except NotFound as error:
        raise Failed("There is no such thing here.") from error
    except Refused as error:
        raise Failed(str(error.message)) from error
    except SlugTaken as error:
        raise Failed(f"Another organisation has the short name {error}.") from error
    except WrongSlug as error:
        raise Failed(f"{error} is no usable short name: 3 to 40 small letters, digits or dashes.") from error
    except SQLAlchemyError as error:
        raise Failed(f"The database does not do this: {_first_line(error)}") from error
    except BrokenPipeError:
        raise SystemExit(1) from None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


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
