"""Journeys: the whole program as processes (`python -m app …`) against real servers on loopback.

A journey does what a person or an administrator's script does and looks only at what they can see: the JSON that the
verbs print (`--json`), exit codes, saved files, what the servers on the other side wrote into their logs, and, where
nothing may be lost or left over, the data folder and its databases. No function of the program is called; the one
exception is `crashing`, which starts it with a callback at its checkpoints so that it can be killed at a known moment.

The servers: `tests.support.media_host` (WhatsApp's media host, every misbehaviour), `tests.support.wapi_gateway` (the
W-API stand-in, strict, a process of its own), `app.sandbox` (the gateway that plays WhatsApp, a process of its own).
Media is encrypted by `tests.support.wa_encrypt`, which shares no line with the program. Every server and process is
ended by the fixture or `with` block that started it, by its id, also when a test fails; a failed test shows the
program's stderr (`tests.support.cli`) and the ends of its log files (`conftest`).

Nothing sleeps to wait for something: `waiting.until` asks again until a deadline. What depends on chance is seeded.
`ACERVO_SOAK=1` (`dev.py soak`) runs the long version: more seeds, more kills, whole counts instead of a sample.

`wapi_events` and `files` make what comes in, `databases` reads what became of it, `dying` and `crashing` kill.
"""
