"""The archive of a round: its files, what is shipped to check them, manifest and signature."""

import io
import zipfile
from collections.abc import Mapping
from importlib.resources import files

from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.keyring import Keyring

#: What an auditor runs, as it lies in this installation. All of it is standard library only.
PROGRAMS = {
    "verify.py": "housing.packages",
    "verify_reading.py": "housing.packages",
    "verify_stages.py": "housing.packages",
    "verify_picks.py": "housing.packages",
    "verify_signature.py": "housing.packages",
    "check.py": "allocation",
    "draw.py": "allocation",
}
_SAME_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


def programs() -> dict[str, bytes]:
    """Return the programs of a package by file name, byte for byte those of this installation."""
    return {name: files(home).joinpath(name).read_bytes() for name, home in PROGRAMS.items()}


def signed(files_of_round: Mapping[str, bytes], code: str, keyring: Keyring) -> dict[str, bytes]:
    """Return the files with manifest.json (SHA-256 of each), manifest.sig and public_key.txt.

    The manifest names every file but itself and the signature, which is Ed25519 (RFC 8032) over
    the manifest's exact bytes, in hex.
    """
    listed = {**files_of_round, "public_key.txt": f"{keyring.public_key().hex()}\n".encode()}
    hashes = {name: sha256_hex(raw) for name, raw in listed.items()}
    manifest = canonical_bytes({"format": 1, "round": code, "files": hashes})
    signature = f"{keyring.sign(manifest).hex()}\n".encode()
    return {**listed, "manifest.json": manifest, "manifest.sig": signature}


def pack(contents: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files, sorted by name and without times: same files, same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _SAME_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on every machine, so that the bytes stay the same.
            entry.external_attr = _READABLE
            archive.writestr(entry, contents[name])
    return buffer.getvalue()
