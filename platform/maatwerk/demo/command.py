"""`maatwerk demo`: one command, a whole house."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from maatwerk.commands import home
from maatwerk.commands.output import Failed, progress, reasons, tell
from maatwerk.demo import house, load, standing
from maatwerk.demo.sink import Sink, open_sink
from maatwerk.demo.standing import Ground, Stop
from maatwerk.ground.reason import N_
from maatwerk.language.terminal import gettext as _


@click.command("demo", help=N_("Run a complete demo on this machine until stopped; started again it keeps its data."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=N_("Where the pages are."))
@click.option("--reset", is_flag=True, help=N_("Start over with fresh data."))
@click.option("--state", type=click.Path(file_okay=False, path_type=Path), help=N_("Its folder; var/demo without it."))
@click.option("--only", type=click.Choice(list(load.SIZES)), help=N_("One of the two colleges: ready sooner."))
@click.option("--json", "as_json", is_flag=True, help=N_("Say in JSON what is where."))
def command(port: int, reset: bool, state: Path | None, only: str | None, as_json: bool) -> None:
    """Run a complete demo on this machine until stopped; started again it keeps its data."""
    chosen = [name for name in os.environ if name.startswith("MAATWERK_") and not name.startswith("MAATWERK_TEST")]
    if chosen:
        raise Failed(
            _(
                "%(name)s is set: a demo makes its own settings and leaves yours alone. Unset it first.",
                name=min(chosen),
            )
        )
    began = time.monotonic()
    folder = (state or home.default()).absolute()
    stop = Stop()
    with reasons(), said(load.LoadingFailed), ExitStack() as open_things:
        standing.check_port(port)
        open_things.enter_context(standing.held(folder, reset=reset))
        home.listing(folder).unlink(missing_ok=True)
        sink = Sink(standing.free(), standing.free(port + 25))
        ground = open_things.enter_context(standing.ground(folder, port, sink.smtp_url, sink.page_url))
        with house.opened_on(ground):
            # The pages start beside us while we load or make links.
            running = open_things.enter_context(standing.beside(ground))
            with progress(_("Making the demo's colleges")) as tick:
                listing = house.listing(ground, sink.page_url, stop.before(tick), only)
            links = house.fresh_links(listing)
        # No thread of ours runs before this: loading forks.
        open_things.enter_context(open_sink(folder / "mail", sink))
        running["worker"] = standing.start(ground, "worker", ["worker"])
        standing.wait_until_ready(ground, running)
        home.write_private(home.listing(folder), house.as_json(listing))
        _say(ground, sink, listing, links, time.monotonic() - began, as_json)
        while not stop.wait(0.5):
            standing.check_alive(ground, running)


@contextmanager
def said(error: type[Exception]) -> Iterator[None]:
    """Say an error of the demo's own in one line."""
    try:
        yield
    except error as problem:
        raise Failed(_("The demo could not be made: %(why)s", why=problem)) from problem


def _say(
    ground: Ground, sink: Sink, listing: dict[str, Any], links: dict[str, dict[str, str]], seconds: float, as_json: bool
) -> None:
    lines = [
        *house.table_of(listing, links),
        "",
        _("Everybody: %(file)s; a new link: maatwerk user link EMAIL --tenant SLUG", file=home.listing(ground.state)),
        _("Letters land at %(address)s", address=sink.page_url),
        _("Front page: %(address)s", address=f"{ground.base_url}/"),
        _("Ready in %(seconds)s seconds. Ctrl-C stops everything and keeps the data.", seconds=round(seconds)),
    ]
    tell({**listing, "links": links}, lines, as_json=as_json)
