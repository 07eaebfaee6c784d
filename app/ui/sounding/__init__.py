"""Sound in a process of its own: what the window says to it (`proxy`), and what plays there (`turntable`, `speaker`).

Decoders of foreign bytes and the drivers of loudspeakers may crash or stand still; the window only reads and writes a
pipe and never waits for them.
"""
