"""The configuration: a directory of YAML → one `Book`, strict, with all mistakes at once.

documents  bytes → plain values, every part with its line; ${NAME} and file: filled in
shapes     plain values → the dataclasses of the contract
checks     names, codes and addresses across files
loading    the whole: read | fill in | shape | check | compile | prove
writing    new sources into a file, and nothing else changed
reference  the JSON Schemas and docs/configuration.md, made from the same dataclasses
"""

from monitor.config.loading import fingerprint, load

__all__ = ["fingerprint", "load"]
