"""The plan of the screenshots holds together: every picture once, every step known, one picture can be had alone."""

from __future__ import annotations

import inspect

import screen_plan
import screen_scenes

from tests.architecture.tree import REPOSITORY


def test_every_picture_has_a_name_of_its_own() -> None:
    names = screen_plan.names(screen_plan.plan())
    assert len(names) == len(set(names)) > 150


def test_every_step_of_every_scene_is_known() -> None:
    known = inspect.getsource(screen_scenes.Scenes.__init__)
    words = {step.partition(" ")[0] for scene in screen_plan.SCENES for step in scene.steps}
    assert all(f'"{word}":' in known for word in words)


def test_one_picture_can_be_taken_alone_in_one_start() -> None:
    runs = screen_plan.plan(["chat-light-pt_BR-1x"])
    assert [(run.stage, run.ratio, len(run.shots)) for run in runs] == [("full", 1, 1)]
    assert runs[0].shots[0].size == (1280, 800)


def test_a_pattern_takes_all_that_fit_and_nothing_else() -> None:
    names = screen_plan.names(screen_plan.plan(["queue-*-1x", "welcome-dark-*"]))
    assert len(names) == 7 and all(name.startswith(("queue-", "welcome-dark-")) for name in names)
    assert not screen_plan.plan(["no-such-picture"])


def test_all_panes_are_taken_in_both_themes_three_languages_and_every_kind() -> None:
    names = set(screen_plan.names(screen_plan.plan()))
    for pane in ("chat", "gallery", "viewer", "queue", "settings", "wizard", "prepare"):
        for theme in screen_plan.THEMES:
            assert all(f"{pane}-{theme}-{language}-1x" in names for language in screen_plan.LANGUAGES)
            assert {f"{pane}-{theme}-pt_BR-2x", f"{pane}-{theme}-pt_BR-drawn"} <= names
        for language in screen_plan.LANGUAGES:
            assert {f"{pane}-light-{language}-960x600", f"{pane}-light-{language}-960x600-150"} <= names


def test_the_pictures_of_the_readme_are_of_the_plan_and_small() -> None:
    names = set(screen_plan.names(screen_plan.plan()))
    assert set(screen_plan.OF_README) <= names
    for picture in (REPOSITORY / "resources" / "screenshots").glob("*"):
        assert f"{picture.stem}-en-1x" in screen_plan.OF_README and picture.stat().st_size < 300_000, picture.name
