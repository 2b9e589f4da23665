"""Where the demo's letters land: a real mail server on loopback, and a page that shows what came, newest first."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from maatwerk.ground.reason import N_
from maatwerk.language.choice import choose
from maatwerk.language.terminal import in_language

NEWEST = 200  # what the page shows at most
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_NAMES = (("nl", "Nederlands"), ("en", "English"))
_HOSTS = frozenset({"127.0.0.1", "localhost"})
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 1rem }
body, article { color: #1b1b1b; background: #fff }
article { border: 1px solid #767676; border-radius: 8px; margin: 1rem 0; padding: 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 0 } p { margin: .25rem 0 }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: .75rem 0 0 }
a { color: #0b57a4 } label, input, button { font: inherit; padding: .25rem }
"""


@dataclass(frozen=True, slots=True)
class Sink:
    """Where a mail server and its page are, running or not yet."""

    smtp_port: int
    page_port: int

    @property
    def smtp_url(self) -> str:
        """Where letters are handed over."""
        return f"smtp://127.0.0.1:{self.smtp_port}"

    @property
    def page_url(self) -> str:
        """Where they can be read."""
        return f"http://127.0.0.1:{self.page_port}/"


class Mailbox:
    """The letters that came, each in a file of its own below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = threading.Lock()
        names = sorted(folder.glob("*.eml"))
        self._last = int(names[-1].stem) if names else 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep a letter (what aiosmtpd calls when one came)."""
        content = envelope.original_content or b""
        with self._lock:
            self._last += 1
            path = self.folder / f"{self._last:08d}.eml"
            path.touch(mode=0o600)
            path.write_bytes(content)
        return "250 Kept"

    def newest(self, number: int = NEWEST, to: str | None = None) -> list[EmailMessage]:
        """The last letters, the newest first; those to one address if asked."""
        found: list[EmailMessage] = []
        for path in sorted(self.folder.glob("*.eml"), reverse=True):
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            assert isinstance(message, EmailMessage)
            if to is None or to.lower() in str(message["To"]).lower():
                found.append(message)
            if len(found) == number:
                break
        return found


def text_of(message: EmailMessage) -> str:
    """The plain text of a letter."""
    body = message.get_body(("plain", "html"))
    return str(body.get_content()) if body is not None else ""


TITLE = N_("Letters of the demo")
COUNT = N_("%(number)s shown, the newest first. None left this machine.")
NONE = N_("No letters yet. They appear here within a minute.")
TO, FROM, SHOW = N_("To"), N_("From"), N_("Show")


def page(messages: list[EmailMessage], to: str | None, language: str = "en") -> str:
    """The page: everything escaped, addresses made into links, nothing fetched from anywhere."""
    say = partial(_said, language)
    letters = "\n".join(_letter(message, say) for message in messages) or f"<p>{say(NONE)}</p>"
    others = " ".join(f'<a href="?lang={code}" lang="{code}">{name}</a>' for code, name in _NAMES if code != language)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{say(TITLE)}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css"></head><body>'
        f"<main><h1>{say(TITLE)}</h1><p>{say(COUNT, number=len(messages))} {others}</p>"
        f'<form><input type="hidden" name="lang" value="{language}"><label>{say(TO)} '
        f'<input name="to" value="{escape(to or "", quote=True)}"></label> <button>{say(SHOW)}</button></form>'
        f"{letters}</main></body></html>"
    )


def _said(language: str, sentence: str, **values: object) -> str:
    return escape(in_language(language, sentence, **values))


def _letter(message: EmailMessage, say: Callable[..., str]) -> str:
    return (
        f"<article><h2>{escape(str(message['Subject']))}</h2><p>{say(TO)}: {escape(str(message['To']))}</p>"
        f"<p>{say(FROM)}: {escape(str(message['From']))}</p><pre>{linked(text_of(message))}</pre></article>"
    )


def linked(text: str) -> str:
    """Text as HTML in which every web address is a link."""
    parts, done = [], 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(".,;:!?)")
        parts += [escape(text[done : found.start()]), f'<a href="{escape(address, quote=True)}">{escape(address)}</a>']
        done = found.start() + len(address)
    return "".join((*parts, escape(text[done:])))


class Page(BaseHTTPRequestHandler):
    """Answers a browser; only for addresses of this machine, so that no web page elsewhere can read letters."""

    def __init__(self, mailbox: Mailbox, *args: object) -> None:
        self.mailbox = mailbox
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """The page or its stylesheet."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0].lower()
        asked = urlsplit(self.path)
        if host not in _HOSTS:
            self._answer(403, "text/plain", "This page is for this machine only.\n")
        elif asked.path == "/style.css":
            self._answer(200, "text/css", _STYLE)
        elif asked.path == "/":
            wanted = parse_qs(asked.query)
            to = wanted.get("to", [""])[0].strip() or None
            self._answer(200, "text/html", page(self.mailbox.newest(to=to), to, self._language(wanted)))
        else:
            self._answer(404, "text/plain", "There is only one page here: /\n")

    def _language(self, wanted: Mapping[str, list[str]]) -> str:
        """As `?lang=` says, else as the browser prefers."""
        accepted = parse_accept_header(self.headers.get("Accept-Language"), LanguageAccept)
        return choose(wanted.get("lang", [None])[0], None, None, accepted.values(), None)

    def _answer(self, status: int, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: the terminal shows the demo's own lines."""


@contextmanager
def open_sink(folder: Path, sink: Sink) -> Iterator[None]:
    """Receive letters into `folder` and show them, until the block ends."""
    mailbox = Mailbox(folder)
    controller = Controller(mailbox, hostname="127.0.0.1", port=sink.smtp_port, decode_data=False)
    controller.start()
    server = ThreadingHTTPServer(("127.0.0.1", sink.page_port), partial(Page, mailbox))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="letters", daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        controller.stop()
