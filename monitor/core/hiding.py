"""What an address may show: neither names and passwords before its host, nor keys in its query."""

from __future__ import annotations

import re

_USERINFO = re.compile(r"(?<=://)[^/\s@]*@")
_PARAMETER = re.compile(r"([?&;])([^=&;#\s]+)=([^&;#\s\"'<>]+)")
_KEY = re.compile(
    r"key|token|secret|passw|^pass$|^pwd$|auth|signature|^sig$|session|^sid$|credential|^code$|^hash$",
    re.IGNORECASE,
)


def without_keys(text: str) -> str:
    """The text with every address in it as it may be shown."""
    return _PARAMETER.sub(_shown, _USERINFO.sub("***@", text))


def is_key(name: str, value: str) -> bool:
    """Whether a parameter of an address is what opens it, by its name or by how it looks."""
    mixed = re.search(r"[0-9]", value) and re.search(r"[A-Za-z]", value)
    return bool(
        is_key_by_name(name) or (len(value) >= 16 and mixed and re.fullmatch(r"[A-Za-z0-9_.~%=+-]+", value))
    )


def is_key_by_name(name: str) -> bool:
    """Whether a parameter of this name is what opens an address, whatever it looks like."""
    return bool(_KEY.search(name))


def _shown(found: re.Match[str]) -> str:
    mark, name, value = found.groups()
    return f"{mark}{name}=***" if is_key(name, value) else found[0]
