"""Keys of one installation: sealing personal data, finding it again, signing packages.

Identity numbers and phones are sealed with SM4-GCM (RFC 8998) and found again through an
HMAC-SM3 index, so that a stolen database holds neither. Keys lie in files of mode 0600 under
`<home>/keys` and are made on first use; losing them loses the sealed data.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

_NONCE, _TAG = 12, 16


@dataclass(frozen=True, slots=True)
class Keyring:
    """Holds the raw keys; never logged, never written elsewhere."""

    sealing: bytes
    index: bytes
    signing: bytes
    session: bytes

    def seal(self, text: str) -> bytes:
        """Return nonce + ciphertext + tag of `text`."""
        return self.seal_bytes(text.encode())

    def seal_bytes(self, content: bytes) -> bytes:
        """Return nonce + ciphertext + tag of a file's bytes."""
        nonce = secrets.token_bytes(_NONCE)
        encryptor = Cipher(algorithms.SM4(self.sealing), modes.GCM(nonce)).encryptor()
        body = encryptor.update(content) + encryptor.finalize()
        return nonce + body + encryptor.tag

    def unseal(self, sealed: bytes) -> str:
        """Return the text of `seal`.

        Raises:
            cryptography.exceptions.InvalidTag: the bytes were changed or the key is another.
        """
        return self.unseal_bytes(sealed).decode()

    def unseal_bytes(self, sealed: bytes) -> bytes:
        """Return the bytes of `seal_bytes`; raises as `unseal`."""
        nonce, body, tag = sealed[:_NONCE], sealed[_NONCE:-_TAG], sealed[-_TAG:]
        decryptor = Cipher(algorithms.SM4(self.sealing), modes.GCM(nonce, tag)).decryptor()
        return decryptor.update(body) + decryptor.finalize()

    def blind(self, text: str) -> str:
        """Return the look-up index of `text` (64 hex digits): same text, same index."""
        mac = hmac.HMAC(self.index, hashes.SM3())
        mac.update(text.encode())
        return mac.finalize().hex()

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature (64 bytes) of `message`."""
        return Ed25519PrivateKey.from_private_bytes(self.signing).sign(message)

    def public_key(self) -> bytes:
        """Return the Ed25519 public key (32 bytes) that belongs to `sign`."""
        public = Ed25519PrivateKey.from_private_bytes(self.signing).public_key()
        return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def open_keyring(folder: Path) -> Keyring:
    """Return the keys in `folder`, making those that do not exist yet."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Keyring(
        sealing=_key(folder / "sealing.key", 16),
        index=_key(folder / "index.key", 32),
        signing=_signing_key(folder / "signing.key"),
        session=_key(folder / "session.key", 32),
    )


def _key(path: Path, size: int) -> bytes:
    return _read_or_make(path, lambda: secrets.token_bytes(size))


def _signing_key(path: Path) -> bytes:
    def make() -> bytes:
        return Ed25519PrivateKey.generate().private_bytes(
            Encoding.Raw, PrivateFormat.Raw, NoEncryption()
        )

    return _read_or_make(path, make)


def _read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """Read a hex key; O_EXCL lets exactly one of several starting processes make it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = make()
        file.write(key.hex())
    return key
