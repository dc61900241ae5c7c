"""Contacts at rest: AES-256-GCM for the text, a keyed hash to find a number again."""

import functools
import hashlib
import hmac
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yishi import settings

NONCE = 12


def seal(text: str) -> bytes:
    """Encrypts; the nonce stands in front."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(settings.current().data_key, "seal")).encrypt(
        nonce, text.encode(), None
    )


def unseal(sealed: bytes) -> str:
    """Decrypts what `seal` made with the same key."""
    cipher = AESGCM(_key(settings.current().data_key, "seal"))
    return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None).decode()


def keyed_hash(purpose: str, text: str) -> str:
    """A hash that only this installation can compute: finds without telling."""
    key = _key(settings.current().data_key, f"index:{purpose}")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@functools.lru_cache(maxsize=32)
def _key(secret: str, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())
