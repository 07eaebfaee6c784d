"""The panes of the window. They ignore each other; `app.ui.wiring` connects their signals."""
