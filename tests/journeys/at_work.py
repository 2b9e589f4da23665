"""People of an organisation who are signed in already, each at a browser of their own; what they do is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import g

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.work import unit_of_work
from maatwerk.people.model import Person
from maatwerk.tenancy.jobs import in_tenant
from tests.journeys.site import Site
from tests.journeys.steps import Browse, Walker


class Quick(Walker):
    """A walker whose pages others look at."""

    def arrived(self) -> Walker:
        """Wait for the page."""
        self.page.wait_for_load_state()
        return self


@dataclass
class Work:
    """One organisation at work: `with work.inside():` for what comes before, `work.sits(actor)` for a browser."""

    site: Site
    tenant: testing.TenantFixture
    browse: Browse

    def sits(self, actor: Actor, width: str = "desk", locale: str = "en", email: str = "") -> Walker:
        """Somebody at a browser, signed in, in a language."""
        with self.site.app.app_context(), in_tenant(self.tenant.id), unit_of_work(SYSTEM) as work:
            work.get(Person, actor.person_id).locale = locale
        account = {"account_id": actor.account_id} if actor.account_id else {"pass_id": actor.pass_id}
        _actor, token = testing.signed_in(self.site.app, self.tenant, **account)  # type: ignore[arg-type]
        page = self.browse(width, locale)
        url = self.site.url(self.tenant.slug)
        page.context.add_cookies([{"name": "maatwerk", "value": token, "url": url}])
        return Quick(page, self.site, self.tenant.slug, email)

    @contextmanager
    def inside(self) -> Iterator[testing.TenantFixture]:
        """What happened before, made by the rooms' own verbs."""
        with self.site.app.app_context(), in_tenant(self.tenant.id):
            g.person_locale = "en"
            yield self.tenant
