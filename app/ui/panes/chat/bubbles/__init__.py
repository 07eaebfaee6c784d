"""Bubbles: laid out once for a message and a width as parts to paint and regions to act on."""
