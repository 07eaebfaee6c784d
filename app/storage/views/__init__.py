"""What the window reads from an instance's database: ids of whole lists at once, rows when they come into sight."""
