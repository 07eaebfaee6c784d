"""The composition root: the only place where the parts of the house are put together."""
