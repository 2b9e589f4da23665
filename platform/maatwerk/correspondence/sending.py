"""From a row in the outbox to a letter in somebody's mailbox."""

from __future__ import annotations

import hashlib
import smtplib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, g, render_template
from flask_babel import gettext as _
from flask_babel import refresh

from maatwerk.correspondence.kinds import kind_of
from maatwerk.correspondence.model import Letter
from maatwerk.interface import theme
from maatwerk.tenancy.resolve import Organisation, host_of


class Undeliverable(Exception):
    """This letter will never arrive; the message says why."""


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom, in which language, at which address."""

    called: str
    locale: str | None
    email: str | None


def address_of(path: str, organisation: Organisation) -> str:
    """A path on the organisation's own stored host, whatever host a request claimed to be for."""
    base = urlsplit(current_app.extensions["maatwerk.settings"].base_url)
    port = f":{base.port}" if base.port else ""
    return f"{base.scheme}://{host_of(organisation.id)}{port}{path}"


def compose(letter: Letter, reader: Reader, organisation: Organisation, token: str | None) -> EmailMessage:
    """The letter in the reader's language, as text and as HTML, without anything from a file on a person."""
    kind = kind_of(letter.kind)
    g.person_locale = reader.locale
    refresh()
    values = {"first_name": reader.called, "organisation": organisation.name, **letter.values}
    url = None
    if letter.goes_to:
        url = address_of(f"/link/{token}" if token else letter.goes_to, organisation)
    look = theme.theme(organisation.colour)
    parts: dict[str, Any] = {
        "tenant_name": organisation.name,
        "brand": theme.to_hex(theme.oklch_to_rgb(theme.BRAND, look.chroma, look.hue)),
        "subject": _filled(kind.subject, values),
        "greeting": _("Dear %(first_name)s,", first_name=reader.called) if reader.called else _("Hello,"),
        "paragraphs": [_filled(text, values) for text in kind.body],
        "button": _filled(kind.button, values) if kind.button is not None and url else None,
        "url": url,
        "formal": kind.register == "u",
    }
    if not reader.email:
        raise Undeliverable("no address")
    return _message(letter, parts, reader, organisation)


def _filled(text: Any, values: dict[str, str]) -> str:
    """Fill in placeholders from a fixed list: what a tenant wrote can ask for nothing else."""
    said = str(text)
    for name, value in values.items():
        said = said.replace(f"%({name})s", value)
    return said


def _message(letter: Letter, parts: dict[str, Any], reader: Reader, organisation: Organisation) -> EmailMessage:
    settings = current_app.extensions["maatwerk.settings"]
    message = EmailMessage()
    message["Subject"] = parts["subject"]
    message["From"] = Address(organisation.name, addr_spec=parseaddr(settings.mail_from)[1])
    message["To"] = Address(addr_spec=str(reader.email))
    name = hashlib.sha256(f"{letter.tenant_id}|{letter.key}".encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{name}@{settings.bare_host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_template("correspondence/letter.txt", **parts))
    message.add_alternative(render_template("correspondence/letter.html", **parts), subtype="html")
    return message


def deliver(message: EmailMessage) -> None:
    """Hand the letter to the mail server; smtplib's errors pass through."""
    found = urlsplit(current_app.extensions["maatwerk.settings"].smtp_url)
    sort = smtplib.SMTP_SSL if found.scheme == "smtps" else smtplib.SMTP
    with sort(found.hostname or "localhost", found.port or 25, timeout=20) as server:
        if found.username:
            if found.scheme == "smtp":
                server.starttls()
            server.login(unquote(found.username), unquote(found.password or ""))
        server.send_message(message)


def organisation_now() -> Organisation:
    """The organisation this job runs in."""
    found: Organisation = g.organisation
    return found
