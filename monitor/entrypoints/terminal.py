"""Alerts on the terminal: where they go while no destination is configured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TextIO

from monitor.adapters.notify import TerminalSender
from monitor.model import Delivery, Destination, Message, Sent
from monitor.pipeline import Send


@dataclass(frozen=True, slots=True)
class Headed:
    """Puts the subject above the text, which a mail shows by itself and a terminal does not."""

    sender: Send
    bold: bool

    async def __call__(self, destination: Destination, message: Message, delivery: Delivery) -> Sent:
        subject = f"\033[1m{message.subject}\033[0m" if self.bold else message.subject
        return await self.sender(destination, replace(message, text=f"{subject}\n{message.text}"), delivery)


def terminal_sender(stream: TextIO) -> Send:
    """Writes alerts to a stream as people read them; bold headlines on a terminal only."""
    return Headed(TerminalSender(stream), stream.isatty())
