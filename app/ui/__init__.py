"""The window. Qt lives here and in `app.bootstrap.window`, nowhere else."""
