"""Whatever is written wrongly gets one clear answer: as JSON on stdout, or as sentences on stderr; exit code 2."""

from __future__ import annotations

import sys

import pytest

from tests.support.cli import Acervo

WRONG = [
    (["nosuch"], "nosuch"),
    (["clinet", "list"], "client"),
    (["client"], "add, list, remove"),
    (["client", "foo"], "foo"),
    (["client", "add"], "NAME"),
    (["client", "add", "A", "B"], "B"),
    (["client", "add", "A", "--id", "x"], "client"),
    (["client", "add", "A", "--vault", "paper"], "--vault"),
    (["client", "add", "A", "--nope"], "--nope"),
    (["client", "list", "--lang", "klingon"], "--lang"),
    (["gallery"], "CLIENT[/INSTANCE]"),
    (["gallery", "1", "--limit", "0"], "--limit"),
    (["gallery", "1", "--limit", "many"], "--limit"),
    (["gallery", "1", "--limit"], "--limit"),
    (["gallery", "1", "--sort", "colour"], "--sort"),
    (["gallery", "1", "--kind", "gif"], "kind"),
    (["gallery", "1", "--state", "lost"], "state"),
    (["gallery", "1", "--direction", "up"], "--direction"),
    (["gallery", "1", "--from", "yesterday"], "from"),
    (["gallery", "1", "--chat", "../../etc"], "chat"),
    (["gallery", "one"], "client"),
    (["download", "1"], "instance"),
    (["download", "1/LOJA"], "instance"),
    (["download", "1/../../x"], "instance"),
    (["download", "0/loja"], "client"),
    (["download", "1/loja", "--timeout", "soon"], "--timeout"),
    (["reprocess", "1/loja", "--state", "local"], "state"),
    (["save", "1/loja", "--to", "x"], "--media"),
    (["save", "1/loja", "--all"], "--to"),
    (["send", "1/loja", "a.pdf"], "--to"),
    (["send", "1/loja", "--to", "nobody", "a.pdf"], "to"),
    (["send", "1/loja", "--to", "+5511999990000"], "FILE"),
    (["send", "1/loja", "--to", "+5511999990000", "--as", "fax", "a.pdf"], "--as"),
    (["queue", "1/loja", "dance"], "list|pause"),
    (["instance", "add", "1/loja"], "--provider"),
    (["instance", "add", "1/loja", "--provider", "icq"], "provider"),
    (["instance", "add", "1/" + "x" * 300, "--provider", "wapi"], "instance"),
    (["sandbox", "--port", "99999"], "--port"),
]


@pytest.mark.parametrize(("words", "named"), WRONG, ids=[" ".join(words)[:40] for words, _named in WRONG])
def test_wrong_usage_is_named_and_ends_with_2(acervo: Acervo, words: list[str], named: str) -> None:
    ended = acervo.call("--json", *words, expect=2)
    error = ended.json["error"]
    assert error["title"] and error["remedy"] and not ended.stderr
    assert error["code"] in ("usage", "bad_input")
    assert named in error["detail"]


def test_an_error_is_the_only_thing_on_stdout(program: Acervo) -> None:
    ended = program.call("--json", "gallery", expect=2)
    assert set(ended.json) == {"error"}
    assert set(ended.json["error"]) >= {"code", "title", "detail", "remedy"}
    assert ended.stderr == ""


def test_without_json_title_detail_and_remedy_go_to_stderr(acervo: Acervo) -> None:
    ended = acervo.call("gallery", "1", "--limit", "0", expect=2)
    assert ended.stdout == ""
    title, detail, remedy = ended.stderr.splitlines()
    assert title == "The command is not written correctly."
    assert detail.startswith("--limit cannot have this value")
    assert "--help" in remedy


@pytest.mark.parametrize(
    "words",
    [
        ["search", "1", "pix"],
        ["export", "1/loja", "--to", "x.zip"],
        ["contacts", "1/loja", "list"],
        ["relay", "--listen", "127.0.0.1:0"],
        ["doctor"],
        ["backup", "--anything"],
        ["instance", "add", "1/loja", "--provider", "cloud"],
        ["client", "add", "A", "--vault", "sealed"],
    ],
    ids=" ".join,
)
def test_what_is_still_to_come_says_so_and_ends_with_1(acervo: Acervo, words: list[str]) -> None:
    error = acervo.run(*words, expect=1)["error"]
    assert error["code"] == "not_yet"
    assert error["detail"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("words", [[], ["--demo"], ["--exit-when-ready"], ["README.md"]], ids=" ".join)
def test_without_a_screen_the_window_says_so_and_nothing_breaks(
    acervo: Acervo, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
        acervo.environment.pop(name, None)
    error = acervo.run(*words, expect=1)["error"]
    assert error["code"] == "not_found"
    assert error["detail"].startswith("window")


def test_a_data_folder_that_is_a_file_is_refused(acervo: Acervo) -> None:
    acervo.data_dir.write_text("x")
    assert acervo.run("client", "list", expect=1)["error"]["code"] == "data_dir"
