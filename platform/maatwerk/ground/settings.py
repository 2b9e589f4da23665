"""What an installation must be told: read once at start, refused in one clear line."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from maatwerk.ground.reason import N_, Reason


class SettingsError(Reason):
    """A setting is missing, malformed or unknown; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's settings; `keys` maps the version of a master key to its 32 bytes."""

    base_url: str
    secret: bytes
    keys: Mapping[int, bytes]
    database_url: str
    database_worker_url: str
    redis_url: str
    smtp_url: str
    database_admin_url: str | None = None
    previous_secret: bytes | None = None
    mail_from: str = "Maatwerk <no-reply@maatwerk.example>"
    trusted_proxies: int = 0
    demo: bool = False
    mail_url: str | None = None

    @property
    def bare_host(self) -> str:
        """The installation's own host without port: the public front page lives there."""
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def secure(self) -> bool:
        """Served over https, so cookies may carry the `__Host-` prefix."""
        return self.base_url.startswith("https://")

    @property
    def newest_key(self) -> int:
        """The version of the master key that wraps new tenant keys."""
        return max(self.keys)


_NAMES = {
    "MAATWERK_BASE_URL": "base_url",
    "MAATWERK_SECRET": "secret",
    "MAATWERK_SECRET_PREVIOUS": "previous_secret",
    "MAATWERK_KEYS": "keys",
    "MAATWERK_DATABASE_URL": "database_url",
    "MAATWERK_DATABASE_WORKER_URL": "database_worker_url",
    "MAATWERK_DATABASE_ADMIN_URL": "database_admin_url",
    "MAATWERK_REDIS_URL": "redis_url",
    "MAATWERK_SMTP_URL": "smtp_url",
    "MAATWERK_MAIL_FROM": "mail_from",
    "MAATWERK_TRUSTED_PROXIES": "trusted_proxies",
    "MAATWERK_DEMO": "demo",
    "MAATWERK_MAIL_URL": "mail_url",
}
_REQUIRED = (
    "MAATWERK_BASE_URL",
    "MAATWERK_SECRET",
    "MAATWERK_KEYS",
    "MAATWERK_DATABASE_URL",
    "MAATWERK_DATABASE_WORKER_URL",
    "MAATWERK_REDIS_URL",
    "MAATWERK_SMTP_URL",
)
# Read by the tools around the platform, never by the platform itself.
_TOOLS = ("MAATWERK_TEST_", "MAATWERK_TRUST")


def from_environment(env: Mapping[str, str]) -> Settings:
    """Read the settings, or raise SettingsError naming the one that is wrong."""
    unknown = [n for n in sorted(env) if n.startswith("MAATWERK_") and n not in _NAMES and not n.startswith(_TOOLS)]
    if unknown:
        raise SettingsError(
            N_("%(name)s is no setting of Maatwerk; known are %(names)s"), name=unknown[0], names=", ".join(_NAMES)
        )
    missing = [name for name in _REQUIRED if not env.get(name)]
    if missing:
        raise SettingsError(N_("%(name)s is not set; Maatwerk cannot start without it"), name=missing[0])
    values: dict[str, Any] = {field: _read(name, env[name]) for name, field in _NAMES.items() if env.get(name)}
    return Settings(**values)


def _read(name: str, value: str) -> object:
    match name:
        case "MAATWERK_BASE_URL":
            return _address(name, value, ("http", "https")).rstrip("/")
        case "MAATWERK_SECRET" | "MAATWERK_SECRET_PREVIOUS":
            if len(value) < 32:
                raise SettingsError(N_("%(name)s is shorter than 32 characters; make a long random one"), name=name)
            return value.encode()
        case "MAATWERK_KEYS":
            return read_keys(Path(value))
        case "MAATWERK_DATABASE_URL" | "MAATWERK_DATABASE_WORKER_URL" | "MAATWERK_DATABASE_ADMIN_URL":
            return driver_url(_address(name, value, ("postgresql", "postgresql+psycopg", "postgres")))
        case "MAATWERK_REDIS_URL":
            return _address(name, value, ("redis", "rediss", "unix"))
        case "MAATWERK_SMTP_URL":
            return _address(name, value, ("smtp", "smtps"))
        case "MAATWERK_TRUSTED_PROXIES":
            if not value.isdigit():
                raise SettingsError(N_("%(name)s must be the number of proxies in front, such as 1"), name=name)
            return int(value)
        case "MAATWERK_DEMO":
            return value == "1"
    return value


def _address(name: str, value: str, schemes: tuple[str, ...]) -> str:
    if urlsplit(value).scheme not in schemes:
        raise SettingsError(
            N_("%(name)s must be an address that starts with %(scheme)s://"), name=name, scheme=schemes[0]
        )
    return value


def driver_url(url: str) -> str:
    """The same address, saying which driver speaks it."""
    return "postgresql+psycopg://" + url.split("://", 1)[1]


def read_keys(path: Path) -> dict[int, bytes]:
    """Read the file of versioned master keys: JSON `{"1": "<base64 of 32 bytes>", …}`."""
    try:
        keys = {int(v): base64.b64decode(k, validate=True) for v, k in json.loads(path.read_text()).items()}
    except (OSError, ValueError, AttributeError, binascii.Error) as error:
        raise SettingsError(
            N_("MAATWERK_KEYS: %(path)s cannot be read as a file of master keys (%(why)s)"), path=path, why=error
        ) from None
    if not keys or any(len(key) != 32 for key in keys.values()):
        raise SettingsError(N_("MAATWERK_KEYS: every key in %(path)s must be 32 bytes, base64-encoded"), path=path)
    return keys


def write_keys(path: Path, keys: Mapping[int, bytes]) -> None:
    """Write a file of master keys that only its owner can read."""
    path.touch(mode=0o600, exist_ok=True)
    path.write_text(json.dumps({str(v): base64.b64encode(k).decode() for v, k in keys.items()}))
