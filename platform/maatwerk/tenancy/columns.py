"""What a column holds about a person: declared where it is defined, or the program does not start.

Every column of a tenant table is either `plain` (ids, states, moments of the system: nothing about a
person by itself) or `held`, with its class, legal basis, retention and the name it has in an export.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import MappedColumn, mapped_column


class FieldClass(StrEnum):
    """Who may see it: the classes of the policy (trust.md section 3)."""

    NAME = "name"
    CONTACT = "contact"
    PLANNING = "planning"
    LOG = "log"
    NOTE = "note"
    SEVERITY = "severity"
    CONSENT = "consent"
    SAFETY = "safety"
    EVALUATION = "evaluation"
    ACCOUNT = "account"


class Basis(StrEnum):
    """Why we may hold it (AVG article 6)."""

    AGREEMENT = "agreement"
    TASK = "public_task"
    LEGITIMATE = "legitimate_interest"
    CONSENT = "consent"
    LAW = "legal_duty"


class Keep(StrEnum):
    """How long we hold it; the days are the tenant's setting (domain.md section 4)."""

    FILE = "file"  # two years after closure
    APPLICANT = "applicant"  # four weeks after a refusal
    ACCOUNT = "account"  # as long as the account lives
    PROOF = "proof"  # as long as what it proves
    BATCH = "batch"  # ninety days
    AUDIT = "audit"  # five years


@dataclass(frozen=True, slots=True)
class Held:
    """One column's declaration; `export` is its name in what a person gets to read of themselves."""

    cls: FieldClass
    basis: Basis
    keep: Keep
    export: str


PLAIN = "plain"


class BareColumn(Exception):
    """A column of a tenant table does not say what it holds; the message names it."""


def plain(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column that by itself says nothing about a person."""
    return mapped_column(*args, info={"held": PLAIN}, **kwargs)


def held(
    cls: FieldClass,
    export: str,
    *args: Any,
    basis: Basis = Basis.AGREEMENT,
    keep: Keep = Keep.FILE,
    **kwargs: Any,
) -> MappedColumn[Any]:
    """A column that holds something about a person."""
    return mapped_column(*args, info={"held": Held(cls, basis, keep, export)}, **kwargs)


def of_a_tenant(table: Table) -> bool:
    """Does this table hold rows of tenants (its key starts with tenant_id)?"""
    return next(iter(table.primary_key.columns)).name == "tenant_id"


def check(metadata: MetaData) -> None:
    """Raise BareColumn for the first column of a tenant table that is neither plain nor held."""
    for table in metadata.sorted_tables:
        if not of_a_tenant(table):
            continue
        for column in table.columns:
            if "held" not in column.info:
                raise BareColumn(
                    f"{table.name}.{column.name} does not say what it holds: declare it with plain() or held()"
                )


def register(metadata: MetaData) -> list[tuple[str, str, Held]]:
    """Every (table, column, declaration) that holds something about a person: what export and erasure follow."""
    return [
        (table.name, column.name, column.info["held"])
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.info.get("held"), Held)
    ]
