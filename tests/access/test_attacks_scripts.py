"""Stored scripts: a dozen payloads in every free text and every name; each page, as each role that may, stays text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from maatwerk.testing import Client
from tests.access import journey
from tests.access.journey import Lane, Scene
from tests.access.payloads import MARK, PAYLOADS, canary, payload

STAFF = ("coordinator", "administrator", "teacher_coach", "safeguarding_lead")
# Page → who may open it.
VIEWS: dict[str, tuple[str, ...]] = {
    "/my": ("seeker", "supporter", "asked_seeker", "asked_supporter"),
    "/my/plan": ("seeker", "supporter"),
    "/my/looking-back": ("seeker", "supporter"),
    "/my/nomination": ("applicant",),
    "/account": ("seeker", "supporter", "guardian", "nominator", "coordinator"),
    "/account/who-saw-me": ("seeker", "applicant"),
    "/consent": ("seeker", "guardian"),
    "/consent/{permission}/withdraw": ("guardian",),
    "/nominations": ("nominator",),
    "/nominations/send/{draft}": ("nominator",),
    "/nominations/{nomination}": ("coordinator",),
    "/nominations/{nomination}/answer": ("coordinator",),
    "/nominations/{nomination_draft}/finish": ("nominator",),
    "/applications/{application}": ("applicant", "coordinator"),
    "/applications/{application_open}/check": ("applicant",),
    "/applications/{application}/stop": ("applicant",),
    "/participations/{participation_applicant}/talk": ("coordinator",),
    "/participations/{participation_applicant}/close": ("coordinator",),
    "/participations/{participation_supporter}/checks": ("coordinator",),
    "/interviews/{interview}": ("coordinator",),
    "/intake?tab=tell": ("coordinator",),
    "/intake?tab=read": ("coordinator",),
    "/intake?tab=conclude": ("coordinator",),
    "/intake?tab=ready": ("coordinator",),
    "/matches": ("coordinator", "teacher_coach"),
    "/matches/{match}": ("seeker", "supporter", "coordinator", "teacher_coach"),
    "/matches/{match}/agreement": ("seeker", "supporter", "coordinator"),
    "/matches/{match}/agreement/change": ("seeker", "supporter"),
    "/matches/{match}/agreement/print": ("seeker", "coordinator"),
    "/matches/{match}/goals": ("seeker", "supporter", "coordinator"),
    "/matches/{match}/meetings/{meeting_own}": ("supporter",),
    "/matches/{match}/meetings/{meeting_shared}": ("seeker", "supporter"),
    "/matches/{match}/meetings/{meeting_coordinator}": ("coordinator", "supporter"),
    "/matches/{match}/meetings/plan": ("supporter", "coordinator"),
    "/matches/{match}/log": ("supporter",),
    "/matches/{match}/reflect": ("seeker",),
    "/matches/{match}/ask": ("seeker", "supporter"),
    "/matches/{match}/review": ("supporter",),
    "/matches/{match}/review?moment=final&side=seeker": ("seeker", "coordinator"),
    "/matches/{match}/check-in": ("coordinator", "teacher_coach"),
    "/matches/{match}/close": ("coordinator",),
    "/matches/{match}/kickoff": ("coordinator",),
    "/waiting": ("coordinator",),
    "/waiting/{participation_asked_seeker}": ("coordinator",),
    "/proposals/{proposal}": ("asked_seeker", "asked_supporter", "coordinator"),
    "/circles/{circle}": ("asked_supporter", "coordinator"),
    "/circles/new": ("coordinator",),
    "/training": ("coach", "supporter", "coordinator"),
    "/training/runs/{training_run}": ("coach", "supporter", "coordinator"),
    "/training/runs/{training_run}/cancel": ("coach", "coordinator"),
    "/training/runs/{training_run}/certify": ("coach",),
    "/training/runs/{training_run}/sessions/{run_session}/attendance": ("coach",),
    "/training/certificates": ("coach", "coordinator", "administrator"),
    "/training/certificates/bring-along": ("administrator",),
    "/certificates/{certificate}": ("supporter", "coach", "coordinator", "administrator"),
    "/people": ("coordinator", "administrator"),
    "/people/{person}": ("coordinator", "administrator", "teacher_coach"),
    "/people/{person}/edit": ("coordinator", "administrator"),
    "/people/{person}/ties": ("coordinator",),
    "/people/{person}/guardians/new": ("coordinator",),
    "/people/guardianships/{guardianship}": ("coordinator",),
    "/people/imports/{import_batch}": ("administrator",),
    "/likely-same/{likely_same}": ("coordinator",),
    "/worries": ("safeguarding_lead", "safeguarding_deputy"),
    "/worries/{concern}": ("safeguarding_lead", "safeguarding_deputy"),
    "/worries/mine": ("supporter",),
    "/worries/about/{person}": ("supporter", "coordinator", "guardian"),
    "/people-and-roles": ("administrator",),
    "/people-and-roles/{account}/role": ("administrator",),
    "/today": (*STAFF, "coach"),
    "/set-up": ("administrator",),
    "/organisation": ("administrator",),
}
STATUS = {200, 303}


class Reader(HTMLParser):
    """Reads a page as a browser does, and keeps what could run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Our own pages have no inline script or style, no handlers, no frames and no foreign addresses."""
        values = dict(attrs)
        if tag in ("iframe", "object", "embed", "base", "style", "math"):
            self.found.append(tag)
        if tag == "script" and not (values.get("src") or "").startswith("/static/"):
            self.found.append("script")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "autofocus-x"):
                self.found.append(name)
            if name in ("href", "src", "action", "data-url", "hx-get", "hx-post") and MARK in (value or ""):
                self.found.append(f"{name}={value}")
            if (value or "").strip().lower().startswith("javascript:") and name not in ("value", "aria-label", "alt"):
                self.found.append(f"{name}={value}")


def runs(said: str) -> list[str]:
    """What in a page could run, or was rendered as a template or a format."""
    reader = Reader()
    reader.feed(said)
    computed = [text for text in (f"49{MARK}4", f"{MARK}4{42}") if text in said]
    return [*reader.found, *computed]


def lane_of(found: Scene, name: str) -> Lane:
    return found.own if name == "own" else found.other


@pytest.mark.parametrize("lane", ["own", "other"])
def test_no_payload_runs_on_any_page_for_anybody(app, loaded, lane):
    lane = lane_of(loaded, lane)
    known: dict[str, Client] = {}
    running, unguarded, missing, seen = [], [], [], 0
    for pattern, roles in VIEWS.items():
        url = pattern.format(**lane.rows)
        for role in roles:
            if role not in known:
                known[role] = journey.sign_in(app, loaded, journey.actor_of(loaded, lane, role))
            answer = known[role].get(url)
            said = answer.get_data(as_text=True)
            if answer.status_code not in STATUS:
                missing.append((role, pattern, answer.status_code))
            seen += MARK in said
            running += [(role, pattern, what) for what in runs(said)]
            policy = answer.headers.get("Content-Security-Policy", "")
            if "script-src 'self'" not in policy or "unsafe" in policy:
                unguarded.append((role, pattern))

    assert (running, unguarded, missing) == ([], [], [])
    assert seen >= 60  # the payloads really stand on the pages


def test_every_field_holds_every_payload_in_one_of_the_two_lanes():
    for name in ("goal", "note_own", "called_seeker", "family_supporter", "worry", "place"):
        assert {one for one in PAYLOADS if one in payload(name, 0) + " " + payload(name, 1)} == set(PAYLOADS)


def test_the_reader_sees_what_would_run():
    """The measure itself: each payload, put on a page unescaped, is found."""
    caught = {at for at, one in enumerate(PAYLOADS) if runs(f'<input value="{one}"><p>{one}</p>')}

    assert caught >= {0, 1, 5, 6, 7, 8, 9, 11}
    assert runs('<p class="x">plain</p><script src="/static/a.js"></script>') == []


def test_a_payload_arrives_whole(app, loaded):
    """Nothing is thrown away: text is kept as typed and escaped where it is shown."""
    client = journey.sign_in(app, loaded, loaded.own.actors["seeker"])
    parts: list[str] = []

    class Texts(HTMLParser):
        def handle_data(self, data: str) -> None:
            parts.append(data)

    Texts(convert_charrefs=True).feed(client.get(f"/matches/{loaded.own.rows['match']}/goals").get_data(as_text=True))

    assert " ".join(payload("goal", 0).split()) in " ".join("".join(parts).split())
    assert canary("own", "goal") in "".join(parts)


def test_a_sheet_is_a_file_to_save_and_holds_no_formula(app, loaded):
    client = journey.sign_in(app, loaded, loaded.staff["coordinator"])
    answer = client.get("/matches/sheet")
    cells = [cell.strip('"') for line in answer.get_data(as_text=True).splitlines() for cell in line.split('";"')]

    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "-", "@")] == []
