"""The real window, driven and measured from inside its own process."""
