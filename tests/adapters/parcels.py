"""Looking into what was leased."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model import Alert, Delivery, Parcel


def contents(leased: Iterable[Parcel]) -> list[tuple[Delivery, Alert]]:
    """Every delivery of some parcels, each with its alert."""
    return [one for parcel in leased for one in parcel.contents]
