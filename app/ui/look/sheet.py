"""The stylesheet, made from tokens: the controls of the design by object property (`kind`), popups and scroll bars."""

from __future__ import annotations

from collections.abc import Callable

from app.ui.look.tokens import Mode, Tokens

_Colour = Callable[[str], str]
_Px = Callable[[float], str]


def stylesheet(tokens: Tokens, mode: Mode, scale: float) -> str:
    """Return the whole stylesheet for a theme at an interface scale."""

    def c(path: str) -> str:
        return tokens.colour(mode, path)

    def px(value: float) -> str:
        return f"{round(value * scale)}px"

    parts = (_surfaces, _buttons, _lists, _fields, _popups, _cards)
    return "\n".join(part(c, px) for part in parts)


def _surfaces(c: _Colour, px: _Px) -> str:
    return f"""
QWidget {{ color: {c("text.primary")}; font-size: {px(13)}; }}
QWidget[surface="frame"] {{ background: {c("surface.frame")}; }}
QWidget[surface="panel"] {{ background: {c("surface.panel")}; }}
QWidget[surface="canvas"] {{ background: {c("surface.canvas")}; }}
QWidget[surface="raised"] {{ background: {c("surface.raised")}; }}
QWidget[surface="popup"] {{ background: {c("surface.popup")}; }}
QWidget[surface="viewer"] {{ background: {c("surface.viewer")}; }}
QLabel {{ background: transparent; }}
QLabel[role="caption"] {{ font-size: {px(11)}; color: {c("text.tertiary")}; }}
QLabel[role="secondary"] {{ color: {c("text.secondary")}; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="title"] {{ font-size: {px(15)}; font-weight: 600; }}
QLabel[role="page"] {{ font-size: {px(20)}; font-weight: 600; }}
QLabel[role="warning"] {{ color: {c("warning.text")}; }}
QLabel[role="danger"] {{ color: {c("danger.text")}; }}
QFrame[line="true"] {{ background: {c("line.subtle")}; border: none; max-height: 1px; }}
QFrame[upright="true"] {{ background: {c("line.subtle")}; border: none; max-width: 1px; }}
QSplitter::handle {{ background: {c("line.subtle")}; }}
"""


def _buttons(c: _Colour, px: _Px) -> str:
    common = f"border: none; border-radius: {px(6)}; padding: 0 {px(12)}; min-height: {px(32)}; font-weight: 600;"
    return f"""
QPushButton, QToolButton {{ {common} background: {c("surface.control")}; }}
QPushButton:hover, QToolButton:hover {{ background: {c("surface.control_hover")}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {c("surface.control_pressed")}; }}
QPushButton[kind="primary"] {{ background: {c("accent.base")}; color: {c("accent.on")}; }}
QPushButton[kind="primary"]:hover {{ background: {c("accent.hover")}; }}
QPushButton[kind="primary"]:pressed {{ background: {c("accent.pressed")}; }}
QPushButton[kind="text"] {{ background: transparent; color: {c("accent.text")}; }}
QPushButton[kind="text"]:hover {{ background: {c("accent.tint")}; }}
QPushButton[kind="text"]:pressed {{ background: {c("accent.tint_hover")}; }}
QPushButton[kind="quiet"] {{ background: transparent; color: {c("text.secondary")}; }}
QPushButton[kind="quiet"]:hover {{ background: {c("surface.hover")}; }}
QPushButton[kind="quiet"]:pressed {{ background: {c("surface.pressed")}; }}
QPushButton[kind="raised"] {{ background: {c("surface.raised")}; }}
QPushButton[kind="raised"]:hover {{ background: {c("surface.control")}; }}
QPushButton[kind="raised"]:pressed {{ background: {c("surface.control_pressed")}; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
QPushButton[kind="danger"] {{ background: transparent; color: {c("danger.text")}; }}
QPushButton[kind="danger"]:hover {{ background: {c("danger.tint")}; }}
QPushButton[kind="danger"]:pressed {{ border: 1px solid {c("danger.fill")}; }}
QPushButton[compact="true"] {{ min-height: {px(28)}; padding: 0 {px(10)}; }}
QPushButton:disabled, QToolButton:disabled {{ background: {c("surface.control")}; color: {c("text.disabled")}; }}
QToolButton {{ padding: 0; min-width: {px(32)}; max-width: {px(32)}; max-height: {px(32)}; background: transparent; }}
QToolButton:hover {{ background: {c("surface.hover")}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c("surface.control")}; }}
QToolButton:disabled {{ background: transparent; }}
QWidget[surface="frame"] QToolButton:hover {{ background: {c("surface.frame_hover")}; }}
QWidget[surface="frame"] QToolButton:checked {{ background: {c("surface.frame_hover")}; }}
QToolButton[big="true"] {{ min-width: {px(36)}; max-width: {px(36)}; min-height: {px(36)}; max-height: {px(36)}; }}
QToolButton[rail="true"] {{ min-width: {px(40)}; max-width: {px(40)}; min-height: {px(40)}; max-height: {px(40)}; }}
QPushButton[chip="true"] {{ min-height: {px(28)}; max-height: {px(28)}; padding: 0 {px(8)}; font-weight: 400;
  color: {c("text.secondary")}; }}
QPushButton[chip="true"]:checked {{ background: {c("accent.tint")}; color: {c("accent.text")}; font-weight: 600; }}
QPushButton[segment="true"] {{ min-height: {px(28)}; border-radius: {px(4)}; background: transparent;
  color: {c("text.secondary")}; font-weight: 400; }}
QPushButton[segment="true"]:checked {{ background: {c("surface.raised")}; color: {c("text.primary")};
  font-weight: 600; }}
QFrame[segments="true"] {{ background: {c("surface.control")}; border-radius: {px(6)}; }}
"""


