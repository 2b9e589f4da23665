"""`maatwerk`: everything an operator does from the command line."""

from __future__ import annotations

import click

from maatwerk.commands import db, doctor, match, rooms, serve, tenants, users, worker
from maatwerk.commands.output import House
from maatwerk.demo import command as demo
from maatwerk.ground.reason import N_
from maatwerk.language.terminal import OPTION


@click.group(
    cls=House,
    help=N_("Maatwerk: mentoring, tutoring and buddies in schools, for many organisations side by side."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name="maatwerk", prog_name="maatwerk")
@click.option(
    OPTION,
    type=click.Choice(["nl", "en"]),
    expose_value=False,
    help=N_("Which language it speaks; else the terminal's."),
)
def main() -> None:
    """Maatwerk: mentoring, tutoring and buddies in schools, for many organisations side by side."""


for _command in (demo.command, serve.command, worker.command, doctor.command):
    main.add_command(_command)
for _group in (db.group, match.group, tenants.group, users.group, *rooms.groups()):
    main.add_command(_group)


if __name__ == "__main__":
    main()
