"""Acervo: receive, keep, find, play and send the media of WhatsApp conversations."""

__version__ = "0.1.0"
