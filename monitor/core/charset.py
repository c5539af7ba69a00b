"""Bytes of XML → UTF-8, with feedparser's choice of the encoding: what server, declaration and BOM say of it."""

from __future__ import annotations

import re

_DECLARATION = re.compile(rb"<\?xml[^>]*>")
_NAMED = re.compile(rb"""['"]([^'"]*)['"]""")

# What can be decoded with one answer only.  UTF-16 and its like come with rules of their own.
_DECODED = re.compile(
    r"utf-?8|us-ascii|ascii|latin-?1|iso-8859-\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5"
    r"|euc-jp|euc-kr|shift_jis",
    re.IGNORECASE,
)
_UTF_8 = ("utf-8", "utf8")


def document(body: bytes, content_type: str) -> bytes | None:
    """The XML after its declaration, in UTF-8; None where the choice of the encoding is a guess.

    The rules are RFC 3023's with what feedparser makes of servers that break them: of the charset of
    the content type, the declaration and the byte-order mark the first in which the bytes can be read.
    """
    marked = body.startswith(b"\xef\xbb\xbf")
    data = body[3:] if marked else body
    if data.startswith((b"\xfe\xff", b"\xff\xfe", b"\x00", b"<\x00", b"Lo\xa7\x94")):
        return None
    declared = _declared(data)
    if declared is None:
        return None
    for encoding in (_said(content_type, declared), declared, "utf-8" if marked else ""):
        if not encoding:
            continue
        if not _DECODED.fullmatch(encoding):
            return None
        decoded = _decoded(data, encoding)
        if decoded is not None:
            said = _DECLARATION.match(decoded)
            return decoded[said.end() :] if said else b"\n" + decoded
    return None


def _declared(data: bytes) -> str | None:
    """The encoding that the first line declares, '' if none; None where feedparser may see another one in it."""
    line = data[: data.find(b"\n")] if b"\n" in data else data
    _, _, after = line.partition(b"encoding=") if line.startswith(b"<?") else (b"", b"", b"")
    if b"encoding=" in after:
        return None
    found = _NAMED.match(after)
    if not found or b"?>" not in after[found.end() :]:
        return ""
    return found[1].decode().lower() if found[1].isascii() else None


def _decoded(data: bytes, encoding: str) -> bytes | None:
    if data.isascii():  # all that `_DECODED` knows agree on it
        return data
    try:
        text = data.decode("gb18030" if encoding.lower() == "gb2312" else encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return data if encoding.lower() in _UTF_8 else text.encode("utf-8")


def _said(content_type: str, declared: str) -> str:
    """The encoding that RFC 3023 goes by; text/* without a charset is ASCII, whatever the declaration says."""
    kind, charset = _parts(content_type)
    application = kind in _APPLICATION or (kind.startswith("application/") and kind.endswith("+xml"))
    if application:
        return charset or declared or "utf-8"
    if kind.startswith("text/"):
        return charset or "us-ascii"
    return declared or "utf-8"


_APPLICATION = ("application/xml", "application/xml-dtd", "application/xml-external-parsed-entity")


def _parts(content_type: str) -> tuple[str, str]:
    """The type and the charset of a Content-Type header, '' for what it does not name."""
    kind, *parameters = content_type.split(";")
    charset = ""
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
    return kind.strip(), charset
