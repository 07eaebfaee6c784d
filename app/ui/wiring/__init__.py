"""Connects the panes: each module here joins the signals of one matter to the services. Panes know none of it."""
