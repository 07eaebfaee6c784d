"""What the program does, on ports that it declares itself; knows the domain and nothing else."""
