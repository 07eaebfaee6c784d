"""Rules about the code itself: what may import what, what may be written, and what the texts must carry."""
