"""Providers: how each one is spoken to over HTTP, and how its payloads and errors become the domain's."""
