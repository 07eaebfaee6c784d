"""Journeys in the real window: it runs as a process on a screen nobody sees (`tests.support.desktop`).

Mouse and keyboard are xdotool's; what the window shows is read as a screen reader reads it (AT-SPI). Nothing of the
program is called. The other side is the sandbox gateway, a process of its own, whose log says what was really sent.
"""
