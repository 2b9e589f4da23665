"""`maatwerk demo` as an outsider runs it: one command, a college, and nothing left when it ends.

One demo serves all tests of this file; the last ones start it again on the same folder.
"""

from __future__ import annotations

import json
import os
import re
import signal
import smtplib
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, text

from maatwerk.app import create_app
from maatwerk.cli import main
from maatwerk.commands import home, opened
from maatwerk.correspondence.model import Letter
from maatwerk.demo import standing
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.ground.settings import from_environment
from maatwerk.intake.model import Interview, Nomination
from maatwerk.opening import queries as opening
from maatwerk.people.model import ExternalNumber, Guardianship, ImportRow, Permission, Person, Tie
from maatwerk.programme.model import Participation
from maatwerk.safeguarding.model import Concern
from maatwerk.training.model import Certificate, Enrolment, TrainingRun
from maatwerk.trajectory.model import Agreement, Ask, Goal, KickoffParty, Match, Meeting

SLUG = "meerzicht"
ROLES = {
    *("administrator", "coordinator", "safeguarding_lead", "safeguarding_deputy", "teacher_coach", "trainer"),
    *("care_coordinator", "tutor", "buddy", "mentee", "guardian"),
}
PATIENCE = 240.0


def maatwerk(*arguments: str) -> list[str]:
    """The command line of a command, as a plain checkout has it."""
    return [sys.executable, "-m", "maatwerk.cli", *arguments]


def plain_environment() -> dict[str, str]:
    """The environment without any setting of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MAATWERK_")}


@dataclass
class Demo:
    """A running demo: its process, its folder, what it said."""

    state: Path
    port: int
    process: subprocess.Popen[str]
    said: dict[str, Any] = field(default_factory=dict)

    def one(self, role: str) -> dict[str, Any]:
        """The first person listed in a role."""
        (tenant,) = self.said["tenants"]
        return next(person for person in tenant["people"] if person["role"] == role)


def start(state: Path, port: int, *more: str) -> Demo:
    """Start it and wait for its one JSON object on standard output."""
    command = maatwerk("demo", "--port", str(port), "--state", str(state), "--only", SLUG, "--json", *more)
    log = (state.parent / "demo.err").open("w")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=plain_environment())
    log.close()
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.rstrip() == "}":
            break
    assert lines, (state.parent / "demo.err").read_text()
    return Demo(state, port, process, json.loads("".join(lines)))


def end(demo: Demo, by: signal.Signals = signal.SIGINT) -> int:
    """Stop it as Ctrl-C does."""
    if demo.process.poll() is None:
        demo.process.send_signal(by)
    code = demo.process.wait(60)
    assert demo.process.stdout is not None
    demo.process.stdout.close()
    return code


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of one college, running."""
    found = start(tmp_path_factory.mktemp("demo") / "state", standing.free())
    yield found
    end(found)


@pytest.fixture(scope="module")
def app(demo: Demo) -> Iterator[Flask]:
    """The application on the demo's database, to look into it."""
    found = create_app(from_environment(home.kept_environment(demo.state) or {}))
    with found.app_context():
        yield found
        db.engine.dispose()


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    """Inside the college."""
    with opened.inside(SLUG):
        yield
        db.session.remove()


def count(model: Any, *where: Any) -> int:
    return int(db.session.execute(select(func.count()).select_from(model).where(*where)).scalar_one())


