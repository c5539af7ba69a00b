"""The configuration: a directory of YAML → one `Book`, strict, with all mistakes at once.

files      which files are the configuration's, and whether one was edited
documents  bytes → plain values, every part with its line; ${NAME} and file: filled in
shapes     plain values → the dataclasses of the contract
checks     names, codes and addresses across files
loading    the whole: read | fill in | shape | check | compile | prove
writing    new sources into a file, and nothing else changed
reference  the JSON Schemas and docs/configuration.md, made from the same dataclasses
"""

from typing import TYPE_CHECKING, Any

from monitor.config.files import fingerprint

if TYPE_CHECKING:
    from monitor.config.loading import load

__all__ = ["fingerprint", "load"]


def __getattr__(name: str) -> Any:
    """`load` with all that reads YAML: a daemon, for which another process loads, need not hold that."""
    if name != "load":
        raise AttributeError(name)
    from monitor.config.loading import load  # noqa: PLC0415

    return load
