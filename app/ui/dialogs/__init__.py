"""Dialogs. They are opened with `open()` and answer by signals; none of them starts an event loop of its own."""
