"""Where the configuration that comes with Tollwatch lies on this machine.

A look-up and nothing else: it reads no file and copies none; `tollwatch init` does the copying.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_config() -> Path:
    """The shipped config directory: beside the package in a checkout or editable install, inside it in a wheel.

    Raises FileNotFoundError where an installation lost it, which a whole wheel cannot.
    """
    for directory in (_PACKAGE / "_shipped" / "config", _PACKAGE.parent / "config"):
        if (directory / "monitor.yaml").is_file():
            return directory
    raise FileNotFoundError(f"no shipped configuration in or beside {_PACKAGE}; install tollwatch again")
