"""Serving pages."""

from __future__ import annotations

import os

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from maatwerk.access import health
from maatwerk.app import create_app
from maatwerk.commands import opened
from maatwerk.ground.reason import N_


@click.command("serve", help=N_("Serve the pages with granian until stopped."))
@click.option("--host", default="127.0.0.1", show_default=True, help=N_("The address to listen on."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help=N_("Processes."))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1), help=N_("Threads in each process."))
@click.option("--json", "as_json", is_flag=True, hidden=True)
def command(host: str, port: int, workers: int, threads: int, as_json: bool) -> None:
    """Serve the pages with granian until stopped."""
    environment = dict(opened.environment())
    with opened.app():
        health.make_sure()
    # The processes that granian starts read their settings themselves.
    os.environ.update(environment)
    server = Granian(
        "maatwerk.commands.serve:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        factory=True,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        websockets=False,
    )
    server.serve()


def application() -> Flask:
    """What each process of granian serves."""
    return create_app(opened.settings())
