"""A crash report says where and what kind, and never what the program was working on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import CommandError, RefusedError, UnavailableError
from app.domain.reasons import ErrorCode, Reason
from app.system.crash import described, write_report

CHECKOUT = Path(__file__).parents[3]
SECRET = "tel:+5511999990000"


def failing(text: str) -> BaseException:
    try:
        try:
            int(text)
        except ValueError as error:
            raise RuntimeError(f"could not serve {text}") from error
    except RuntimeError as error:
        return error


def test_a_report_names_types_places_and_causes_but_no_values(tmp_path: Path) -> None:
    report = write_report(tmp_path, failing(SECRET))
    assert report is not None
    text = report.read_text(encoding="utf-8")
    assert "error: builtins.RuntimeError" in text
    assert "caused by: builtins.ValueError" in text
    assert "unit/system/test_crash.py:" in text
    assert " in failing" in text
    assert "Acervo 0." in text
    assert SECRET not in text
    assert str(Path.home()) not in text


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RefusedError(Reason.MAC, SECRET), "[mac]"),
        (UnavailableError(Reason.TIMEOUT, SECRET), "[timeout]"),
        (CommandError(ErrorCode.BAD_INPUT, "client", SECRET), "[bad_input client]"),
        (OSError(28, SECRET), "[errno 28]"),
        (KeyError(SECRET), "KeyError"),
    ],
)
def test_the_stable_code_of_an_error_is_kept(error: BaseException, code: str) -> None:
    (line,) = described(error)
    assert line.endswith(code)


def test_groups_and_circles_of_causes_end() -> None:
    first, second = ValueError(), KeyError()
    first.__context__, second.__context__ = second, first
    group = ExceptionGroup(SECRET, [first, OSError(5, "x")])
    lines = list(described(group))
    assert [line.split(":")[0] for line in lines] == ["error", "one of the group", "one of the group", "while handling"]
    assert SECRET not in "".join(lines)


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for _number in range(25):
        newest = write_report(tmp_path, ValueError())
    assert newest is not None
    assert len(list(tmp_path.iterdir())) == 20


def test_a_folder_that_cannot_be_written_is_no_second_crash(tmp_path: Path) -> None:
    assert write_report(tmp_path / "absent", ValueError()) is None


def command(script: str, folder: Path) -> list[str]:
    start = "import sys, pathlib\nfrom app import texts\nfrom app.system.crash import CrashReports\n"
    install = "texts.set_language('en')\nreports = CrashReports(pathlib.Path(sys.argv[1]))\n"
    return [sys.executable, "-c", start + install + script, str(folder)]


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(script, folder), cwd=CHECKOUT, capture_output=True, text=True, check=False)


def test_an_error_nobody_caught_is_one_calm_sentence_and_a_report(tmp_path: Path) -> None:
    ended = run(f"raise ValueError('{SECRET}')", tmp_path)
    (report,) = tmp_path.glob("crash-*.txt")
    assert ended.returncode == 1
    assert ended.stderr == f"Something went wrong inside Acervo. A report was written to {report}.\n"


def test_a_thread_that_dies_is_reported(tmp_path: Path) -> None:
    ended = run(
        "import threading\nt = threading.Thread(target=lambda: 1 / 0, name='lane-1')\nt.start()\nt.join()", tmp_path
    )
    (report,) = tmp_path.glob("crash-*.txt")
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "lane-1" in text


def test_an_error_of_a_destructor_is_reported_and_the_program_goes_on(tmp_path: Path) -> None:
    ended = run("class A:\n    def __del__(self): raise ValueError\nA()\nprint('on')", tmp_path)
    assert ended.stdout == "on\n"
    assert ended.stderr == ""
    assert len(list(tmp_path.glob("crash-*.txt"))) == 1


def test_an_interruption_by_the_user_is_no_crash(tmp_path: Path) -> None:
    run("raise KeyboardInterrupt", tmp_path)
    assert list(tmp_path.glob("crash-*.txt")) == []


def test_a_crash_of_the_interpreter_leaves_its_stack(tmp_path: Path) -> None:
    ended = run("import faulthandler\ndef sinking(): faulthandler._sigabrt()\nsinking()", tmp_path)
    assert ended.returncode != 0
    assert "in sinking" in (tmp_path / "faults.txt").read_text(encoding="utf-8")


def test_a_good_end_leaves_no_empty_file_behind(tmp_path: Path) -> None:
    ended = run("import os\nprint(os.path.exists(sys.argv[1] + '/faults.txt'))\nreports.close()", tmp_path)
    assert ended.stdout == "True\n"
    assert list(tmp_path.iterdir()) == []


def test_what_an_earlier_crash_left_stays(tmp_path: Path) -> None:
    (tmp_path / "faults.txt").write_text("Fatal Python error\n", encoding="utf-8")
    run("reports.close()", tmp_path)
    assert (tmp_path / "faults.txt").read_text(encoding="utf-8") == "Fatal Python error\n"


@pytest.mark.skipif(sys.platform == "win32", reason="what is open cannot be removed there")
def test_a_process_that_ends_leaves_the_file_to_those_that_go_on(tmp_path: Path) -> None:
    path, pipe = tmp_path / "faults.txt", subprocess.PIPE
    script = "print('here', flush=True)\ninput()\nreports.close()"
    with subprocess.Popen(command(script, tmp_path), cwd=CHECKOUT, stdin=pipe, stdout=pipe, text=True) as goes_on:
        assert goes_on.stdout.readline() == "here\n"
        run("reports.close()", tmp_path)
        assert path.exists(), "a crash of the other process must still be found"
        goes_on.communicate("\n", timeout=60)
    assert not path.exists()


def test_closing_gives_the_hooks_back(tmp_path: Path) -> None:
    ended = run("reports.close()\nreports.close()\nraise ValueError('x')", tmp_path)
    assert "Traceback" in ended.stderr
    assert list(tmp_path.glob("crash-*.txt")) == []


def test_the_calm_sentence_is_in_the_users_language(tmp_path: Path) -> None:
    ended = run("texts.set_language('pt')\nraise ValueError", tmp_path)
    assert ended.stderr.startswith("Algo deu errado")
