"""A desktop for journeys of the real window: a screen, a window manager, buses, mouse, keyboard, and what it tells.

`screen` has the desktop, `hands` mouse and keyboard, `tree` what a screen reader is told (AT-SPI), `program` the window
as a process. Linux only. Programs that read a tree import `jeepney`, which the keychain brings along there.
"""
