"""Thumbnails and waveforms, in the thumbnail database; all of it can be made again from the files."""

from __future__ import annotations

from app.storage.tables.columns import number, octets, table, words
from app.storage.tables.metadata import thumbnails

thumb = table(
    "thumb",
    thumbnails,
    words("sha256", primary_key=True),
    number("long_edge_px", primary_key=True, autoincrement=False),
    number("width"),
    number("height"),
    words("mime"),
    octets("data"),
)

waveform = table("waveform", thumbnails, words("sha256", primary_key=True), octets("data"))
