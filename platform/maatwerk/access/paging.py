"""A page of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from maatwerk.ground.database import db

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of the rows of a list, with how many there are in all."""

    items: list[T]
    number: int
    pages: int
    total: int


def page_of(statement: Select[Any], *, number: int = 1, size: int = 25, scalars: bool = True) -> Page[Any]:
    """Page `number` (from 1; out of range is the nearest) of a statement: two statements."""
    total = db.session.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    found = db.session.execute(statement.limit(size).offset((number - 1) * size))
    return Page(list(found.scalars().all() if scalars else found.all()), number, pages, total)