class Browser:
    """A browser that keeps cookies and follows redirects, at one host that no resolver knows."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}  # type: ignore[var-annotated]

    def ask(self, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, path and body."""
        found = urlsplit(address)
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{found.path}")
        request.add_header("Host", found.netloc)
        request.add_header("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if form is not None:
            request.data = urlencode(form).encode()
        try:
            answer = urllib.request.build_opener(_Stay).open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: part.value for name, part in SimpleCookie(line).items()}
            if answer.status in (302, 303):
                return self.ask(f"http://{found.netloc}{urlsplit(answer.headers['Location']).path}")
            return answer.status, found.path, answer.read().decode()

    def sign_in(self, link: str) -> tuple[int, str, str]:
        """Open a one-time link and press its one button."""
        _status, _path, body = self.ask(link)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', body)
        assert token is not None
        return self.ask(link, {"csrf_token": token[1]})


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def test_listing_says_what_programs_rely_on(demo: Demo) -> None:
    path = home.listing(demo.state)
    listed = json.loads(path.read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(listed) == ["base_url", "mail_url", "tenants"]
    (tenant,) = listed["tenants"]
    assert (listed["base_url"], tenant["slug"], tenant["url"], tenant["locale"], tenant["programmes"]) == (
        f"http://localhost:{demo.port}",
        SLUG,
        f"http://{SLUG}.localhost:{demo.port}",
        "en",
        ["peer_support"],
    )
    assert {name for person in tenant["people"] for name in person} == {"name", "role", "side", "email", "programme"}


def test_everybody_has_a_role_a_side_and_an_invented_address(demo: Demo) -> None:
    (tenant,) = demo.said["tenants"]
    assert {person["role"] for person in tenant["people"]} == ROLES
    sides = {person["role"]: person["side"] for person in tenant["people"]}
    assert (sides["mentee"], sides["tutor"], sides["coordinator"], sides["guardian"], sides["care_coordinator"]) == (
        "seeker",
        "supporter",
        "staff",
        "family",
        "partner",
    )
    assert {person["email"].rpartition(".")[2] for person in tenant["people"]} == {"example"}


def test_pages_are_served_and_a_strange_host_learns_nothing(demo: Demo) -> None:
    browser = Browser(demo.port)
    front, strange = browser.ask("http://localhost/"), browser.ask("http://nobody.localhost/")
    assert (front[0], strange[0], browser.ask("http://127.0.0.1/readyz")[0]) == (200, 404, 200)


@pytest.mark.parametrize(
    ("role", "lands"),
    [
        ("coordinator", "/today"),
        ("administrator", "/organisation"),
        ("tutor", "/my"),
        ("mentee", "/my"),
        ("guardian", "/consent"),
    ],
)
def test_first_link_of_a_role_signs_in_where_they_begin(demo: Demo, role: str, lands: str) -> None:
    person = demo.one(role)
    link = demo.said["links"][SLUG][person["email"]]
    status, path, body = Browser(demo.port).sign_in(link)
    assert (status, path, body.count("<h1")) == (200, lands, 1)


def test_link_command_prints_an_address_and_nothing_else(demo: Demo) -> None:
    environment = {**plain_environment(), **(home.kept_environment(demo.state) or {})}
    command = maatwerk("user", "link", demo.one("coordinator")["email"], "--tenant", SLUG)
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(rf"http://{SLUG}\.localhost:{demo.port}/link/\S{{40,}}\n", done.stdout)
    browser = Browser(demo.port)
    assert browser.sign_in(done.stdout.strip())[:2] == (200, "/today")
    # It counts as both factors: what only coordinators see opens.
    assert browser.ask(f"http://{SLUG}.localhost:{demo.port}/matches")[0] == 200


def test_letter_of_the_demo_lands_on_the_mail_page(demo: Demo) -> None:
    smtp = urlsplit((home.kept_environment(demo.state) or {})["MAATWERK_SMTP_URL"])
    with smtplib.SMTP(smtp.hostname or "", smtp.port or 0) as server:
        server.sendmail("a@noord.example", ["b@noord.example"], "Subject: A mark 4711\r\nTo: b@noord.example\r\n\r\nhi")
    with urllib.request.urlopen(demo.said["mail_url"]) as answer:
        body = answer.read().decode()
    assert body.index("A mark 4711") > 0


def test_worker_sends_the_letters_of_the_last_day(demo: Demo, inside: None) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and count(Letter, Letter.state == "queued", Letter.due_at <= clock.now()):
        db.session.rollback()
        time.sleep(0.5)
    assert count(Letter, Letter.state == "queued", Letter.due_at <= clock.now()) == 0
    assert count(Letter, Letter.state.in_(("failed", "uncertain"))) == 0
    assert list((demo.state / "mail").glob("*.eml")) != []


def test_history_has_matches_that_run_and_ended(inside: None) -> None:
    states = Counter(db.session.scalars(select(Match.state)).all())
    assert (states["active"] >= 4, states["never_started"], states["rematched"]) == (True, 1, 1)
    assert count(Meeting, Meeting.state == "held") >= 15
    assert count(Agreement, Agreement.seeker_yes_at.is_not(None), Agreement.supporter_yes_at.is_not(None)) >= 4


def test_history_lies_in_the_past_and_its_letters_too(inside: None) -> None:
    assert count(Meeting, Meeting.state == "held", Meeting.on >= clock.today()) == 0
    old = clock.now() - clock.days(3)
    # Nothing leaves while the history is made; what was over before it could leave was taken back.
    assert count(Letter, Letter.due_at < old, Letter.state.not_in(("sent", "cancelled"))) == 0


def test_audit_chain_of_the_history_is_whole(inside: None) -> None:
    broken = text(
        "SELECT count(*) FROM audit_entry a JOIN audit_entry b ON b.tenant_id = a.tenant_id AND b.seq = a.seq + 1 "
        "WHERE b.previous <> a.hash"
    )
    assert db.session.execute(broken).scalar_one() == 0
    assert db.session.execute(text("SELECT count(*) > 500 FROM audit_entry")).scalar_one() is True


def test_no_name_lost_a_letter(inside: None) -> None:
    assert count(Person, Person.given_name.contains("?") | Person.family_name.contains("?")) == 0


def test_whoever_missed_a_first_meeting_was_spoken_to(inside: None) -> None:
    """Most parents and schools come; with whom did not, somebody spoke within a week or will."""
    came = count(KickoffParty, KickoffParty.present.is_(True))
    late = count(
        KickoffParty, KickoffParty.caught_up_on.is_(None), KickoffParty.catch_up_by < clock.today() - timedelta(days=1)
    )
    assert (came >= 10, late) == (True, 0)


def test_first_lines_of_the_set_up_list_are_done(inside: None) -> None:
    found = opening.standing()
    assert (found.looked, found.letter_sent, found.lead) == (True, True, True)


def test_everybody_who_waits_or_walks_may(inside: None) -> None:
    """Nobody is past the door without the permission that their age asks for here (16 and 17 too)."""
    passed = ("waiting", "matched", "finished")
    born_after = clock.today().replace(year=clock.today().year - 16)
    child = (
        select(Participation.id)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.side == "seeker", Participation.state.in_(passed), Person.birth_date > born_after)
    )
    allowed = select(Permission.person_id).where(Permission.answer == "yes", Permission.withdrawn_at.is_(None))
    assert db.session.scalars(child.where(Person.id.not_in(allowed))).all() == []


