"""What is searched for in made libraries: rare and common words, beginnings, several words, numbers, nothing."""

WORDS = ("orcamento", "c", "co", "comprov", "nota fiscal", "no fi", "12345", "zzzz")
