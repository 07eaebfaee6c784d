"""One run of the command line, from the arguments to the exit code. Nothing escapes as a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from app.cli.options import Options, split, wants_json
from app.cli.output import Answer, Output
from app.cli.problems import DONE, FAILED, Problem, internal_problem, problem_of
from app.cli.session import Session
from app.cli.signals import StoppedError, StopSignals
from app.texts import set_language


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    StopSignals().install()
    output = Output(as_json=wants_json(argv))
    session = Session(Options(), output)
    try:
        return _answered(argv, session)
    except BrokenPipeError:
        return _reader_is_gone()
    except StoppedError as error:
        return _told(output, problem_of(error))
    except Exception as error:  # noqa: BLE001 - a bug of ours ends in a report and one calm sentence, not a traceback
        return _told(output, problem_of(error) or _reported(error, session))


def _answered(argv: Sequence[str], session: Session) -> int:
    session.options, rest = split(argv)
    set_language(session.options.lang)
    try:
        result = _invoke(rest, session)
    finally:
        session.close()
    if isinstance(result, Answer):
        session.output.answer(result)
        return result.code
    return result if isinstance(result, int) else DONE


def _invoke(rest: Sequence[str], session: Session) -> object:
    """Let typer find the verb and call it; return what the verb returned."""
    from typer.main import get_command

    from app.cli.verbs import program
    from app.cli.window import mean_files, open_window

    command = get_command(program())
    if rest and rest[0] not in getattr(command, "commands", {}) and mean_files(rest):
        return open_window(session, rest)
    return command.main(args=list(rest), prog_name="acervo", standalone_mode=False, obj=session)


def _told(output: Output, problem: Problem | None) -> int:
    if problem is None:
        return FAILED
    try:
        output.problem(problem)
    except BrokenPipeError:
        return _reader_is_gone()
    return problem.exit_code


def _reported(error: BaseException, session: Session) -> Problem:
    """Write a crash report where the run has a data folder."""
    folder = session.crash_folder
    report = None
    if folder is not None:
        from app.system.crash import write_report

        report = write_report(folder, error)
    return internal_problem(str(report) if report else type(error).__name__)


def _reader_is_gone() -> int:
    """End quietly: whoever read the output has closed it, and Python must not complain of that at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
