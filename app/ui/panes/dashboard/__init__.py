"""The dashboard: the numbers of an account or a client."""

from app.ui.panes.dashboard.pane import DashboardPane

__all__ = ["DashboardPane"]
