"""Where the bytes of documents lie: sealed, outside the web root, named by their hash."""

from dataclasses import dataclass
from pathlib import Path

from housing.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of documents, and the virus scanner (`host:port` of clamd) or ''."""

    root: Path
    scanner: str = ""

    def path(self, relative: str) -> Path:
        """Return the place of a document's bytes."""
        return self.root / relative


def folder_of(settings: Settings) -> Folder:
    """Return the folder of documents of an installation."""
    return Folder(settings.home / "documents", settings.virus_scanner)


def relative_path(place: str, sha256: str) -> str:
    """Return where the bytes with this hash lie below the folder."""
    return f"{place}/{sha256[:2]}/{sha256}"
