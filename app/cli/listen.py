"""`listen`: events from files or standard input; the format is found by content."""

from __future__ import annotations

import typer

from app.cli.instances import InstanceArgument
from app.cli.output import Answer


def listen(ctx: typer.Context, instance: InstanceArgument, files: list[str]) -> Answer:
    return Answer({}, list)
