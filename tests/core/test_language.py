"""Which language a text is in."""

from __future__ import annotations

import pytest

from monitor.core import language as telling
from monitor.core.language import detect

KNOWN = ("en", "fa", "ar")
LONG = {
    "en": "The ministry said on Monday that the bridge over the river had been closed after the storm, and that it would be opened again when the water had fallen below the mark of last spring.",
    "fr": "Le ministère a indiqué lundi que le pont sur la rivière avait été fermé après la tempête et qu'il serait rouvert lorsque le niveau de l'eau serait redescendu sous la marque du printemps dernier.",
    "fa": "وزارتخانه روز دوشنبه اعلام کرد که پل روی رودخانه پس از توفان بسته شده است و زمانی دوباره باز خواهد شد که سطح آب به زیر نشانه بهار گذشته برسد و بازرسان اجازه دهند.",
    "ar": "وقالت الوزارة يوم الاثنين إن الجسر فوق النهر أغلق بعد العاصفة وإنه سيفتح من جديد عندما ينخفض منسوب المياه إلى ما دون علامة الربيع الماضي ويسمح المفتشون بذلك.",
}


@pytest.mark.parametrize("language", LONG)
def test_a_long_text_is_known_by_itself(language: str) -> None:
    assert detect(LONG[language], KNOWN) == language


@pytest.mark.parametrize(
    ("text", "prior", "language"),
    [
        ("12 killed", "en", "en"),
        ("12 killed", None, "en"),
        ("12 muertos", "es", "es"),
        ("۱۲ کشته", "fa", "fa"),
        ("۱۲ نفر کشته شدند", "en", "fa"),
        ("مقتل 12 شخصا", "ar", "ar"),
    ],
)
def test_a_short_text_has_its_sources_language_if_the_script_fits(
    text: str, prior: str | None, language: str
) -> None:
    assert detect(text, KNOWN, prior) == language


def test_a_feed_that_misstates_its_language_is_seen_through() -> None:
    assert detect(LONG["fa"], KNOWN, "en") == "fa"


def test_no_text_at_all_has_a_language() -> None:
    assert detect("", KNOWN) in KNOWN


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Al menos 12 muertos en un ataque en Kabul", "es"),
        ("Mueren tres soldados en una emboscada en el Cauca", "es"),
        ("Au moins 12 morts dans une attaque au Mali", "fr"),
        ("Bei einem Angriff in Kabul sterben zwei Soldaten", "de"),
        ("At least 12 killed in attack on Kabul mosque", "en"),
        ("Two policemen shot dead in Quetta", "en"),
    ],
)
def test_a_headline_without_accents_is_not_taken_for_english(headline: str, language: str) -> None:
    assert detect(headline, ("en", "es", "fr", "de", "tr", "fa", "ar", "ru", "uk", "he")) == language


@pytest.mark.parametrize("prior", [None, "en"])
@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Умер актер", "ru"),
        ("Удар по Харькову", "ru"),
        ("12 погибших в Белгороде", "ru"),
        ("Помер актор", "uk"),
        ("У Сумах поранено 12 людей", "uk"),
        ("Двоє загинули в Харкові", "uk"),
        ("HRANA: 544 הרוגים", "he"),
    ],
)
def test_a_headline_without_a_letter_of_its_own_is_told_by_its_words(
    headline: str, language: str, prior: str | None
) -> None:
    assert detect(headline, ("en", "ru", "uk", "he", "ar"), prior) == language


@pytest.mark.parametrize("language", ["en", "fr", "fa"])
def test_small_words_tell_a_language_without_statistics(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "_identifier", lambda languages: pytest.fail("the statistics were asked"))
    assert detect(LONG[language], (*KNOWN, "fr")) == language
    assert detect("Three people were killed in the south, the ministry said.", KNOWN) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "O ministério informou na segunda-feira que a ponte sobre o rio foi fechada depois da tempestade e "
            "que será reaberta quando o nível da água baixar e os inspetores derem a autorização.",
            "pt",
        ),
        (
            "Het ministerie meldde maandag dat de brug over de rivier na de storm is gesloten en dat hij weer "
            "opengaat wanneer het water is gezakt en de inspecteurs toestemming geven.",
            "nl",
        ),
    ],
)
def test_a_neighbour_that_nobody_reads_is_not_taken_for_a_language_with_rules(
    text: str, language: str
) -> None:
    assert detect(text, ("en", "es", "fr", "de", "tr", "fa", "ar", "ru", "uk", "he")) == language
