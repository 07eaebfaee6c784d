"""The scripts in packaging/: what they print, what they refuse, what they build."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import bench
import checks
import debian
import environment
import places
import pytest
import steps

from tests.architecture.tree import PACKAGING, REPOSITORY, RESOURCES


def _step(code: str, name: str = "a step") -> steps.Step:
    return steps.Step(name, (sys.executable, "-c", code), places.child_environment())


def test_a_step_shows_its_output_and_keeps_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = steps.run_step(_step("for n in range(100): print('line', n)"))
    assert not outcome.failed
    assert outcome.tail[-1] == "line 99" and len(outcome.tail) == steps.TAIL_LINES
    assert capsys.readouterr().out.splitlines()[0] == "line 0"


def test_a_step_gets_no_standard_input() -> None:
    outcome = steps.run_step(_step("import sys; print(repr(sys.stdin.read()))"))
    assert outcome.tail == ("''",)


def test_a_program_that_is_not_there_is_a_failed_step() -> None:
    outcome = steps.run_step(steps.Step("nothing", ("no-such-program-here",), {}))
    assert outcome.code == 127 and "no-such-program-here" in outcome.tail[-1]


def test_a_child_left_behind_does_not_hold_a_step_up() -> None:
    left = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)'])"
    outcome = steps.run_step(_step(left))
    assert not outcome.failed and outcome.took_s < 19


def test_the_last_lines_say_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    steps_to_run = [_step("print('all well')", "first"), _step("print('the cause'); raise SystemExit(3)", "second")]
    code = steps.report(steps.run_all([*steps_to_run, _step("print('still run')", "third")]))
    lines = capsys.readouterr().out.splitlines()
    assert code == 1 and "still run" in lines
    assert lines[-1] == "FAILED: second"
    assert lines[-2].strip() == "the cause"


def test_the_counts_of_all_pytest_runs_are_added_up(capsys: pytest.CaptureFixture[str]) -> None:
    runs = ["===== 12 passed, 1 skipped in 3.50s =====", "=== 30 passed in 61.02s (0:01:01) ==="]
    outcomes = [steps.Outcome(_step(""), 0, 1.0, ("...", line)) for line in runs]
    assert checks.closing_line(outcomes) == "42 passed, 1 skipped in 64.52s"


def test_python_that_is_too_old_is_told_so() -> None:
    code = "import sys; sys.version_info = (3, 9, 2, 'final', 0); import dev; sys.exit(dev.main())"
    done = subprocess.run([sys.executable, "-c", code], cwd=PACKAGING, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout.startswith("Acervo needs Python 3.11 or newer; this is Python 3.9.2") and not done.stderr


@pytest.mark.parametrize("changed", ["LOCK", "PYPROJECT", "VENV_PYTHON"])
def test_the_environment_is_left_alone_until_something_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    for name in ("LOCK", "PYPROJECT", "VENV_PYTHON", "STAMP"):
        monkeypatch.setattr(places, name, tmp_path / name)
        (tmp_path / name).write_text("as it was", encoding="utf-8")
    assert not environment.is_current()
    environment.stamp()
    assert environment.is_current()
    if changed == "VENV_PYTHON":
        (tmp_path / changed).unlink()
    else:
        (tmp_path / changed).write_text("new", encoding="utf-8")
    assert not environment.is_current()


def test_help_names_every_verb() -> None:
    script = [sys.executable, str(PACKAGING / "dev.py"), "--help"]
    shown = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    assert all(re.search(rf"^  {verb} ", shown, re.MULTILINE) for verb in ("run", "test", "soak", "bench", "lock"))


@pytest.mark.skipif(os.name == "nt", reason="apt-get is a Unix matter")
def test_without_the_right_to_install_the_exact_command_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not debian.ensure(debian.LIBRARIES[:2])
    assert "  sudo apt-get install --yes --no-install-recommends libdbus-1-3 libegl1\n" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="apt-get is a Unix matter")
def test_package_lists_are_fetched_only_when_the_first_try_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, lists = tmp_path / "log", tmp_path / "lists"
    script = f'#!/bin/sh\necho "$@" >> "{log}"\ncase "$*" in *update) touch "{lists}";; *) test -e "{lists}";; esac\n'
    (tmp_path / "apt-get").write_text(script, encoding="utf-8")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert debian.ensure(debian.LIBRARIES[:1]) and debian.ensure(debian.LIBRARIES[:1])
    verbs = [
        next(word for word in line.split() if word in ("install", "update")) for line in log.read_text().splitlines()
    ]
    assert verbs == ["install", "update", "install", "install"]


def test_the_table_of_benchmarks_names_what_misses_its_budget() -> None:
    output = (
        '{"figures": [{"what": "events in", "value": 2500, "unit": "/s", "budget": 3000, "better": "more"},'
        ' {"what": "upload", "value": 0.045, "unit": "s", "budget": 0.06, "beside": "curl 0.05 s"}]}'
    )
    table = bench.markdown(bench.figures_of("bench_transfer", output))
    assert "| events in | 2,500 /s | ≥ 3,000 /s | **no** |  |" in table
    assert "| upload | 0.045 s | ≤ 0.06 s | yes | curl 0.05 s |" in table
    assert table.endswith("Missed: events in.")


def test_plain_figures_are_shown_key_by_key() -> None:
    assert [figure.what for figure in bench.figures_of("bench_disk", '{"rows": 3, "seconds": 0.2}')] == [
        "disk: rows",
        "disk: seconds",
    ]


@pytest.mark.parametrize("output", ["", "[1]", "{", '{"figures": [{"what": "x"}]}', '{"figures": 3}'])
def test_a_benchmark_that_prints_no_figures_is_an_error(output: str) -> None:
    with pytest.raises(bench.BenchError, match="bench_x"):
        bench.figures_of("bench_x", output)


def test_the_table_goes_between_its_markers_in_the_readme() -> None:
    readme = places.README.read_text(encoding="utf-8")
    once = bench.replaced(readme, "| new |")
    assert f"{bench.BEGIN}\n| new |\n{bench.END}" in once
    assert bench.replaced(once, "| new |") == once
    with pytest.raises(bench.BenchError):
        bench.replaced("no markers", "| new |")


def test_a_wheel_carries_the_resources_and_compiled_catalogues(tmp_path: Path) -> None:
    build = (
        "import sys; from hatchling.builders.wheel import WheelBuilder;"
        f"print(*WheelBuilder({str(REPOSITORY)!r}).build(directory={str(tmp_path)!r}, versions=['standard']))"
    )
    done = subprocess.run([sys.executable, "-c", build], capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert done.returncode == 0, done.stderr
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    sources = [file.relative_to(RESOURCES).as_posix() for file in RESOURCES.rglob("*.po")]
    assert {f"app/resources/{source}" for source in sources} <= names
    assert {f"app/resources/{source.removesuffix('.po')}.mo" for source in sources} <= names
    assert not [name for name in names if name.startswith(("packaging/", "tests/", "resources/"))]


def test_what_ci_calls_is_what_the_readme_says() -> None:
    command = "python3 packaging/dev.py test"
    assert command in places.README.read_text(encoding="utf-8")
    assert command in (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
