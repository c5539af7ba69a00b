"""What people read: the subject, and the same content in three forms."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from monitor.core.render import headline, render, render_digest, render_notices
from monitor.core.words import count, shortened, spoken
from monitor.model import Alert, Notice, Printed, Severity
from tests.core.desk import START, Desk, value


def rise() -> Alert:
    """HRANA's rise past a thousand, after an official's number."""
    desk = Desk()
    desk.reads("~650", by="official")
    desk.reads("544", by="hrana")
    [alert] = desk.reads("2615", by="hrana", on="hrana-en")
    return alert


def explained(alert: Alert, **other: Any) -> Alert:
    return replace(alert, explanation=replace(alert.explanation, **other))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("3000+", "3,000+"),
        ("≥500", "≥ 500"),
        ("~650", "about 650"),
        ("..20", "up to 20"),
        ("40-50", "40–50"),
        ("544", "544"),
        ("12000", "12,000"),
        ("vague 100", "≥ 100 (vague)"),
    ],
)
def test_numbers_are_written_with_their_bounds(said: str, words: str) -> None:
    assert spoken(value(said)) == words


def test_thousands_are_separated() -> None:
    assert count(1234567) == "1,234,567"


# ── the subject ─────────────────────────────────────────────────────────────────────────────


def test_a_rise_above_somebody_else_says_whose_number_was_before() -> None:
    desk = Desk()
    desk.reads("≥2000", by="official")
    [alert] = desk.reads("3000+", by="mek")
    assert (
        headline(alert) == "killed: 3,000+ (PMOI/MEK), was ≥ 2,000 (an Iranian official) · Iran protests 2026"
    )


def test_a_claimants_own_rise_names_it_once() -> None:
    assert headline(rise()) == "killed: 2,615 (HRANA), was 544 · Iran protests 2026"


def test_a_first_figure_says_so() -> None:
    [alert] = Desk().reads("65", by=None)
    assert headline(alert) == "killed: 65 (not attributed), first figure · Iran protests 2026"


def test_a_fall_says_so() -> None:
    desk = Desk()
    desk.reads("359", by="official")
    [alert] = desk.reads("~253", by="official")
    assert (
        headline(alert)
        == "killed: about 253 (an Iranian official), revised down from 359 · Iran protests 2026"
    )


def test_a_rival_says_what_it_is_in_conflict_with() -> None:
    desk = Desk()
    desk.reads("2000", by="hrana")
    [alert] = desk.reads("900", by="official")
    assert headline(alert).startswith("killed: 900 (an Iranian official), in conflict with 2,000 (HRANA)")


@given(st.text(), st.text(), st.text())
def test_a_subject_is_one_short_line_whatever_the_names(topic: str, name: str, before: str) -> None:
    line = headline(explained(rise(), topic_title=topic, claimant_name=name, before_name=before))
    assert len(line) <= 140
    assert not re.search(r"[\r\n\t]", line)
    assert line.startswith("killed: 2,615 (")


LONG = (
    "the Ministry of Health of the Islamic Republic and its regional offices for statistics and registration"
)


@pytest.mark.parametrize("marks", [(), ("possible repeat",), ("possible repeat", "delayed by 23 h 59 min")])
@pytest.mark.parametrize("subject", [None, "protesters", LONG])
def test_number_claimant_before_and_marks_survive_when_a_subject_is_cut(
    marks: tuple[str, ...], subject: str | None
) -> None:
    desk = Desk()
    desk.reads("≥2000", by="official")
    [alert] = desk.reads("3000+", by="mek")
    alert = explained(alert, claimant_name=LONG, before_name=f"a spokesman of {LONG}", topic_title=LONG)
    alert = replace(alert, series=replace(alert.series, subject=subject))
    line = headline(alert, marks)
    assert len(line) <= 140
    assert line.startswith("killed: 3,000+")
    assert "(the Ministry" in line or "(the…" in line
    assert ", was ≥ 2,000 (a spokesman" in line or ", was ≥ 2,000 (a…" in line
    assert all(mark in line for mark in marks)


def test_a_digests_subject_keeps_its_marks_when_it_is_cut() -> None:
    alert = explained(rise(), claimant_name=LONG)
    message = render_digest([alert, alert], "quiet hours", possible_repeat=True)
    assert len(message.subject) <= 140
    assert message.subject.startswith("2 alerts from the quiet hours: killed: 2,615 (")
    assert message.subject.endswith(" [possible repeat]")


def test_a_digest_and_notices_count_what_they_leave_out_in_every_form() -> None:
    alerts = [replace(rise(), level=str(number)) for number in range(60)]
    trouble = Notice("source_failing", "hrana", "HRANA has failed", Severity.HIGH, None, START)
    gone = [replace(trouble, subject=f"source {number}") for number in range(60)]
    for message, words in (
        (render_digest(alerts, "storm"), "and 10 more: tollwatch alerts"),
        (render_notices(gone), "and 10 more: tollwatch sources"),
    ):
        for form in (message.text, message.html, message.slack):
            assert words in form


def test_long_lists_of_an_alert_end_in_how_many_more_and_where() -> None:
    alert = rise()
    why = alert.explanation
    long = explained(
        alert, standings=why.standings * 10, printed_by=(Printed("O", "https://o.example/"),) * 30
    )
    for form in (render(long).text, render(long).html, render(long).slack):
        assert f"and 8 more: tollwatch alerts {alert.id}" in form
        assert f"and 25 more: tollwatch alerts {alert.id}" in form


# ── the body ────────────────────────────────────────────────────────────────────────────────

SHOWN = [
    "killed: 2,615 (HRANA), was 544",
    "Iran protests 2026",
    "as reported by HRANA (monitor, grade B2), in HRANA English",
    "544 → 2,615: +2,071 (+380.7 %); a rise begins at 680",
    "passed 1,000",
    "544 (HRANA) on 8 Jan 2026 14:00 UTC",
    "In all 2615 people were killed, the count says.",
    "published",
    "an Iranian official, grade D4: about 650 on 08 Jan 2026",
    "650 low, 2,615 best, 2,615 high; best is the median of HRANA (grade B2)",
    "HRANA ≥ 3,269",
    "any new claimant ≥ 3,269",
    "HRANA below 2,354",
    "killed-test",
]


@pytest.mark.parametrize("form", ["text", "html", "slack"])
def test_every_form_shows_everything_a_desk_must_defend(form: str) -> None:
    alert = rise()
    body = getattr(render(alert), form)
    if form == "html":  # its tables put a name and its number into columns
        body = " ".join(html.fromstring(body).text_content().split())
        body = body.replace("grade D4 about 650 08 Jan 2026", "grade D4: about 650 on 08 Jan 2026")
    for words in [*SHOWN, alert.id]:
        assert words in body.replace("&gt;", ">").replace("&amp;", "&"), words


def test_the_json_form_holds_the_same_as_data() -> None:
    [document] = json.loads(json.dumps(render(rise()).data))
    assert document["condition"] == "band"
    assert (document["before"]["low"], document["after"]["low"]) == (544, 2615)
    assert (document["before_name"], document["before_silent"]) == ("HRANA", True)
    assert document["before_told_at"] == "2026-01-08T14:00:00+00:00"
    assert document["unverified"] == "unverified: as reported by HRANA (monitor, grade B2), in HRANA English"
    arithmetic = [reason["arithmetic"] for reason in document["reasons"]]
    assert "544 → 2,615: +2,071 (+380.7 %); a rise begins at 680" in arithmetic
    assert document["quote"] == "In all 2615 people were killed, the count says."
    assert document["standings"][1]["outlets"] == ["outlet-0"]
    assert document["estimate"]["method"] == "median of HRANA (grade B2)"
    assert document["next_triggers"][:2] == ["HRANA ≥ 3,269", "any new claimant ≥ 3,269"]
    assert (document["rule"], document["rule_version"]) == ("killed-test", "")
    assert document["to_acknowledge"] == f"tollwatch ack {document['id']}"
    assert document["to_silence"].startswith("tollwatch silence --topic iran-protests-2026 --metric killed")
    assert document["disagreements"] == ["HRANA (2,615) and an Iranian official (about 650)"]


def test_a_quote_is_two_hundred_characters_at_most_in_every_form() -> None:
    alert = rise()
    long = replace(alert, explanation=replace(alert.explanation, quote="word " * 200))
    [document] = render(long).data
    assert len(document["quote"]) <= 200
    for form in ("text", "html", "slack"):
        assert "word " * 41 not in getattr(render(long), form)


def test_who_contradicts_whom_and_how_to_answer_stand_in_every_form() -> None:
    alert = rise()
    for form in ("text", "html", "slack"):
        body = getattr(render(alert), form)
        assert "HRANA (2,615) and an Iranian official (about 650)" in body
        assert f"tollwatch ack {alert.id}" in body
        assert "tollwatch silence --topic iran-protests-2026 --metric killed --for 1d" in body


@pytest.mark.parametrize("form", ["text", "html", "slack"])
def test_every_form_links_to_the_entry(form: str) -> None:
    assert "https://hrana-en.example/3" in getattr(render(rise()), form)


def test_the_text_form_reads_well_alone() -> None:
    lines = render(rise()).text.splitlines()
    assert lines[0] == "killed: 2,615 (HRANA), was 544 · Iran protests 2026"
    assert lines[3].startswith("unverified: as reported by HRANA")
    assert all(len(line) < 400 for line in lines)


def test_a_possible_repeat_is_marked_in_the_subject_and_in_every_form() -> None:
    message = render(rise(), possible_repeat=True)
    assert message.subject == "killed: 2,615 (HRANA), was 544 [possible repeat] · Iran protests 2026"
    assert all("[possible repeat]" in form for form in (message.text, message.html, message.slack))
    assert "possible repeat" not in render(rise()).text


def test_a_value_taken_as_known_is_not_called_told() -> None:
    desk = Desk()
    desk.seeds("544")
    [alert] = desk.reads("2615")
    assert "taken as known without an alert" in render(alert).text


def test_what_was_told_to_another_outlet_says_so() -> None:
    assert "told to Reuters" in render(explained(rise(), via="Reuters")).text


def test_long_quotes_are_cut_between_words() -> None:
    long = "Rights workers in the city said they had counted the dead again. " * 9
    text = render(explained(rise(), quote=long)).text
    [quote] = re.findall(r"“(.+)”", text)
    assert len(quote) <= 200
    assert quote.endswith("…")
    assert quote[:-1] in long
    assert long[len(quote) - 1] in " ."


@given(st.text(), st.integers(10, 300))
def test_shortened_text_is_one_line_and_never_longer(text: str, limit: int) -> None:
    line = shortened(text, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert line.endswith("…") or line == " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())


# ── hostile input ───────────────────────────────────────────────────────────────────────────

HOSTILE = '<script>alert(1)</script> <img src=x onerror="x"> <!channel> <@U123> & "quoted" \'single\''


def hostile() -> Alert:
    return explained(
        rise(),
        topic_title=HOSTILE,
        claimant_name=HOSTILE,
        claimant_class=HOSTILE,
        via=HOSTILE,
        outlet=HOSTILE,
        entry_title=HOSTILE,
        quote=HOSTILE,
        rule_id=HOSTILE,
        before_name=HOSTILE,
        next_triggers=(HOSTILE,),
        url='javascript:alert("1")',
    )


def test_html_from_outside_stays_text() -> None:
    page = html.fromstring(render(hostile()).html)
    tags = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert tags == set("html head meta title style body div table tr td h1 b p span code".split())
    assert "<script>alert(1)</script>" in page.text_content()


def test_only_web_addresses_become_links() -> None:
    """A feed may hold any link."""
    assert not html.fromstring(render(hostile()).html).xpath("//a")
    assert "<javascript" not in render(hostile()).slack
    [link] = html.fromstring(render(explained(rise(), url='https://x.example/?a=1&b="2"')).html).xpath(
        "//a/@href"
    )
    assert link == 'https://x.example/?a=1&b="2"'


def test_slack_finds_no_command_in_what_came_from_outside() -> None:
    slack = render(hostile()).slack
    assert "<!channel>" not in slack
    assert "&lt;!channel&gt;" in slack
    assert re.findall(r"<[^>]*>", slack) == []


def test_a_section_holds_even_a_row_of_nothing_but_signs_to_escape() -> None:
    """Slack refuses the whole message for one block that is too large."""
    signs, link = "&" * 2_000, f"https://x.example/?{'&' * 190}"
    alert = explained(
        rise(), topic_title=signs, claimant_name=signs, before_name=signs, outlet=signs, quote=signs, url=link
    )
    for message in (render(alert), render_digest([alert] * 60, "storm")):
        sections = [block["text"]["text"] for block in message.blocks if "text" in block]
        assert max(map(len, sections)) <= 3_000
        assert len(message.blocks) <= 50


def test_a_link_cannot_break_out_of_its_brackets() -> None:
    slack = render(explained(rise(), url="https://x.example/a|b> <!channel>")).slack
    assert re.findall(r"<[^>]*>", slack) == ["<https://x.example/a%7Cb&gt;&lt;!channel&gt;|open>"]


def test_the_html_is_well_formed_small_and_asks_nothing_of_the_network() -> None:
    page = render(rise()).html
    assert len(page) < 12_000
    assert page.startswith("<!doctype html>")
    body = page[page.index("<body") : page.index("</html>")]
    etree.fromstring(body)
    assert not re.search(r"<(script|link|img|iframe)|url\(|@import", page)
    assert "prefers-color-scheme:dark" in page
    assert '<meta name="color-scheme" content="light dark">' in page
    assert 'name="viewport"' in page


@given(st.text())
def test_any_quote_leaves_every_form_whole(quote: str) -> None:
    message = render(explained(rise(), quote=quote))
    assert re.findall(r"<[^>]*>", message.slack) == ["<https://hrana-en.example/3|open>"]
    assert len(html.fromstring(message.html).xpath("//p")) >= 20


def test_a_notice_says_how_to_acknowledge_it_unless_all_is_well_again() -> None:
    trouble = Notice("source_failing", "hrana", "HRANA has failed", Severity.HIGH, None, START)
    message = render_notices(
        [trouble, replace(trouble, condition="source_recovered", reason="HRANA is back")]
    )
    for form in (message.text, message.html, message.slack):
        assert form.count("tollwatch ack ") == 1
        assert f"source failing: HRANA has failed (seen it? tollwatch ack {trouble.id[:8]})" in form
    assert [one["subject"] for one in message.data] == ["hrana", "hrana"]
