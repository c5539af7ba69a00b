"""A chart as PNG: sharp, small, drawn with the font that travels along."""

from __future__ import annotations

import os
import signal
import struct
import threading
import time
import zlib
from pathlib import Path

import pytest

from monitor.adapters import picture as room
from monitor.adapters.picture import FONT, MOST_BYTES, picture, render_png
from monitor.errors import PictureError

GOLDEN = sorted((Path(__file__).parents[1] / "core" / "charts").glob("*.svg"))


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def pixels(png: bytes) -> list[list[bytes]]:
    """The rows of an RGBA picture without interlacing, undone of their filters."""
    wide, high = size(png)
    packed, place = b"", 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        packed += png[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += 12 + length
    raw, before, rows = zlib.decompress(packed), bytearray(wide * 4), []
    for row in range(high):
        start = row * (wide * 4 + 1)
        kind, line = raw[start], bytearray(raw[start + 1 : start + 1 + wide * 4])
        for at in range(len(line)):
            left, corner = (line[at - 4], before[at - 4]) if at >= 4 else (0, 0)
            line[at] = (line[at] + _predicted(kind, left, before[at], corner)) & 255
        rows.append([bytes(line[at : at + 4]) for at in range(0, len(line), 4)])
        before = line
    return rows


def _predicted(kind: int, left: int, above: int, corner: int) -> int:
    if kind < 4:
        return (0, left, above, (left + above) // 2)[kind]
    off = abs(above - corner), abs(left - corner), abs(left + above - 2 * corner)
    return (left, above, corner)[off.index(min(off))]


def drawn(text: str) -> bytes:
    return render_png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30" font-family="DejaVu Sans">'
        f'<rect width="120" height="30" fill="#fff"/><text x="4" y="20" font-size="14">{text}</text></svg>',
        1,
    )


def test_a_chart_is_twice_as_sharp_as_it_is_shown() -> None:
    [svg] = [path for path in GOLDEN if path.stem == "one-claimant"]
    made = picture("chart.png", svg.read_text("utf-8"), "HRANA from 65 to 6,126")
    assert size(made.png) == (960, 680)
    assert (made.name, made.alt) == ("chart.png", "HRANA from 65 to 6,126")
    assert "PNG" not in repr(made)


@pytest.mark.parametrize("svg", GOLDEN, ids=lambda path: path.stem)
def test_every_chart_is_small_and_quick(svg: Path) -> None:
    """Of the processor's time: the machine may be busy."""
    begun = time.thread_time()
    png = picture("chart.png", svg.read_text("utf-8"), "").png
    assert time.thread_time() - begun < 0.5
    assert len(png) <= MOST_BYTES
    assert size(png)[0] >= 1.25 * 480


def test_what_is_too_large_when_sharp_is_sent_less_sharp(monkeypatch: pytest.MonkeyPatch) -> None:
    svg = GOLDEN[0].read_text("utf-8")
    monkeypatch.setattr(room, "MOST_BYTES", 100)
    assert size(picture("chart.png", svg, "").png) == (480, 340)


def test_one_thread_draws_whichever_ask() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    askers = [threading.Thread(target=picture, args=(f"{n}.png", svg, "")) for n in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len([thread for thread in threading.enumerate() if thread.name.startswith("draws")]) == 1


def test_title_line_and_label_are_where_they_should_be_and_the_rest_is_blank() -> None:
    [svg] = [path for path in GOLDEN if path.stem == "one-claimant"]
    rows = pixels(render_png(svg.read_text("utf-8"), 0.5))
    assert (len(rows[0]), len(rows)) == (240, 170)

    def painted(left: int, top: int, right: int, bottom: int) -> float:
        found = [rows[y][x] != b"\xff\xff\xff\xff" for y in range(top, bottom) for x in range(left, right)]
        return sum(found) / len(found)

    blue = sum(pixel == bytes.fromhex("0023c9ff") for row in rows for pixel in row)
    assert painted(7, 6, 100, 14) > 0.2  # the title
    assert painted(214, 40, 238, 56) > 0.1  # the label at the line's end
    assert blue > 40
    assert painted(0, 0, 240, 4) == painted(0, 0, 3, 170) == 0


def test_arabic_letters_are_joined() -> None:
    """With something between them that keeps them apart they look otherwise."""
    assert drawn("سلام") != drawn("س\u200cل\u200cا\u200cم")
    assert drawn("کشته") != drawn("□□□□")


def test_the_font_travels_with_its_licence() -> None:
    assert pixels(drawn("HRANA")) != pixels(drawn(""))
    assert "Bitstream Vera" in FONT.with_name("LICENSE-DejaVu.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "svg", ["", "no svg", "<svg", "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>"]
)
def test_what_cannot_be_drawn_is_an_error_of_ours(svg: str) -> None:
    with pytest.raises(PictureError, match="cannot be drawn"):
        render_png(svg)


def test_a_process_that_was_forked_draws_with_a_thread_of_its_own() -> None:
    """Those of its parent are not there."""
    svg = GOLDEN[0].read_text("utf-8")
    picture("here.png", svg, "")
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        picture("there.png", svg, "")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
