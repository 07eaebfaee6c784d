"""A synthetic data folder: the plan of what is in it, the words, pictures and files, and the rows that say so."""
