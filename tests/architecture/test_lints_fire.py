"""The lints find what they are for, and leave alone what is right."""

from __future__ import annotations

import pytest

from tests.architecture import lints
from tests.architecture.visible_text import visible_texts

MARK = "TO" + "DO"


@pytest.mark.parametrize("call", ["dialog.exec()", "menu.exec_(point)", "app.processEvents()", "self.box().exec()"])
def test_a_second_event_loop_is_found(call: str) -> None:
    assert lints.second_event_loops(f"def show():\n    {call}\n")[0].line == 2


def test_opening_a_dialog_is_fine() -> None:
    assert not lints.second_event_loops("dialog.open()\nexec('x')\nprocess_events()\n")


@pytest.mark.parametrize(
    "handler",
    [
        "except:",
        "except Exception:",
        "except BaseException as problem:",
        "except (ValueError, Exception):",
        "except builtins.Exception:",
        "except Exception:  # noqa: BLE001",
        "except Exception:  # oops",
    ],
)
def test_a_broad_except_without_a_reason_is_found(handler: str) -> None:
    assert [finding.line for finding in lints.broad_excepts(f"try:\n    go()\n{handler}\n    stop()\n")] == [3]


@pytest.mark.parametrize(
    "handler",
    [
        "except ValueError:",
        "except (KeyError, OSError) as problem:",
        "except Exception:  # the lane is the one place that catches all",
        "except Exception:  # noqa: BLE001  a worker's fault must reach the log",
        "except BaseException as x:  # noqa: BLE001 - whatever it was, the lease goes back",
    ],
)
def test_a_narrow_except_or_one_with_its_reason_is_fine(handler: str) -> None:
    assert not lints.broad_excepts(f"try:\n    go()\n{handler}\n    stop()\n")


def test_a_mark_of_unfinished_work_is_found() -> None:
    assert lints.unfinished(f"x = 1\n# {MARK}: later\n")[0].line == 2
    assert not lints.unfinished("# to do so is right\n")


@pytest.mark.parametrize(
    "line", ["import unittest.mock", "from unittest import mock", "from unittest.mock import Mock"]
)
def test_a_mock_is_found(line: str) -> None:
    assert lints.mocks(line + "\n")


@pytest.mark.parametrize(
    "line", ["import socket", "from os import path", "import urllib.request", "from pathlib import Path"]
)
def test_the_domain_reading_or_writing_is_found(line: str) -> None:
    assert lints.input_output(line + "\n")


@pytest.mark.parametrize(
    "line", ["import re", "from urllib.parse import urlsplit", "from . import ids", "import datetime"]
)
def test_the_domain_using_pure_modules_is_fine(line: str) -> None:
    assert not lints.input_output(line + "\n")


@pytest.mark.parametrize(
    "line",
    [
        'print("Downloads stopped")',
        'typer.echo(f"{count} files saved")',
        'console.print("[bold]Saved[/bold]")',
        'table.add_column("Contact")',
        'Table(title="Uploads")',
        'typer.Option("--to", help="Where to")',
        'echo("Done" if ok else "")',
        'echo("Saved: " + name)',
        'echo("Saved: {}".format(name))',
        'raise typer.BadParameter("No such client")',
        'label.setText("Queue")',
        'QPushButton("Send")',
        'app.command(help="List clients")',
        'output.table(("Id", "Name"), rows)',
        'answer = lambda: ["There is no client yet"]',
        'NOTES = {"full": "The disk is full."}',
    ],
)
def test_visible_text_outside_gettext_is_found(line: str) -> None:
    assert visible_texts(line + "\n")


@pytest.mark.parametrize(
    "line",
    [
        'print(_("Downloads stopped"))',
        'typer.echo(ngettext("{n} file", "{n} files", n).format(n=n))',
        'console.print("[bold]" + _("Saved") + "[/bold]")',
        'table.add_column(_("Contact"), style="bold cyan")',
        'Table(title=_("Uploads"))',
        'typer.Option("--to", help=_("Where to"))',
        'echo(json.dumps({"error": "Missing"}))',
        'echo(f"{name}: {size}")',
        'echo("https://example.org/a")',
        'log.info("Download started now", id=media_id)',
        'row = {"name": "Name"}',
        'open("Some-File", "rb")',
        '"""Print what was found."""',
        'raise CommandError(ErrorCode.USAGE, name, "needs a value")',
        'log.warning("the keychain does not answer", id=1)',
        'echo("--json")',
    ],
)
def test_translated_text_and_what_is_no_language_is_fine(line: str) -> None:
    assert not visible_texts(line + "\n")


def test_a_command_that_would_show_its_docstring_is_found() -> None:
    command = '@app.command({})\ndef list_clients():\n    """Print every client."""\n'
    assert visible_texts(command.format(""))
    assert not visible_texts(command.format('help=_("Show every client")'))