def test_roster_came_in_through_the_import(inside: None) -> None:
    outcomes = Counter(db.session.scalars(select(ImportRow.outcome)).all())
    assert (outcomes["bad"] in (3, 6), outcomes["difference"]) == (True, 1)
    absent = count(ExternalNumber, ExternalNumber.absent_since.is_not(None))
    assert (count(ExternalNumber, ExternalNumber.source == "roster"), absent) == (306, 4)


def test_edges_of_families_are_there(inside: None) -> None:
    assert count(Permission, Permission.withdrawn_at.is_not(None)) == 1
    english = select(Guardianship.guardian_id).join(Person, Person.id == Guardianship.guardian_id)
    assert db.session.scalars(english.where(Person.locale == "en")).first() is not None
    leap = select(Person.id).where(
        func.extract("day", Person.birth_date) == 29, func.extract("month", Person.birth_date) == 2
    )
    assert db.session.scalars(leap).first() is not None
    silent = count(Permission, Permission.answer.is_(None), Permission.asked_at < clock.now() - clock.days(5))
    assert silent >= 1


def test_edges_at_the_door_are_there(inside: None) -> None:
    named = count(Nomination, Nomination.state == "draft", Nomination.person_id.is_not(None))
    assert (count(Nomination, Nomination.state == "draft"), named, count(Nomination, Nomination.state == "sent")) == (
        2,
        0,
        1,
    )
    assert sorted(filter(None, db.session.scalars(select(Interview.next)).all()))[:2] == ["hand_over", "talk"]


