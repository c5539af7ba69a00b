"""Which files are a configuration's, and whether any of them was edited."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(directory: Path) -> str:
    """A hash of the names and bytes of all YAML files: another value means that something was edited."""
    digest = hashlib.sha256()
    for path in sorted(_yaml_files(directory)):
        try:
            data = path.read_bytes()
        except OSError as error:
            data = f"unreadable: {error.errno}".encode()
        for piece in (path.relative_to(directory).as_posix().encode(), data):
            digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()


def _yaml_files(directory: Path) -> Iterable[Path]:
    return (path for path in directory.glob("**/*.yaml") if not ignored(path.relative_to(directory)))


def ignored(relative: Path) -> bool:
    """Hidden files are editors' own; a mounted volume keeps its versions in hidden folders too."""
    return any(step.startswith(".") for step in relative.parts)
