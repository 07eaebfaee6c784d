"""Typed publish and subscribe; publishes after commit, from any thread."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")

_log = logging.getLogger("app.bus")


class Bus:
    """Tell subscribers of an event's exact type that it happened.

    Subscribers run on the publisher's thread and must be quick; one that raises is logged and does not stop the
    others, because what is announced has been committed already.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)

    def subscribe(self, kind: type[E], listener: Callable[[E], None]) -> Callable[[], None]:
        """Call `listener` for every event of `kind`; return a function that ends it."""
        with self._lock:
            self._listeners[kind].append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners[kind]:
                    self._listeners[kind].remove(listener)

        return unsubscribe

    def publish(self, event: object) -> None:
        """Deliver `event` to the subscribers of its type."""
        with self._lock:
            listeners = tuple(self._listeners[type(event)])
        for listener in listeners:
            try:
                listener(event)
            except Exception:  # a listener's bug must not undo or hide what was committed
                _log.exception("listener_failed", extra={"event_type": type(event).__name__})
