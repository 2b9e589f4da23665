"""An installation as people meet it: served on a port, with a mail server, in a real browser."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from maatwerk import schedule, testing
from maatwerk.correspondence import jobs
from maatwerk.ground import clock, queue

LINK = re.compile(r"http://[^\s\"<>]+/link/[A-Za-z0-9_-]+")
RULES = {  # what axe looks for; without the thousand things that are right
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
TARGETS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [role=button]')]
  .filter(e => { const s = getComputedStyle(e); const r = e.getBoundingClientRect();
    if (!r.width || !r.height || s.visibility === 'hidden') return false;
    if (e.type === 'hidden' || e.closest('.vh, .skip')) return false;
    if (e.matches('input') && e.closest('label')) return false;
    const inText = e.matches('a') && e.closest('p, li, dd, td, .note, .sub') && s.display === 'inline';
    return !inText && (r.width < 24 || r.height < 24); })
  .map(e => e.outerHTML.slice(0, 140))"""


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@dataclass
class Site:
    """Everything a journey needs: where it is, what was mailed, which day it is."""

    app: Flask
    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)  # pages that are the same for everybody, looked at already

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """The mail server takes a letter."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def url(self, slug: str, path: str = "/") -> str:
        """An address at an organisation ("" is the bare host)."""
        return f"http://{slug + '.' if slug else ''}maatwerk.localhost:{self.port}{path}"

    def play(self, moment: datetime) -> None:
        """From here on it is this moment, for everybody."""
        clock.reset(moment)

    def deliver(self) -> int:
        """The postman goes round; how many letters left."""
        with self.app.app_context():
            return jobs.sweep()

    def go_round(self) -> None:
        """What is done by the clock is done now, in every organisation, and its letters leave."""
        with self.app.app_context():
            rounds = schedule.Rounds()
            rounds.go()
        assert rounds.failures == 0
        self.deliver()

    def forget_tries(self) -> None:
        """However often somebody tried: that is long ago. Limits count by the machine's clock, not by a played one."""
        with self.app.app_context():
            for name in queue.store().scan_iter(match="maatwerk:*:limit.*"):
                queue.store().delete(name)

    def letter(self, to: str, subject: str | re.Pattern[str] | None = None) -> EmailMessage:
        """The newest letter to an address, with a word of its subject if given."""
        self.deliver()
        wanted = re.compile(re.escape(subject), re.IGNORECASE) if isinstance(subject, str) else subject
        for letter in reversed(self.letters):
            if str(letter["To"]) == to and (wanted is None or wanted.search(str(letter["Subject"]))):
                return letter
        raise AssertionError(
            f"no letter to {to} about {subject}: {[(str(x['To']), str(x['Subject'])) for x in self.letters]}"
        )

    def link(self, to: str, subject: str | re.Pattern[str] | None = None) -> str:
        """The link in the newest letter to an address."""
        found = LINK.search(self.letter(to, subject).get_body(("plain",)).get_content())  # type: ignore[union-attr]
        assert found is not None
        return found[0]


@contextmanager
def served(parent: Path) -> Iterator[Site]:
    """An empty installation, for as long as the block lasts."""
    port, mail_port = free_port(), free_port()
    with testing.services(parent) as services:
        settings = testing.settings_for(
            services, base_url=f"http://maatwerk.localhost:{port}", smtp_url=f"smtp://127.0.0.1:{mail_port}"
        )
        app = testing.made_ready(settings)
        site = Site(app, port)
        mail = Controller(site, hostname="127.0.0.1", port=mail_port)
        mail.start()
        server = make_server("127.0.0.1", port, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            clock.reset(None)
            server.shutdown()
            thread.join()
            server.server_close()
            mail.stop()
            testing.closed(app)


def problems(page: Page) -> list[str]:
    """What axe, a ruler and a narrow screen find wrong on a page."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(Axe().axe_script)
    violations = page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES)
    found = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in violations]
    found += [f"small target: {html}" for html in page.evaluate(TARGETS)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first level")
    return found
