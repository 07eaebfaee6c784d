"""The lint that finds visible text outside gettext. Two rules, either is enough:

- a literal that reaches a sink: a call that prints, fills a table or names something on the screen, or a keyword such
  as `help=` and `title=`; fine when it is no language: an option, a file name, a colour, a key in lower case;
- a literal that reads as a sentence, wherever it stands; fine as a docstring, in a log line, and as the detail of an
  exception, which is for whoever looks into the matter and not for the reader of a sentence.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.lints import Finding

GETTEXT = {"_", "N_", "gettext", "ngettext", "pgettext", "npgettext", "lazy_gettext", "translate"}
SINKS = {
    # the terminal
    *("print", "echo", "secho", "confirm", "prompt", "add_column", "add_row", "rule", "log", "status"),
    *("BadParameter", "UsageError", "ClickException", "Panel", "Text", "ask", "facts", "say", "table", "words"),
    # the window
    *("QAction", "QCheckBox", "QGroupBox", "QLabel", "QMenu", "QPushButton", "QRadioButton", "QToolButton"),
    *(
        "addAction",
        "addItem",
        "addMenu",
        "addTab",
        "setAccessibleDescription",
        "setAccessibleName",
        "setInformativeText",
    ),
    *("setPlaceholderText", "setStatusTip", "setText", "setTitle", "setToolTip", "setWhatsThis", "setWindowTitle"),
    *("showMessage", "tr"),
}
KEYWORDS = {"caption", "description", "epilog", "footer", "help", "placeholder", "prompt", "short_help", "title"}
KEYWORDS_OF_ANY_CALL = {"epilog", "help", "prompt", "short_help"}
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"[^\W\d_]{2,}[,:]? [^\W\d_]{2,}")
NO_SENTENCE = re.compile(r"^--|\d+px|[{;]\s*$|^\s*[;}]|\{\s|: [^;]*;")
"""Options with their values, and style sheets."""
LOGGING = {"critical", "debug", "error", "exception", "info", "warning"}
COMPARING = {"cast", "endswith", "partition", "removeprefix", "removesuffix", "replace", "split", "startswith"}
MARKUP = re.compile(r"\[/?[a-z0-9_ #.]*\]")
NO_LANGUAGE = re.compile(r"-{1,2}[\w-]+|[a-z0-9_.:/@%-]+|[A-Z0-9_/]+|https?://\S+|\S+\.(py|json|zip|po)")


def visible_texts(source: str) -> list[Finding]:
    """Find visible text that no translator will ever see."""
    tree = ast.parse(source)
    return sorted({*_in_calls(tree), *_help_from_docstrings(tree), *_sentences(tree)})


def _in_calls(tree: ast.AST) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for place, value in _shown_arguments(node):
                for line, text in _literals(value):
                    if _is_language(text):
                        yield Finding(line, f"{text!r} is shown by {place} but not inside gettext")


def _shown_arguments(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    name = _name(call.func)
    if name in GETTEXT:
        return
    if name in SINKS:
        yield from ((f"{name}(…)", argument) for argument in call.args)
    for keyword in call.keywords:
        known = keyword.arg in KEYWORDS_OF_ANY_CALL or (keyword.arg in KEYWORDS and name[:1].isupper())
        if known or (name in SINKS and keyword.arg in KEYWORDS):
            yield f"{name}({keyword.arg}=…)", keyword.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _literals(value: ast.expr) -> Iterator[tuple[int, str]]:
    """Yield the literals that end up in the value itself, not those handed to further calls."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.lineno, value.value
    elif isinstance(value, ast.Call):
        # "…".join(…) and "…".format(…) show the text that they belong to.
        if isinstance(value.func, ast.Attribute):
            yield from _literals(value.func.value)
    elif isinstance(value, ast.JoinedStr):
        yield from ((part.lineno, str(part.value)) for part in value.values if isinstance(part, ast.Constant))
    else:
        for part in _shown_parts(value):
            yield from _literals(part)


def _shown_parts(value: ast.expr) -> list[ast.expr]:
    match value:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.BoolOp(values=values):
            return values
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.Starred(value=inner):
            return [inner]
        case ast.Tuple(elts=elts) | ast.List(elts=elts):
            return elts
    return []


def _is_language(text: str) -> bool:
    bare = MARKUP.sub("", text).strip()
    return bool(WORD.search(bare)) and not NO_LANGUAGE.fullmatch(bare)


def _sentences(node: ast.AST) -> Iterator[Finding]:
    """Find literals that read as a sentence, outside of what no user reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            if SENTENCE.search(child.value) and not NO_SENTENCE.search(child.value):
                yield Finding(child.lineno, f"{child.value!r} reads as a sentence but is not inside gettext")
        elif not _is_for_no_user(child):
            yield from _sentences(child)


def _is_for_no_user(node: ast.AST) -> bool:
    """Say whether a node is translated or read by no user: docstrings, styles, logs, details, comparisons."""
    match node:
        case ast.Raise() | ast.Expr(value=ast.Constant()) | ast.keyword(arg="style" | "header_style"):
            return True
        case ast.Call(func=function):
            name = _name(function)
            logged = isinstance(function, ast.Attribute) and name in LOGGING
            return logged or name in GETTEXT or name in COMPARING or name.endswith("Error")
    return False


def _help_from_docstrings(tree: ast.AST) -> Iterator[Finding]:
    """Find commands without `help=`: typer would show the English docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node):
            for decorator in node.decorator_list:
                if _is_command(decorator):
                    yield Finding(node.lineno, f"{node.name} shows its docstring as help: give help= in gettext")


def _is_command(decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call) or _name(decorator.func) not in {"command", "callback"}:
        return False
    return not any(keyword.arg in {"help", "hidden"} for keyword in decorator.keywords)
