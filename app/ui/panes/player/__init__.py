"""The player: what plays (engine) and the bar at the bottom that shows and steers it."""
