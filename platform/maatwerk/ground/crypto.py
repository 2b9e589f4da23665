"""Secrets: tokens, hashes, sealing. Thin words over `cryptography` and `argon2-cffi`."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# OWASP's smallest recommended argon2id: 19 MiB, two passes, one lane (trust.md section 2, 11.4.2).
_passwords = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = threading.Semaphore(4)
_NOBODY = _passwords.hash("nobody has this account")


def token() -> str:
    """A secret of 256 bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What we keep of a token: enough to recognise it, useless to whoever steals it."""
    return hashlib.sha256(secret.encode()).digest()


def derive(secret: bytes, purpose: str, length: int = 32) -> bytes:
    """A key for one purpose only (HKDF-SHA256)."""
    return HKDF(hashes.SHA256(), length, salt=None, info=f"maatwerk {purpose}".encode()).derive(secret)


def sign(key: bytes, message: str) -> str:
    """HMAC-SHA256 in hexadecimal."""
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()


def padded_keys(key: bytes) -> tuple[bytes, bytes]:
    """The inner and outer padded keys with which PostgreSQL, without pgcrypto, recomputes our HMAC."""
    block = key.ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


def new_key() -> bytes:
    """A fresh key of 256 bits."""
    return AESGCM.generate_key(256)


def seal(key: bytes, text: bytes, bound_to: str) -> bytes:
    """Encrypt so that it opens only with this key and in this place (AES-256-GCM with the place as AAD)."""
    nonce = os.urandom(12)
    return b"\x01" + nonce + AESGCM(key).encrypt(nonce, text, bound_to.encode())


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """Open what `seal` closed; raises InvalidTag when key or place differ."""
    return AESGCM(key).decrypt(sealed[1:13], sealed[13:], bound_to.encode())


def hash_password(password: str) -> str:
    """argon2id of a password; at most four at once, so that sign-ins cannot eat the memory."""
    with _at_once:
        return _passwords.hash(password)


def password_fits(stored: str | None, password: str) -> bool:
    """Compare in the same time whether or not there is such an account."""
    with _at_once:
        try:
            _passwords.verify(stored or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def same(one: str, other: str) -> bool:
    """Equal, in a time that tells nothing."""
    return hmac.compare_digest(one, other)
