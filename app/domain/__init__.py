"""What things are and the rules between them: frozen values and pure functions, no I/O."""
