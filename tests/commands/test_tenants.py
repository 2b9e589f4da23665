"""Organisations from the command line: opened, brought in line with a file, never silently overwritten."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import g
from sqlalchemy import func, select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Account, RoleGrant
from maatwerk.access.work import unit_of_work
from maatwerk.app import create_app
from maatwerk.cli import main
from maatwerk.commands import home, opened, tenant_file
from maatwerk.ground.database import db
from maatwerk.ground.settings import from_environment
from maatwerk.people.model import Site
from maatwerk.programme import actions, queries
from maatwerk.tenancy.actions import set_look
from maatwerk.tenancy.model import TenantSetting


def slug_of(path: Path) -> str:
    return tenant_file.read(path).slug


def change(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text().replace(old, new))


def within(environment: dict[str, str], slug: str, do: Callable[[], Any]) -> Any:
    """Something done inside an organisation by somebody else than a command."""
    app = create_app(from_environment(environment))
    with app.app_context():
        with opened.inside(slug):
            g.person_locale = "en"
            found = do()
            db.session.remove()
        db.engine.dispose()
    return found


def test_added_organisation_gets_a_one_time_address(run: Any, answer: Any) -> None:
    done = run("tenant", "add", "waddenhoek", "--admin", "baas@waddenhoek.example", "--name", "Waddenhoek")
    assert re.fullmatch(r"http://waddenhoek\.maatwerk\.example/link/\S{40,}\n", done.stdout)
    listed = {row["slug"]: (row["name"], row["state"]) for row in answer("tenant", "list")}
    assert listed["waddenhoek"] == ("Waddenhoek", "trial")
    users = answer("user", "list", "--tenant", "waddenhoek")
    assert [(user["email"], user["roles"]) for user in users] == [("baas@waddenhoek.example", "administrator")]


@pytest.mark.parametrize(
    ("slug", "says"),
    [("platform", "no usable short name"), ("A!", "no usable short name"), ("bezet", "Another organisation has")],
)
def test_unusable_short_name_is_refused_with_a_reason(run: Any, slug: str, says: str) -> None:
    if slug == "bezet":
        run("tenant", "add", slug, "--admin", "a@bezet.example")
    done = run("tenant", "add", slug, "--admin", "b@bezet.example", code=1)
    assert (done.stdout, says in done.stderr, done.stderr.count("\n")) == ("", True, 1)


def test_file_opens_everything_it_names(college: Path, environment: dict[str, str], answer: Any) -> None:
    slug = slug_of(college)

    def look() -> tuple[list[str], list[tuple[str, str, int | None]], int, dict[str, Any]]:
        sites = list(db.session.scalars(select(Site.name).order_by(Site.name)).all())
        (running,) = queries.programmes()
        chosen = dict(queries.settings_of(running).chosen)
        return sites, [(running.variant, running.name, running.target)], len(queries.switched_on()), chosen

    sites, programmes, on, chosen = within(environment, slug, look)
    assert (sites, programmes, on) == (["Noord", "Zuid"], [("peer_support/tutor", "Tutors", 40)], 1)
    assert (chosen["gap_days"], chosen["words.supporter"]["nl"]["plural"]) == (21, "maatjes")
    users = answer("user", "list", "--tenant", slug)
    assert {user["email"]: user["roles"] for user in users} == {
        "ytsje@klaverland.example": "administrator",
        "koen@klaverland.example": "safeguarding_lead",
    }


def test_export_is_the_file_that_was_applied(college: Path, run: Any) -> None:
    done = run("tenant", "export", slug_of(college))
    exported, applied = tenant_file.described(_toml(done.stdout)), tenant_file.read(college)
    assert exported.hosts == (f"{exported.slug}.maatwerk.example",)
    assert exported == tenant_file.Described(**{**_values(applied), "hosts": exported.hosts})


def _toml(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def _values(found: tenant_file.Described) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


def test_same_file_again_changes_nothing(college: Path, answer: Any, environment: dict[str, str]) -> None:
    versions = within(environment, slug_of(college), _versions)
    said = answer("tenant", "apply", str(college), "--yes")
    assert (said["changed"], said["kept"]) == ([], [])
    assert within(environment, slug_of(college), _versions) == versions


def _versions() -> int:
    return int(db.session.execute(select(func.count()).select_from(TenantSetting)).scalar_one())


def test_changed_file_shows_the_difference_and_writes_a_new_version(
    college: Path, run: Any, answer: Any, environment: dict[str, str]
) -> None:
    change(college, "gap_days = 21", "gap_days = 28")
    change(college, "#0f766e", "#7c3aed")
    change(college, "target = 40", "target = 55")
    done = run("tenant", "apply", str(college), "--yes")
    assert "colour: #0f766e -> #7c3aed" in done.stderr
    assert "setting gap_days: 21 -> 28" in done.stderr
    assert "target: 40 -> 55" in done.stderr

    def look() -> tuple[list[Any], int | None]:
        rows = select(TenantSetting.value).where(TenantSetting.key == "gap_days").order_by(TenantSetting.version)
        return list(db.session.scalars(rows).all()), queries.programmes()[0].target

    assert within(environment, slug_of(college), look) == ([21, 28], 55)


def test_without_a_yes_nothing_is_changed(college: Path, run: Any, answer: Any) -> None:
    change(college, "#0f766e", "#7c3aed")
    done = run("tenant", "apply", str(college), code=1)
    assert "--yes" in done.stderr
    assert "#0f766e" in run("tenant", "export", slug_of(college)).stdout


def test_what_an_administrator_changed_is_kept(
    college: Path, run: Any, answer: Any, environment: dict[str, str]
) -> None:
    slug = slug_of(college)

    def by_hand() -> None:
        with unit_of_work(SYSTEM):
            set_look(name="Klaverland Oost", locale="nl", languages=("nl", "en"), colour="#0f766e", state="open")
        (running,) = queries.programmes()
        actions.choose_settings(running.id, {"gap_days": 10}, reason="We look sooner", by=SYSTEM)

    within(environment, slug, by_hand)
    change(college, "gap_days = 21", "gap_days = 28")
    change(college, "target = 40", "target = 41")
    said = answer("tenant", "apply", str(college), "--yes")
    assert sorted(one.rpartition(" ")[2] for one in said["kept"]) == ["gap_days", "name"]
    assert [one.rpartition(" ")[2] for one in said["changed"]] == ["target"]
    file = run("tenant", "export", slug).stdout
    assert ("Klaverland Oost" in file, "gap_days = 10" in file, "target = 41" in file) == (True, True, True)
    # Still known as changed by hand the next time, and taken from the file when somebody says so.
    assert len(answer("tenant", "apply", str(college), "--yes")["kept"]) == 2
    run("tenant", "apply", str(college), "--yes", "--also-by-hand")
    file = run("tenant", "export", slug).stdout
    assert ("Klaverland Oost" in file, "gap_days = 28" in file) == (False, True)


def test_one_person_may_be_administrator_and_lead(run: Any, answer: Any, tmp_path: Path, environment: Any) -> None:
    path = tmp_path / "one.toml"
    someone = '{ given_name = "Iris", family_name = "Zandstra", email = "iris@alleen.example" }'
    path.write_text(f'slug = "alleen"\nname = "Alleen"\nadministrator = {someone}\nsafeguarding_lead = {someone}\n')
    run("tenant", "apply", str(path), "--yes")

    def look() -> tuple[int, list[str]]:
        roles = db.session.scalars(select(RoleGrant.role).order_by(RoleGrant.role)).all()
        return int(db.session.execute(select(func.count()).select_from(Account)).scalar_one()), list(roles)

    assert within(environment, "alleen", look) == (1, ["administrator", "safeguarding_lead"])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('plugins = ["unheard_of"]', "the plug-in unheard_of is not installed"),
        ('colour = "blueish"', "blueish"),
        ('settings = { "no.such" = 1 }', "the setting no.such is not known"),
        ('settings = { "people.consent_age" = 9 }', "people.consent_age does not fit"),
        ('programmes = [{ variant = "peer_support/aunt", name = "x" }]', "peer_support/aunt"),
        ("nme = 1", "nme is not known"),
    ],
)
def test_wrong_file_is_refused_before_anything_is_done(
    run: Any, answer: Any, tmp_path: Path, line: str, says: str
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(f'slug = "verkeerd"\nname = "Verkeerd"\n{line}\n')
    done = run("tenant", "apply", str(path), "--yes", code=1)
    assert says in done.stderr
    assert "verkeerd" not in {row["slug"] for row in answer("tenant", "list")}


def test_demos_files_are_files_of_organisations() -> None:
    for path in sorted((home.root() / "tenants").glob("*.toml")):
        found = tenant_file.read(path)
        assert (found.slug, found.hosts) == (path.stem, (f"{path.stem}.localhost",))
        assert tenant_file.described(_toml(tenant_file.written(found))) == found


def test_unknown_organisation_is_named(run: Any) -> None:
    done = run("tenant", "export", "nergens", code=1)
    assert done.stderr == "There is no organisation nergens; `maatwerk tenant list` names them.\n"


def test_refusal_with_json_is_an_object_too(environment: dict[str, str]) -> None:
    done = CliRunner().invoke(main, ["tenant", "export", "nergens", "--json"], env=environment)
    assert (done.exit_code, done.stdout.startswith('{"error": "There is no organisation')) == (1, True)
