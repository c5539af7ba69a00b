"""Whom we believe who they are: where this machine keeps the certificates of authorities.

libcurl comes in a wheel that was built elsewhere, and knows only where they lie there.
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import certifi

BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine, macOS
)
"""One file is read once and kept; a directory is looked into with every connection."""


def authorities() -> tuple[str, str | None]:
    """A file with the certificates of authorities, and a directory of more if SSL_CERT_DIR names one.

    SSL_CERT_FILE comes first, then what the machine trusts, then Mozilla's list, which requests brings along.
    """
    said = ssl.get_default_verify_paths()
    found = [said.cafile, *BUNDLES]
    file = next((path for path in found if path and Path(path).is_file()), certifi.where())
    return file, said.capath if said.openssl_capath_env in os.environ else None
