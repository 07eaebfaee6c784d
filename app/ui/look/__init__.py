"""How it looks: tokens, theme, type, icons and the controls drawn from them. No colour or size is written elsewhere."""
