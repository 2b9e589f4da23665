"""Write the first migration of the rooms again from their tables (until the first release only)."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import render
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from alembic.operations import ops
from sqlalchemy import Table

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "migrations" / "versions" / "0002_rooms.py"
GLOBAL = {"tenant", "tenant_host"}
READ_ONLY = {"audit_entry"}
HEAD = '''"""The rooms' tables, as of the first release."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from maatwerk.tenancy import tables_v1 as tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


'''


def tables() -> list[Table]:
    """Every room's tables, those that others point at first."""
    for model in sorted((ROOT / "platform" / "maatwerk").glob("**/model.py")):
        importlib.import_module(
            "maatwerk." + ".".join(model.relative_to(ROOT / "platform" / "maatwerk").with_suffix("").parts)
        )
    from maatwerk.ground.database import db  # after the models: it must know them all

    return [table for table in db.metadata.sorted_tables if table.name not in GLOBAL]


def main() -> int:
    """Render, format, and say how many tables there are."""
    context = AutogenContext(
        MigrationContext.configure(dialect_name="postgresql"),
        opts={
            "sqlalchemy_module_prefix": "sa.",
            "alembic_module_prefix": "op.",
            "user_module_prefix": None,
            "render_as_batch": False,
        },
    )
    names, body = [], []
    for table in tables():
        names.append(table.name)
        lines = [render.render_op_text(context, ops.CreateTableOp.from_table(table))]
        lines += [
            render.render_op_text(context, ops.CreateIndexOp.from_index(index))
            for index in sorted(table.indexes, key=lambda i: str(i.name))
        ]
        rights = ', rights="SELECT"' if table.name in READ_ONLY else ""
        lines.append(f'tables.protect(op, "{table.name}"{rights})')
        body.append(
            f"def _{table.name}() -> None:\n" + "\n".join("    " + part for text in lines for part in text.splitlines())
        )
    calls = "\n".join(f"    _{name}()" for name in names)
    drops = "\n".join(f'    op.drop_table("{name}")' for name in reversed(names))
    TARGET.write_text(
        HEAD
        + f"def upgrade() -> None:\n    tables.limits(op)\n{calls}\n\n\ndef downgrade() -> None:\n{drops}\n\n\n"
        + "\n\n\n".join(body)
        + "\n"
    )
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(TARGET)], check=True)
    print(f"{len(names)} tables written to {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