def test_edges_of_training_are_there(inside: None) -> None:
    over = select(Certificate.person_id).where(Certificate.role_key == "tutor", Certificate.valid_until < clock.today())
    again = (
        select(Enrolment.id)
        .join(TrainingRun, TrainingRun.id == Enrolment.run_id)
        .where(Enrolment.person_id.in_(over), TrainingRun.state == "planned", Enrolment.state == "enrolled")
    )
    assert len(db.session.scalars(again).all()) == 1


def test_edges_of_the_road_are_there(inside: None) -> None:
    goals = [goal.words for goal in db.session.scalars(select(Goal)).all()]
    assert [len(words) for words in goals if len(words) > 200] == [320]
    assert count(Tie, Tie.kind == "teacher") == 1
    assert sorted(db.session.scalars(select(Ask.kind).where(Ask.done_at.is_(None))).all()) == ["stop", "talk"]
    assert count(Concern, Concern.state == "received") == 1
    ended = select(Match.end_reason).where(Match.state == "never_started")
    assert db.session.scalars(ended).all() == ["no_motivation"]


def test_second_demo_on_the_same_folder_is_refused(demo: Demo) -> None:
    command = maatwerk("demo", "--port", str(standing.free()), "--state", str(demo.state))
    done = subprocess.run(command, capture_output=True, text=True, env=plain_environment(), timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "running already" in done.stderr


def test_demo_leaves_the_settings_of_an_installation_alone(tmp_path: Path) -> None:
    environment = {"MAATWERK_DATABASE_URL": "postgresql://somebody@db.example/real"}
    done = CliRunner().invoke(main, ["demo", "--state", str(tmp_path / "state")], env=environment)
    assert (done.exit_code, done.stdout, list(tmp_path.iterdir())) == (1, "", [])
    assert done.stderr.startswith("MAATWERK_DATABASE_URL is set: ")


def test_ctrl_c_ends_everything_and_the_next_start_keeps_it(demo: Demo) -> None:
    before = demo.said["tenants"]
    children = _children(demo.process.pid)
    assert len(children) >= 4  # database, store, pages, worker
    assert end(demo) == 0
    assert _alive(children) == []
    again = start(demo.state, demo.port)
    try:
        email = again.one("coordinator")["email"]
        assert again.said["tenants"] == before
        assert again.said["links"][SLUG][email] != demo.said["links"][SLUG][email]
        assert Browser(again.port).sign_in(again.said["links"][SLUG][email])[1] == "/today"
        orphans = _children(again.process.pid)
        end(again, signal.SIGKILL)
        until = time.monotonic() + 30
        while _alive(orphans) and time.monotonic() < until:
            time.sleep(0.2)
        assert _alive(orphans) == []
    finally:
        end(again, signal.SIGKILL)


def _children(pid: int) -> set[int]:
    """Every process below this one."""
    found: set[int] = set()
    for stat_file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat_file.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            child = int(stat_file.parent.name)
            found |= {child} | _children(child)
    return found


def _alive(pids: set[int]) -> list[int]:
    alive = []
    for pid in sorted(pids):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state != "Z":
            alive.append(pid)
    return alive
