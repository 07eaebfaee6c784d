"""The program's files and functions stay within the measures of the house."""

from __future__ import annotations

from tests.architecture import measures
from tests.architecture.tree import APP, PACKAGING, TESTS


def test_files_are_short() -> None:
    sizes = measures.files_by_size(APP, PACKAGING)
    too_long = [file for file in sizes if file.lines > measures.FILE_LONGEST]
    assert not too_long, f"over {measures.FILE_LONGEST} lines: {too_long}"
    assert measures.median(sizes) <= measures.FILE_MEDIAN
    assert measures.p90(sizes) <= measures.FILE_P90


def test_functions_are_short() -> None:
    sizes = measures.functions_by_size(APP, PACKAGING)
    too_long = [function for function in sizes if function.lines > measures.FUNCTION_LONGEST]
    assert not too_long, f"over {measures.FUNCTION_LONGEST} lines: {too_long}"
    assert measures.median(sizes) <= measures.FUNCTION_MEDIAN
    assert measures.p90(sizes) <= measures.FUNCTION_P90


def test_there_is_enough_test_for_the_source() -> None:
    source = sum(file.lines for file in measures.files_by_size(APP))
    tests = sum(file.lines for file in measures.files_by_size(TESTS))
    assert tests >= measures.TESTS_TO_SOURCE * source, f"{tests} lines of tests for {source} lines of source"
