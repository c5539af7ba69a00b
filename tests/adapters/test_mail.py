"""What a mail looks like when it has arrived: parts, picture, threads, headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from monitor.adapters import mail as letters
from monitor.adapters.notify import AppriseSender
from monitor.core.render import page
from monitor.model import Delivery, DeliveryState, Destination, Message, Outcome, Picture
from tests.adapters.servers import MailServer, mail
from tests.core import samples

__all__ = ["mail"]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
CHART = Picture("killed.png", PNG, 'Killed: HRANA 544 → 2,615 "since" January')


def delivery(alert_id: str = "alert-7", destination: str = "desk", **other: Any) -> Delivery:
    planned = datetime(2026, 1, 14, tzinfo=UTC)
    return Delivery(alert_id, destination, DeliveryState.LEASED, 1, planned, planned_at=planned, **other)


async def arrived(
    mail: MailServer, message: Message, told: Delivery | None = None, url: str | None = None
) -> EmailMessage:
    """The message as a mail server took it."""
    sender = AppriseSender(timeout=timedelta(seconds=5))
    sent = await sender(Destination("desk", url or mail.url()), message, told or delivery())
    assert sent.outcome is Outcome.SENT, sent
    return mail.mails[-1]


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


async def test_the_text_part_is_ours_word_for_word(mail: MailServer) -> None:
    message = samples.messages()["persian"]
    letter = await arrived(mail, message)
    assert part(letter, "plain") == message.text
    assert samples.PERSIAN in part(letter, "plain")


async def test_a_chart_stands_in_the_page_with_its_words(mail: MailServer) -> None:
    message = replace(samples.messages()["up_with_rivals"], chart=CHART)
    letter = await arrived(mail, message)
    assert [one.get_content_type() for one in letter.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    picture = next(one for one in letter.walk() if one.get_content_type() == "image/png")
    written = part(letter, "html")
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in written
    assert 'alt="Killed: HRANA 544 → 2,615 &quot;since&quot; January"' in written
    assert picture.get_content_disposition() == "inline"
    assert picture.get_filename() == "killed.png"
    assert picture.get_content() == PNG
    assert written.index("<img") < written.index("up claimant"), (
        "on a phone's first screen, before the reasons"
    )


def test_page_and_letter_mean_the_same_place() -> None:
    """The rooms do not know each other."""
    assert page.CHART == letters.CHART
    assert samples.messages()["first"].html.count(page.CHART) == 1


async def test_a_subject_in_a_script_of_many_bytes_is_not_cut(mail: MailServer) -> None:
    subject = "हत्या: 2,615 " * 10
    letter = await arrived(mail, replace(samples.messages()["first"], subject=subject))
    assert str(letter["Subject"]) == subject.strip()


async def test_without_a_chart_nothing_stands_in_its_place(mail: MailServer) -> None:
    letter = await arrived(mail, samples.messages()["first"])
    assert letter.get_content_type() == "multipart/alternative"
    assert "<!--chart-->" not in part(letter, "html")
    assert "<img" not in part(letter, "html")


async def test_mails_of_a_topic_hang_together_and_those_of_another_do_not(mail: MailServer) -> None:
    kinds = samples.messages()
    one = await arrived(mail, kinds["first"], delivery("a"))
    two = await arrived(mail, kinds["conflict"], delivery("b"))
    elsewhere = await arrived(mail, kinds["conflict"], delivery("b", "other-desk"))
    several = await arrived(mail, kinds["digest_of_12"], delivery("c"))
    watch = await arrived(mail, kinds["notices"], delivery("d"))
    assert one["References"] == one["In-Reply-To"] == two["References"]
    assert len({letter["References"] for letter in (one, elsewhere, several, watch)}) == 4
    assert one["List-Id"] == two["List-Id"] == "<iran-protests-2026.tollwatch.example.org>"
    assert several["List-Id"] == "<digest.tollwatch.example.org>"
    assert watch["List-Id"] == "<watch.tollwatch.example.org>"


async def test_a_repeat_has_the_message_id_of_the_first_attempt(mail: MailServer) -> None:
    """Many servers then show it once; what is told newly never has an id that was there."""
    message = samples.messages()["first"]
    told = delivery()
    first = await arrived(mail, message, told)
    again = await arrived(mail, message, replace(told, attempts=2, possible_repeat=True))
    grown = await arrived(mail, replace(message, alert_ids=(*message.alert_ids, "more")), told)
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Message-ID"] != grown["Message-ID"]
    assert first["Message-ID"].endswith("@example.org>")


HEADERS: Mapping[str, str] = {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
    "To": "desk@example.org",
    "From": "watch@example.org",
}


async def test_every_header_stands_once(mail: MailServer) -> None:
    url = mail.url() + "&+Message-ID=%3Cmine@x%3E&+X-Desk=night&+bcc=eve@example.org&+Subject=no"
    letter = await arrived(mail, samples.messages()["first"], url=url)
    names = [name.lower() for name, _ in letter.items()]
    assert len(names) == len(set(names))
    assert {name: letter[name] for name in HEADERS} == HEADERS
    assert letter["X-Desk"] == "night"
    assert letter["Bcc"] is None
    assert mail.recipients == ["desk@example.org"]
    assert letter["X-Alert-Id"] == samples.first().id


async def test_a_digest_names_all_its_alerts_in_its_header(mail: MailServer) -> None:
    message = samples.messages()["digest_of_12"]
    letter = await arrived(mail, message)
    assert tuple(letter["X-Alert-Id"].split(", ")) == message.alert_ids


async def test_copies_go_where_the_url_says(mail: MailServer) -> None:
    letter = await arrived(
        mail,
        samples.messages()["first"],
        url=mail.url() + "&cc=second@example.org&bcc=third@example.org&reply=answers@example.org",
    )
    assert sorted(mail.recipients) == ["desk@example.org", "second@example.org", "third@example.org"]
    assert (letter["Cc"], letter["Bcc"], letter["Reply-To"]) == (
        "second@example.org",
        None,
        "answers@example.org",
    )


@pytest.mark.parametrize("name", list(samples.messages()))
async def test_every_mail_passes_through_a_server_of_the_old_kind(mail: MailServer, name: str) -> None:
    """ASCII only, lines of at most 998 characters, and small enough that Gmail shows all of it."""
    letter = await arrived(mail, samples.messages()[name])
    raw = mail.raw[-1]
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998
    assert len(part(letter, "html").encode()) < 100_000
    assert str(letter["Subject"]) == samples.messages()[name].subject
