"""The queue: every file on its way out, in the order in which it needs somebody."""

from app.ui.panes.queue.panel import QueuePanel

__all__ = ["QueuePanel"]
