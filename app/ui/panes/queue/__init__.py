"""The queue: every file on its way out, in the order in which it needs somebody."""
