"""`maatwerk match`: the matching engine on its own, without a database or settings."""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path
from typing import Any

import click

from maatwerk.commands.output import Failed, tell, with_json
from maatwerk.ground.reason import N_
from maatwerk.language.terminal import gettext as _
from maatwerk.matching.engine import files
from maatwerk.matching.engine.reading import WrongFile
from maatwerk.matching.engine.solving import Answer, solve

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_TARGET = click.Path(dir_okay=False, writable=True, path_type=Path)
_MOST_ALTERNATIVES = 20

SOLVES = N_("Match as many seekers as possible and, among those ways, with the highest total score; proven.")


@click.group("match", help=N_("Find who fits whom."))
def group() -> None:
    """Find who fits whom."""


@group.command("solve", help=SOLVES)
@click.option("--pairs", required=True, type=_FILE, help=N_("seeker,supporter,score: the allowed pairs, score 0 to 1."))
@click.option(
    "--capacities", required=True, type=_FILE, help=N_("supporter,capacity: how many each takes; missing: 1.")
)
@click.option(
    "--out", required=True, type=_TARGET, help=N_("The matches: seeker,supporter,score,rank (1 is the match).")
)
@click.option("--report", type=_TARGET, help=N_("What was found and how sure it is, in JSON."))
@click.option(
    "--alternatives", type=click.IntRange(0, _MOST_ALTERNATIVES), default=0, help=N_("Others for each, ranks 2 and on.")
)
@click.option(
    "--seconds", type=click.FloatRange(0), help=N_("Stop improving after so long; the bound says what is left.")
)
@with_json
def solve_command(
    pairs: Path,
    capacities: Path,
    out: Path,
    report: Path | None,
    alternatives: int,
    seconds: float | None,
    as_json: bool,
) -> None:
    """Match as many seekers as possible and, among those ways, with the highest total score; proven."""
    began = time.monotonic()
    try:
        asked = files.read(pairs, capacities)
    except WrongFile as error:
        raise Failed(str(error)) from error
    answer = solve(asked.pairs, asked.places, seconds=seconds)
    _write(out, files.matches(asked, answer, alternatives))
    told = _told(asked, answer, time.monotonic() - began)
    if report is not None:
        _write(report, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    sure = _("the best there is") if answer.proven else _("at most %(bound)s is possible", bound=told["bound"])
    lines = [
        _(
            "%(matched)s of %(all)s seekers matched, total score %(score)s: %(sure)s.",
            matched=answer.matched,
            all=len(asked.seekers),
            score=told["total_score"],
            sure=sure,
        ),
        _("%(seconds)s seconds, %(memory)s MiB at most.", seconds=told["seconds"], memory=told["peak_mib"]),
    ]
    tell({name: value for name, value in told.items() if name != "unmatched"}, lines, as_json=as_json)


def _told(asked: files.Asked, answer: Answer, seconds: float) -> dict[str, Any]:
    return {
        "matched": answer.matched,
        "unmatched": files.unmatched(asked, answer),
        "total_score": answer.total_score,
        "bound": answer.bound,
        "proven": answer.proven,
        "most": answer.most,
        "rounds": answer.rounds,
        "seconds": round(seconds, 3),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _write(path: Path, text: str) -> None:
    """The whole file or none of it."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Failed(_("%(path)s can't be written: %(why)s.", path=path, why=error.strerror)) from error
