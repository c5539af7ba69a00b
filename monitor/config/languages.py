"""The codes of languages, and what people write in their place."""

from __future__ import annotations

import re
from collections.abc import Collection

from monitor.config.shapes import near_miss

ISO_639_1 = frozenset(
    """aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml
    mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd
    se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi
    vo wa wo xh yi yo za zh zu""".split()
)
"""Language codes that a source may carry; the Library of Congress's list."""

CODES = {
    name: code
    for code, names in {
        "ar": "ara arabic", "az": "aze azerbaijani", "bn": "ben bengali", "de": "deu ger german deutsch",
        "el": "ell gre greek", "en": "eng english", "es": "spa spanish espanol español castilian",
        "fa": "fas per prs farsi persian dari فارسی", "fr": "fra fre french francais français", "he": "heb iw hebrew",
        "hi": "hin hindi", "hy": "hye arm armenian", "id": "ind indonesian", "it": "ita italian",
        "ja": "jpn japanese jp",
        "ka": "kat geo georgian", "ko": "kor korean", "ku": "kur kurdish kurmanji", "my": "mya bur burmese",
        "nl": "nld dut dutch", "pl": "pol polish", "ps": "pus pashto pushto", "pt": "por portuguese",
        "ro": "ron rum romanian", "ru": "rus russian", "sv": "swe swedish", "tr": "tur turkish",
        "uk": "ukr ukrainian ua", "ur": "urd urdu", "vi": "vie vietnamese", "zh": "zho chi chinese cn",
    }.items()
    for name in names.split()
}  # fmt: skip
"""What people write where a code is asked for: ISO 639-2's codes and names, of the languages that news are read in."""


def language_meant(word: str, ids: Collection[str]) -> str:
    """The code behind a language's name, a three-letter code or a tag such as en-GB; '' where nobody can say.

    Among two hundred codes of two letters every word is similar to one: likeness says nothing.
    """
    plain = re.split(r"[-_ ]", word.strip().casefold())[0]
    if plain in ids:
        return plain
    near = near_miss(plain, [name for name in CODES if len(name) > 3]) if len(plain) > 3 else ""
    code = CODES.get(near.split("`")[1] if near else plain, "")
    return code if code in ids else ""