def _fields(c: _Colour, px: _Px) -> str:
    field = (
        f"background: {c('surface.field')}; border: 1px solid {c('line.control')}; border-radius: {px(6)};"
        f" placeholder-text-color: {c('text.tertiary')};"
    )
    focused = f"border: 2px solid {c('focus.ring')};"
    return f"""
QLineEdit, QComboBox, QSpinBox, QDateEdit {{ {field} min-height: {px(30)}; padding: 0 {px(10)};
  selection-background-color: {c("selection.text_bg")}; selection-color: {c("text.primary")}; }}
QPlainTextEdit, QTextEdit {{ {field} padding: {px(6)} {px(8)};
  selection-background-color: {c("selection.text_bg")}; selection-color: {c("text.primary")}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {{ {focused} }}
QLineEdit[wrong="true"] {{ border: 1px solid {c("danger.fill")}; }}
QLineEdit[wrong="true"]:focus {{ border: 2px solid {c("danger.fill")}; }}
QLineEdit:disabled {{ background: {c("surface.control")}; color: {c("text.disabled")}; }}
QComboBox::drop-down {{ border: none; width: {px(24)}; }}
QComboBox QAbstractItemView {{ background: {c("surface.popup")}; border: 1px solid {c("line.strong")}; }}
QCheckBox::indicator {{ width: {px(14)}; height: {px(14)}; border: 1px solid {c("line.control")};
  border-radius: {px(4)}; background: {c("surface.field")}; }}
QCheckBox::indicator:checked {{ background: {c("accent.base")}; border-color: {c("accent.base")}; }}
QSlider:horizontal {{ min-height: {px(20)}; }}
QSlider::groove:horizontal {{ height: {px(4)}; border-radius: {px(2)}; background: {c("accent.track")}; }}
QSlider::sub-page:horizontal {{ background: {c("accent.base")}; border-radius: {px(2)}; }}
QSlider::handle:horizontal {{ width: {px(16)}; height: {px(16)}; margin: -{px(6)} 0; border-radius: {px(8)};
  background: {c("accent.base")}; }}
QProgressBar {{ background: {c("accent.track")}; border: none; border-radius: {px(2)}; max-height: {px(4)};
  min-height: {px(4)}; }}
QProgressBar::chunk {{ background: {c("accent.base")}; border-radius: {px(2)}; }}
"""


def _lists(c: _Colour, px: _Px) -> str:
    bar = f"background: transparent; width: {px(10)}; height: {px(10)}; margin: 0;"
    return f"""
QAbstractScrollArea {{ border: none; background: transparent; }}
QListView, QTableView, QTreeView {{ border: none; background: transparent; outline: none; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; color: {c("text.tertiary")}; border: none; padding: 0 {px(4)};
  border-bottom: 1px solid {c("line.strong")}; min-height: {px(28)}; font-size: {px(11)}; }}
QScrollBar {{ {bar} border: none; }}
QScrollBar::handle {{ background: {c("line.strong")}; border-radius: {px(4)}; min-height: {px(32)};
  min-width: {px(32)}; margin: {px(2)}; }}
QScrollBar::handle:hover {{ background: {c("line.control")}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  width: 0; height: 0; }}
"""


def _popups(c: _Colour, px: _Px) -> str:
    return f"""
QMenu {{ icon-size: {px(16)}; background: {c("surface.popup")}; border: 1px solid {c("line.subtle")};
  border-radius: {px(12)}; padding: {px(4)}; }}
QMenu::item {{ min-height: {px(32)}; padding: 0 {px(12)}; border-radius: {px(6)}; }}
QMenu::icon {{ padding-left: {px(12)}; }}
QMenu::item:selected {{ background: {c("surface.hover")}; }}
QMenu::item:disabled {{ color: {c("text.disabled")}; }}
QMenu::separator {{ height: 1px; background: {c("line.subtle")}; margin: {px(4)} 0; }}
QToolTip {{ background: {c("surface.tooltip")}; color: {c("text.inverse")}; border: none; padding: {px(4)} {px(8)};
  font-size: {px(11)}; }}
QDialog, QMessageBox {{ background: {c("surface.panel")}; }}
QDialog[sheet="true"] {{ background: transparent; }}
"""


def _cards(c: _Colour, px: _Px) -> str:
    return f"""
QFrame[card="true"] {{ background: {c("surface.panel")}; border-radius: {px(12)}; }}
QFrame[wizard="steps"] {{ background: {c("surface.canvas")}; border-top-left-radius: {px(12)};
  border-bottom-left-radius: {px(12)}; }}
QFrame[banner="warning"] {{ background: {c("warning.tint")}; border-radius: {px(6)}; }}
QFrame[banner="danger"] {{ background: {c("danger.tint")}; border-radius: {px(6)}; }}
QLabel[tone="warning"] {{ color: {c("warning.text")}; font-weight: 600; }}
QLabel[tone="danger"] {{ color: {c("danger.text")}; font-weight: 600; }}
QRadioButton {{ spacing: {px(8)}; font-weight: 600; }}
QRadioButton::indicator {{ width: {px(14)}; height: {px(14)}; border: 1px solid {c("line.control")};
  border-radius: {px(8)}; background: {c("surface.field")}; }}
QRadioButton::indicator:checked {{ border: {px(5)} solid {c("accent.base")}; width: {px(6)}; height: {px(6)};
  background: {c("accent.on")}; }}
"""
