"""One person's road through whatever programme is installed, told as JSON: run by test_from_outside in a process apart.

Usage: python outside.py FOLDER VARIANT. It knows the plug-in only by what pip installed: entry point, tables, pages.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from maatwerk import schedule, testing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.ground.database import db
from maatwerk.tenancy import scope
from maatwerk.tenancy.columns import register
from tests.factories import world
from tests.programme.journey import Journey
from tests.tenancy.rules_of_tables import RULES, breakers

said: dict[str, Any] = {}


def travel(journey: Journey) -> None:
    """The whole road, both sides."""
    talk = {"topics": ["daily", "work"], "slots": ["1-morning", "3-evening"]}
    journey.switched_on()
    newcomer, begun = journey.nominated()
    part_id = journey.applied(newcomer, "seeker", {**talk, "languages": ["nl", "ti"]}, begun)
    journey.talked(part_id, "seeker")
    with unit_of_work(SYSTEM) as work:
        mate = world.a_person(work, "Rens Dijkstra", birth_year=1999).id
    mate_part = journey.applied(mate, "supporter", {**talk, "languages": ["nl", "en"]})
    journey.talked(mate_part, "supporter")
    journey.trained(mate)
    match_id = journey.matched(newcomer, mate)
    journey.walked(match_id, newcomer, mate)


def own_things(app: Any, tenant: testing.TenantFixture, other: testing.TenantFixture, plugin: str) -> None:
    """Its table, its page and its ears."""
    with app.app_context():
        schedule.tell_plugins(str(tenant.id))
        schedule.tell_plugins(str(tenant.id))
        rounds = schedule.Rounds(chores=())
        said["jobs"] = [rounds.go(), rounds.failures]
        said["held"] = [export.export for table, _c, export in register(db.metadata) if table == "word"]
        db.session.remove()
    url, homes = f"/programme/{plugin}/words", {"on": tenant, "off": other}
    pages = {name: testing.client_of(app, home, home["coordinator"]).get(url) for name, home in homes.items()}
    said["pages"] = {name: page.status_code for name, page in pages.items()}
    said["word"] = pages["on"].text.count("<li>hallo</li>")
    said["stranger"] = testing.client_of(app, tenant, tenant["supporter"]).get(url).status_code
    dutch = testing.client_of(app, tenant, tenant["coordinator"]).get(f"{url}?lang=nl")
    said["dutch"] = "Woorden die we leerden" in dutch.text


def main(folder: str, variant: str) -> None:
    """Start everything, travel, and say what came of it."""
    warnings.simplefilter("error")
    with testing.services(Path(folder)) as services:
        app = testing.made_ready(testing.settings_for(services))
        said["plugins"] = app.extensions["maatwerk.registry"].plugins()
        tenant, other = (world.organisation(app, slug, slug.title()) for slug in ("noord", "zuid"))
        with app.app_context(), scope.within(tenant.id):
            world.language_of_tests()
            journey = Journey(tenant, variant)
            travel(journey)
            db.session.remove()
        said.update(journey.said)
        own_things(app, tenant, other, variant.partition("/")[0])
        engine = create_engine(str(app.extensions["maatwerk.settings"].database_admin_url))
        with engine.connect() as connection:
            said["breakers"] = sorted({name for rule in RULES for name in breakers(connection, rule)})
            kept = text("SELECT schemaname FROM pg_tables WHERE tablename = 'word'")
            said["schema"] = list(connection.execute(kept).scalars())
        engine.dispose()
        with app.app_context():
            db.engine.dispose()
    print(json.dumps(said))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
