"""`maatwerk import people …`: a roster from the command line, of any size."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click
from flask_babel import force_locale
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from maatwerk.access.work import Refused
from maatwerk.ground.reason import N_
from maatwerk.interface.sheets import harmless
from maatwerk.language import terminal
from maatwerk.language.terminal import gettext as _
from maatwerk.language.terminal import ngettext
from maatwerk.people import say
from maatwerk.people.imports import actions
from maatwerk.people.imports.rules import Bad
from maatwerk.people.imports.writing import Difference, Result
from maatwerk.tenancy import resolve
from maatwerk.tenancy.jobs import in_tenant


@click.command("people", help=N_("Take people in from a school's roster (CSV or XLSX), as it comes out of its system."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--tenant", "slug", required=True, metavar="SLUG", help=N_("The organisation's short name."))
@click.option(
    "--source", default="roster", show_default=True, help=N_("The system it comes from; people are known by it.")
)
@click.option(
    "--kind", type=click.Choice(actions.KINDS), default="student", show_default=True, help=N_("Who are in it.")
)
@click.option("--dry-run", is_flag=True, help=N_("Change nobody; say what would happen."))
@click.option("--bad-rows", type=click.File("w", encoding="utf-8-sig"), help=N_("Write the rows that come back here."))
@click.option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def people(
    file: Path, slug: str, source: str, kind: str, dry_run: bool, bad_rows: TextIO | None, as_json: bool
) -> None:
    """Good rows in, bad rows back with a reason each; the same or a newer file again updates and never doubles."""
    known = resolve.by_slug(slug)
    if known is None or known.state == "closed":
        raise click.ClickException(
            _("There is no organisation %(slug)s; `maatwerk tenant list` names them.", slug=slug)
        )
    with in_tenant(known.id), force_locale(terminal.language()), _progress(file.name) as tell:
        try:
            batch_id, result = actions.import_file(
                lambda: file.open("rb"), file.name, source=source, kind=kind, dry_run=dry_run, tell=tell,
                see=_writer(bad_rows),
            )  # fmt: skip
        except Refused as refused:
            raise click.ClickException(str(refused.message)) from refused
        said = {"batch": str(batch_id) if batch_id else None, "dry_run": dry_run, "source": source, **result.counts()}
        lines = [*_lines(result, dry_run)]
    click.echo(json.dumps(said, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))


def _lines(result: Result, dry_run: bool) -> Iterator[str]:
    line = N_("%(new)s new, %(changed)s changed, %(same)s the same")
    if dry_run:
        line = N_("%(new)s would be new, %(changed)s would be changed, %(same)s the same")
    yield _(line, new=result.new, changed=result.changed, same=result.same)
    if result.outcome.bad:
        yield ngettext("%(num)s row comes back:", "%(num)s rows come back:", result.outcome.bad)
        for key, number in sorted(result.outcome.reasons.items(), key=lambda item: (-item[1], item[0])):
            yield f"  {number} x {say.reason(key)}"
    if result.outcome.lost:
        yield ngettext(
            "%(num)s name has a question mark where a letter was",
            "%(num)s names have a question mark where a letter was",
            result.outcome.lost,
        )
    if result.differences:
        yield ngettext(
            "%(num)s person was changed by hand and stands otherwise in the file; ours stays",
            "%(num)s people were changed by hand and stand otherwise in the file; ours stays",
            result.differences,
        )
    if result.absent:
        yield ngettext(
            "%(num)s person is not in this file and was in an earlier one; nobody is ended",
            "%(num)s people are not in this file and were in an earlier one; nobody is ended",
            result.absent,
        )


def _writer(out: TextIO | None) -> Callable[[Sequence[Bad | Difference]], None]:
    """Writes each bad row as it came, with its line and its reasons behind it."""
    if out is None:
        return lambda aside: None
    sheet = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")

    def write(aside: Sequence[Bad | Difference]) -> None:
        for one in aside:
            if isinstance(one, Bad):
                sheet.writerow([*map(harmless, one.cells), one.line, say.reasons(one.reasons)])

    return write


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int], None]]:
    """How many rows were read, on standard error and on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda number: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda number: bar.advance(task, number)
